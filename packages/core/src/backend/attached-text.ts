import { z } from "zod";

/** What a file's bytes, in base64, say as UTF-8 text; null where they are no text. */
export function attachedText(data: string): string | null {
  try {
    const text = decodeURIComponent(percentEncoded(z.core.util.base64ToUint8Array(data)));
    return text.includes("\0") ? null : text;
  } catch {
    return null;
  }
}

const AT_ONCE = 8192;

/** Only what is no plain ASCII is encoded. */
function percentEncoded(bytes: Uint8Array): string {
  let binary = "";
  for (let from = 0; from < bytes.length; from += AT_ONCE) {
    binary += String.fromCharCode(...bytes.subarray(from, from + AT_ONCE));
  }
  return binary.replaceAll(/[%\u0080-\u00ff]/g, (byte) => `%${byte.charCodeAt(0).toString(16)}`);
}
