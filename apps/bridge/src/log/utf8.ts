/** The longest beginning of a text that is at most `maxBytes` long in UTF-8; no character is split. */
export function cutText(text: string, maxBytes: number): string {
  if (text.length * 3 <= maxBytes) return text;
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(maxBytes));
  return text.slice(0, read);
}

/** How many of the first `size` bytes are whole characters; what is no UTF-8 is cut where it stands. */
export function wholeCharacters(bytes: Uint8Array, size: number): number {
  if (size >= bytes.length) return bytes.length;
  for (let end = size; end > Math.max(0, size - LONGEST_CHARACTER); end -= 1) {
    if (!isContinuation(bytes[end])) return end;
  }
  return size;
}

const LONGEST_CHARACTER = 4;

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0b1100_0000) === 0b1000_0000;
}
