import { type ProjectId, SwitchyardError } from "@switchyard/core/protocol";

/** Does what is asked for under one key once, and answers all who ask with what it came to. A null key is nobody's. */
export type Once<T> = (key: string | null, work: () => Promise<T>) => Promise<T>;

/** The last thousand are remembered, while they run too; what was surely not done may be asked for again. */
export function makeOnce<T>(): Once<T> {
  const known = new Map<string, Promise<T>>();
  return (key, work) => {
    if (key === null) return work();
    const before = known.get(key);
    if (before !== undefined) return before;
    const doing = work();
    known.set(key, doing);
    doing.catch((error: unknown) => {
      if (!isPartlyDone(error)) known.delete(key);
    });
    const [oldest] = known.keys();
    if (known.size > MOST_KNOWN && oldest !== undefined) known.delete(oldest);
    return doing;
  };
}

/** Of a change that names itself; null: it is done as often as it is sent. */
export function writeKey(projectId: ProjectId, writeId: string | undefined): string | null {
  return writeId === undefined ? null : JSON.stringify([projectId, writeId]);
}

const MOST_KNOWN = 1000;

/** Whether something was done all the same, or may have been. */
function isPartlyDone(error: unknown): boolean {
  if (!(error instanceof SwitchyardError)) return false;
  return error.data["mayBeDone"] === true || error.data["isMade"] === true;
}
