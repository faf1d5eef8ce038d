import { readFile, writeFile } from "node:fs/promises";
import { z } from "zod";

/**
 * One line of a recorded conversation with a CLI.
 * `t` is in ms since the process was started; `in` is what it was sent, `exit` holds `{code, signal}` as JSON.
 */
export const TranscriptEntry = z.object({
  t: z.number().nonnegative(),
  dir: z.enum(["in", "out", "err", "exit"]),
  line: z.string(),
});
export type TranscriptEntry = z.infer<typeof TranscriptEntry>;

/** How the recorded process ended. */
export const TranscriptExit = z.object({ code: z.number().nullable(), signal: z.string().nullable() });
export type TranscriptExit = z.infer<typeof TranscriptExit>;

/** Reads a recording; throws with the line's number when a line is not an entry. */
export async function readTranscript(path: string): Promise<TranscriptEntry[]> {
  const lines = (await readFile(path, "utf8")).split("\n");
  return lines.flatMap((line, index) => (line === "" ? [] : [parseEntry(line, `${path}:${index + 1}`)]));
}

export async function writeTranscript(path: string, entries: TranscriptEntry[]): Promise<void> {
  await writeFile(path, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(""));
}

/** The exit that the recording ends with, if it does. */
export function transcriptExit(entries: TranscriptEntry[]): TranscriptExit | undefined {
  const last = entries.findLast(({ dir }) => dir === "exit");
  return last && TranscriptExit.parse(JSON.parse(last.line));
}

function parseEntry(line: string, where: string): TranscriptEntry {
  try {
    return TranscriptEntry.parse(JSON.parse(line));
  } catch (cause) {
    throw new Error(`${where} is not a transcript entry.`, { cause });
  }
}
