import type { Run } from "./highlight-theme.ts";

export interface HighlightRequest {
  id: number;
  code: string;
  language: string;
}

export interface HighlightReply {
  id: number;
  /** The runs of each line, without its line break; null where the language could not be read. */
  lines: Run[][] | null;
}

/**
 * Highlights code in a worker; null where it stays plain (longer than 100,000 characters, no such language,
 * no workers here). `language` is an id of `languageOf`.
 */
export function highlight(code: string, language: string): Promise<Run[][] | null> {
  if (code.length > MAX_CODE || typeof Worker === "undefined") return Promise.resolve(null);
  worker ??= startWorker();
  const id = (lastId += 1);
  worker.postMessage({ id, code, language } satisfies HighlightRequest);
  return new Promise((resolve) => waiting.set(id, resolve));
}

const MAX_CODE = 100_000;
const waiting = new Map<number, (lines: Run[][] | null) => void>();
let worker: Worker | undefined;
let lastId = 0;

function startWorker(): Worker {
  const started = new Worker(new URL("./highlight.worker.ts", import.meta.url), { type: "module" });
  started.addEventListener("message", (event: MessageEvent<HighlightReply>) => {
    waiting.get(event.data.id)?.(event.data.lines);
    waiting.delete(event.data.id);
  });
  // A worker that can't start leaves all code plain, which is readable.
  started.addEventListener("error", () => {
    for (const resolve of waiting.values()) resolve(null);
    waiting.clear();
  });
  return started;
}
