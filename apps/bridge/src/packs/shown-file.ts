import { join } from "node:path";
import { fitHalfFrame } from "../log/half-frame.ts";
import { textOf } from "./file-rules.ts";
import { PACK_LIMITS } from "./limits.ts";
import { readRegularFile } from "./regular-file.ts";

/** The beginning of a file; a null text: it is not there, or is no text. */
export async function readShown(
  folder: string,
  path: string,
): Promise<{ text: string | null; isCut: boolean }> {
  const file = await readRegularFile(join(folder, path), PACK_LIMITS.bytes).catch(() => null);
  const text = file === null ? null : textOf(file.content);
  return text === null ? { text, isCut: false } : fitHalfFrame(text);
}
