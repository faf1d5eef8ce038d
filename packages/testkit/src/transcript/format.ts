import { readFile, writeFile } from "node:fs/promises";
import { RecordedExit, RecordingEntry } from "@switchyard/core/backend";

/** Reads a recording; throws with the line's number when a line is not an entry. */
export async function readTranscript(path: string): Promise<RecordingEntry[]> {
  const lines = (await readFile(path, "utf8")).split("\n");
  return lines.flatMap((line, index) => (line === "" ? [] : [parseEntry(line, `${path}:${index + 1}`)]));
}

export async function writeTranscript(path: string, entries: readonly RecordingEntry[]): Promise<void> {
  await writeFile(path, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(""));
}

/** The exit that the recording ends with, if it does. */
export function transcriptExit(entries: readonly RecordingEntry[]): RecordedExit | undefined {
  const last = entries.findLast(({ dir }) => dir === "exit");
  return last && RecordedExit.parse(JSON.parse(last.line));
}

function parseEntry(line: string, where: string): RecordingEntry {
  try {
    return RecordingEntry.parse(JSON.parse(line));
  } catch (cause) {
    throw new Error(`${where} is not a recording's entry.`, { cause });
  }
}
