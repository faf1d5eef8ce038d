/** Takes the bytes of one line that is too long, as they come. */
export interface Spill {
  write(bytes: Buffer): void;
  /** @param bytes how long the line was in all */
  end(bytes: number): void;
}

export interface LineSplitterOptions {
  /** A longer line is spilled. */
  readonly maxBytes: number;
  readonly onLine: (line: string) => void;
  readonly openSpill: () => Spill;
}

export interface LineSplitter {
  push(chunk: Buffer): void;
  /** No more comes; what is left without a line break, or null. A half line that was spilled is ended. */
  end(): string | null;
}

/**
 * Splits bytes into lines at \n alone. The \r before it, a byte order mark at the very start and empty lines
 * are dropped; bytes that are not UTF-8 become U+FFFD. Each byte is looked at once, however it is cut.
 */
export function makeLineSplitter(options: LineSplitterOptions): LineSplitter {
  let parts: Buffer[] = [];
  let size = 0;
  let spill: Spill | null = null;
  let isFirst = true;

  function push(chunk: Buffer): void {
    let start = 0;
    for (let at = chunk.indexOf(LF); at !== -1; at = chunk.indexOf(LF, start)) {
      keep(chunk.subarray(start, at));
      finishLine();
      start = at + 1;
    }
    if (start < chunk.length) keep(chunk.subarray(start));
  }

  function keep(part: Buffer): void {
    size += part.length;
    if (spill === null && size <= options.maxBytes) return append(parts, part);
    if (spill === null) {
      spill = options.openSpill();
      for (const earlier of parts) spill.write(earlier);
      parts = [];
    }
    spill.write(part);
  }

  function finishLine(): void {
    const line = take();
    if (line === null) return;
    const bare = line.endsWith("\r") ? line.slice(0, -1) : line;
    if (bare !== "") options.onLine(bare);
  }

  /** What was kept since the last line break; null if it was spilled. */
  function take(): string | null {
    const text = spill === null ? decode(parts, size) : null;
    spill?.end(size);
    spill = null;
    parts = [];
    size = 0;
    const bare = isFirst && text?.startsWith(BOM) === true ? text.slice(1) : text;
    isFirst = false;
    return bare;
  }

  function end(): string | null {
    const half = take();
    return half === "" ? null : half;
  }

  return { push, end };
}

const LF = 0x0a;
const BOM = "\uFEFF";

/** Small parts are joined as they come, so that a line of single bytes costs no million objects. */
function append(parts: Buffer[], part: Buffer): void {
  let last = part;
  for (let before = parts.at(-1); before !== undefined; before = parts.at(-1)) {
    if (before.length > last.length || before.length > JOINED_BELOW) break;
    parts.pop();
    last = Buffer.concat([before, last]);
  }
  parts.push(last);
}

const JOINED_BELOW = 32 * 1024;

function decode(parts: readonly Buffer[], size: number): string {
  const [first] = parts;
  if (first === undefined) return "";
  return (parts.length === 1 ? first : Buffer.concat(parts, size)).toString("utf8");
}
