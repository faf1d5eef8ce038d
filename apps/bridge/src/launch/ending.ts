import { performance } from "node:perf_hooks";

/** Within this, a signal is the same one: npm passes on the Ctrl-C that the terminal gave to all of us. */
const SAME_SIGNAL_MS = 500;
/** How long a fault may take to end what the sessions started. */
const LAST_WORDS_MS = 5000;

export interface EndingOptions {
  /** Ends everything; resolves with what the user should be told, if anything. */
  readonly close: () => Promise<string | undefined>;
  readonly say: (line: string) => void;
  /** Whether a fault is dealt with otherwise: then nothing ends for it. */
  readonly takesFault: (error: unknown) => boolean;
  /** The fault itself is logged by it, without secrets. */
  readonly logFault: (error: unknown) => void;
  readonly exit: (code: number) => void;
  /** What is said where somebody else ends the process. */
  readonly lastWord: () => string;
  /** Started by an npm script: then it ends with npm, too. */
  readonly startedByNpm: boolean;
}

/**
 * How the bridge ends: the first signal ends all sessions and exits 0, a second one exits 1 at once;
 * a fault that nobody caught, and that is no plug-in's, is logged, ends what it can, and exits 1.
 */
export function handleEnding(options: EndingOptions): void {
  const { close, say, takesFault, logFault, startedByNpm } = options;
  let since: number | undefined;
  let isOurs = false;

  function exit(code: number): void {
    isOurs = true;
    options.exit(code);
  }

  async function onSignal(): Promise<void> {
    const now = performance.now();
    if (since !== undefined) return now - since < SAME_SIGNAL_MS ? undefined : exit(1);
    since = now;
    try {
      const report = await close();
      if (report !== undefined) say(report);
      exit(0);
    } catch (error) {
      logFault(error);
      exit(1);
    }
  }

  function onFault(error: unknown): void {
    if (takesFault(error)) return;
    logFault(error);
    // One that comes while it ends already leaves nothing to try.
    if (since !== undefined) return exit(1);
    since = performance.now();
    setTimeout(() => exit(1), LAST_WORDS_MS);
    close().then(
      () => exit(1),
      () => exit(1),
    );
  }

  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void onSignal());
  if (startedByNpm) {
    whenParentEnds(() => {
      if (since === undefined) void onSignal();
    });
  }
  process.on("exit", () => {
    if (!isOurs) say(options.lastWord());
  });
  process.on("uncaughtException", onFault);
  process.on("unhandledRejection", onFault);
}

/** Between npm and us stands a shell, which dies of the signal that npm was sent and passes none on. */
function whenParentEnds(end: () => void): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) end();
  }, PARENT_LOOK_MS).unref();
}

const PARENT_LOOK_MS = 500;
