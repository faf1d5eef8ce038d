import { join } from "node:path";
import { textOf } from "./file-rules.ts";
import { MAX_SHOWN_BYTES, PACK_LIMITS } from "./limits.ts";
import { readRegularFile } from "./regular-file.ts";

/** The beginning of a file; a null text: it is not there, or is no text. */
export async function readShown(
  folder: string,
  path: string,
): Promise<{ text: string | null; isCut: boolean }> {
  const file = await readRegularFile(join(folder, path), PACK_LIMITS.bytes).catch(() => null);
  if (file === null || textOf(file.content) === null) return { text: null, isCut: false };
  const isCut = file.content.length > MAX_SHOWN_BYTES;
  // A stream's decoder keeps back the half of a character that the cut may leave.
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(
    file.content.subarray(0, MAX_SHOWN_BYTES),
    { stream: true },
  );
  return { text, isCut };
}
