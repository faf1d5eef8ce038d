import { AsyncLocalStorage } from "node:async_hooks";
import { pathToFileURL } from "node:url";
import { framesOf } from "./fault-words.ts";

/** Tells a plug-in's faults from ours. A plug-in is known by its folder. */
export interface Blame {
  /** Runs its code: what that throws now, or starts and throws later, is its own. */
  within<T>(folder: string, act: () => T): T;
  /** Whose fault it is, asked where nobody caught it; null: no plug-in's. */
  of(error: unknown): string | null;
}

/**
 * By what the fault came out of: a timer, a promise, a tick or a socket of code that ran `within` is known in the
 * handlers of `uncaughtException` and `unhandledRejection`, also where it throws a mere text. Where that is lost (a
 * listener of `process`, a finalizer, a callback that another's pool keeps) the stack tells, if it has one: no code
 * of ours calls a plug-in but within, so one file of it in the stack is enough. A text thrown from such a callback
 * cannot be told from a fault of ours, and ends the bridge.
 */
export function makeBlame(): Blame {
  const running = new AsyncLocalStorage<string>();
  const folders = new Set<string>();

  return {
    within(folder, act) {
      folders.add(folder);
      return running.run(folder, act);
    },
    of(error) {
      const frames = framesOf(error);
      const named = [...folders].find((folder) => frames.some((frame) => isIn(folder, frame)));
      return running.getStore() ?? named ?? null;
    },
  };
}

/** Where in its own files a plug-in failed; null: the stack does not say. */
export function placeIn(folder: string, error: unknown): string | null {
  const frame = framesOf(error).find((each) => isIn(folder, each));
  const start = prefixesOf(folder).find((prefix) => frame?.includes(prefix));
  return frame === undefined || start === undefined
    ? null
    : (frame.split(start)[1]?.replace(")", "") ?? null);
}

function isIn(folder: string, frame: string): boolean {
  return prefixesOf(folder).some((prefix) => frame.includes(prefix));
}

/** As modules and as CommonJS are named in a stack. */
function prefixesOf(folder: string): string[] {
  return [`${pathToFileURL(folder).href}/`, `${folder}/`];
}
