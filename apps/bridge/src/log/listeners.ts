import type { Logger } from "pino";

/** Those who asked to be told; one that throws is logged and keeps nobody else from hearing. */
export interface Listeners<T> {
  /** Returns what ends it. */
  add(listener: (value: T) => void): () => void;
  tell(value: T): void;
}

export function makeListeners<T>(logger: Logger): Listeners<T> {
  const listeners = new Set<(value: T) => void>();
  return {
    add(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    tell(value) {
      for (const listener of listeners) guarded(logger, () => listener(value));
    },
  };
}

/** The log goes on whatever those whom it tells of it do. */
export function guarded(logger: Logger, run: () => void): void {
  try {
    run();
  } catch (error) {
    logger.error({ err: error }, "a listener of the log failed");
  }
}
