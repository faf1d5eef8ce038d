/** What a file's bytes, in base64, say as UTF-8 text; null where they are no text. */
export function attachedText(data: string): string | null {
  try {
    // oxlint-disable-next-line no-deprecated -- ten times as fast as code of ours, and a message has up to 100 MB
    const text = decodeURIComponent(escape(atob(data)));
    return text.includes("\0") ? null : text;
  } catch {
    return null;
  }
}

/** Of every JavaScript that has base64 at all. */
declare function atob(data: string): string;
