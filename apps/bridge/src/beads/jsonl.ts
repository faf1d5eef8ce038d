import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { readBeadLines } from "@switchyard/beads";

type BeadLines = ReturnType<typeof readBeadLines>;

/** What a tracker's file holds, or why it could not be read. */
export type JsonlAnswer = BeadLines | { readonly failed: string };

/** Reads a tracker's JSONL file, again only when it has changed. */
export interface JsonlFile {
  read(path: string): Promise<JsonlAnswer>;
}

export interface JsonlOptions {
  readonly now: () => number;
  readonly wait: (ms: number) => Promise<void>;
  /** Before each further look at a file that is empty or gone. */
  readonly waits: readonly number[];
}

export function makeJsonlFile({ now, wait, waits }: JsonlOptions): JsonlFile {
  let last: { readonly key: string; readonly lines: BeadLines } | undefined;

  async function look(path: string): Promise<Look> {
    const found = await stat(path).catch(() => null);
    if (found === null) return unread(`${basename(path)} is gone.`, { mayCome: true });
    if (!found.isFile()) return unread(`${basename(path)} is not a file.`);
    if (found.size > MAX_BYTES) {
      return unread(`${basename(path)} is larger than ${MAX_BYTES / MB} MB, which is more than can be read.`);
    }
    const key = [path, found.ino, found.size, found.mtimeMs].join("\0");
    if (last?.key === key) return { answer: last.lines, mayCome: false };
    const text = await readFile(path, "utf8").catch(codeOf);
    if (typeof text !== "string") {
      const isRefused = text.code === "EACCES" || text.code === "EPERM";
      return unread(`${basename(path)} could not be read (${text.code}).`, { mayCome: !isRefused });
    }
    // A writer that does not rename may be about to fill it.
    const mayCome = text === "" && now() - found.mtimeMs < FRESH_MS;
    const lines = readBeadLines(text);
    if (!mayCome) last = { key, lines };
    return { answer: lines, mayCome };
  }

  return {
    async read(path) {
      const left = [...waits];
      for (;;) {
        // oxlint-disable-next-line no-await-in-loop -- each look depends on the last
        const { answer, mayCome } = await look(path);
        const ms = mayCome ? left.shift() : undefined;
        if (ms === undefined) return answer;
        // oxlint-disable-next-line no-await-in-loop -- as above
        await wait(ms);
      }
    },
  };
}

interface Look {
  readonly answer: JsonlAnswer;
  /** Whether another look may find more. */
  readonly mayCome: boolean;
}

function unread(failed: string, { mayCome } = { mayCome: false }): Look {
  return { answer: { failed }, mayCome };
}

function codeOf(error: unknown): { readonly code: string } {
  const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
  return { code };
}

const MB = 1_000_000;
const MAX_BYTES = 100 * MB;
/** So long after its last change a file that is empty may still be written. */
const FRESH_MS = 2000;
