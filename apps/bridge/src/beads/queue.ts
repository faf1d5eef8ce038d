/** One call after the other: what a person waits for goes ahead, what the bridge wants for itself is not starved. */
export interface Queue<T> {
  /** Equal jobs that wait are one; once it runs, another of the same key waits for a run of its own. */
  add(job: Job<T>): Promise<T>;
}

export interface Job<T> {
  /** What it does, in whole: equal keys give equal results. Null: it is equal to none. */
  readonly key: string | null;
  readonly isInteractive: boolean;
  readonly work: () => Promise<T>;
}

interface Waiting<T> {
  readonly key: string | null;
  isInteractive: boolean;
  readonly start: () => Promise<void>;
  readonly done: Promise<T>;
}

export function makeQueue<T>(): Queue<T> {
  const waiting: Waiting<T>[] = [];
  let isRunning = false;
  /** Interactive ones since the last of the background. */
  let inARow = 0;

  /** The next: an interactive one, but after some of them the oldest of the background. */
  function next(): Waiting<T> | undefined {
    const ofBackground = waiting.findIndex((each) => !each.isInteractive);
    const ofPerson = waiting.findIndex((each) => each.isInteractive);
    const isTheirTurn = ofBackground !== -1 && inARow >= MOST_IN_A_ROW;
    const at = isTheirTurn || ofPerson === -1 ? ofBackground : ofPerson;
    if (at === -1) return undefined;
    inARow = at === ofPerson && ofBackground !== -1 ? inARow + 1 : 0;
    return waiting.splice(at, 1)[0];
  }

  async function drain(): Promise<void> {
    if (isRunning) return;
    isRunning = true;
    for (let job = next(); job !== undefined; job = next()) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other is the point
      await job.start();
    }
    isRunning = false;
  }

  return {
    add({ key, isInteractive, work }) {
      const equal = key === null ? undefined : waiting.find((each) => each.key === key);
      if (equal !== undefined) {
        equal.isInteractive ||= isInteractive;
        return equal.done;
      }
      const { promise, resolve, reject } = Promise.withResolvers<T>();
      const start = (): Promise<void> => work().then(resolve, reject);
      waiting.push({ key, isInteractive, start, done: promise });
      void drain();
      return promise;
    },
  };
}

/** Then one of the background that waits has its turn. */
const MOST_IN_A_ROW = 4;
