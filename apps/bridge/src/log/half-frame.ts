import { cutText } from "./utf8.ts";

/**
 * The beginning of a text of which two go in one frame of 1 MiB, as before and after do: at most 256 KiB, and less
 * where JSON makes its characters up to six times as long.
 */
export function fitHalfFrame(whole: string): { text: string; isCut: boolean } {
  for (let maxBytes = MAX_TEXT_BYTES; ; maxBytes /= 2) {
    const text = cutText(whole, maxBytes);
    const isCut = text.length < whole.length;
    if (Buffer.byteLength(JSON.stringify(text)) <= MAX_JSON_BYTES) return { text, isCut };
  }
}

const MAX_TEXT_BYTES = 256 * 1024;
const MAX_JSON_BYTES = 500_000;
