import { stripVTControlCharacters } from "node:util";
import { makeLineSplitter, type Spill } from "./lines.ts";

export interface StderrReader {
  push(chunk: Buffer): void;
  /** Tells the half line that is left; the last 64 KiB in all, without ANSI codes. */
  end(): string;
}

/**
 * Reads what a process writes to stderr. All of it is taken, so that the process never waits, but of a flood
 * only 64 KiB a second are split into lines and 200 of them are told; a line is cut at 8 KiB.
 * @param now a monotonic clock in ms
 */
export function makeStderrReader(onLine: (line: string) => void, now: () => number): StderrReader {
  let tail: Buffer[] = [];
  let tailBytes = 0;
  let windowEnd = 0;
  let bytesLeft = 0;
  let linesLeft = LINES_PER_SECOND;
  let splitter = makeSplitter();
  let isSkipping = false;

  function makeSplitter() {
    return makeLineSplitter({ maxBytes: MAX_LINE, onLine: tell, openSpill: () => cutLine(tell) });
  }

  function tell(line: string): void {
    const plain = stripVTControlCharacters(line);
    if (plain.trim() === "" || linesLeft === 0) return;
    linesLeft -= 1;
    onLine(plain);
  }

  function push(chunk: Buffer): void {
    keepTail(chunk);
    if (now() >= windowEnd) {
      windowEnd = now() + 1000;
      bytesLeft = BYTES_PER_SECOND;
      linesLeft = LINES_PER_SECOND;
    }
    if (bytesLeft <= 0) {
      isSkipping = true;
      return;
    }
    bytesLeft -= chunk.length;
    splitter.push(isSkipping ? afterGap(chunk) : chunk);
  }

  /** What stands before the first line break belongs to a line whose beginning was not read. */
  function afterGap(chunk: Buffer): Buffer {
    const lineEnd = chunk.indexOf("\n");
    if (lineEnd === -1) return chunk.subarray(0, 0);
    splitter = makeSplitter();
    isSkipping = false;
    return chunk.subarray(lineEnd + 1);
  }

  function keepTail(chunk: Buffer): void {
    tail.push(chunk);
    tailBytes += chunk.length;
    if (tailBytes < 2 * KEPT_RAW && tail.length < 1000) return;
    const kept = Buffer.concat(tail).subarray(-KEPT_RAW);
    tail = [kept];
    tailBytes = kept.length;
  }

  function end(): string {
    const half = isSkipping ? null : splitter.end();
    if (half !== null) tell(half);
    const text = stripVTControlCharacters(Buffer.concat(tail).toString("utf8"));
    return lastBytes(text, MAX_TAIL);
  }

  return { push, end };
}

const MAX_LINE = 8 * 1024;
const MAX_TAIL = 64 * 1024;
/** ANSI codes take room too before they are stripped. */
const KEPT_RAW = 4 * MAX_TAIL;
const BYTES_PER_SECOND = 64 * 1024;
const LINES_PER_SECOND = 200;

/** Keeps the beginning of a line that is too long. */
function cutLine(tell: (line: string) => void): Spill {
  const kept = Buffer.alloc(MAX_LINE);
  let length = 0;
  return {
    write(bytes) {
      length += bytes.copy(kept, length);
    },
    end: () => tell(`${wholeCharacters(kept.subarray(0, length))}…`),
  };
}

function wholeCharacters(bytes: Buffer): string {
  return new TextDecoder().decode(bytes, { stream: true });
}

function lastBytes(text: string, max: number): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= max) return text;
  let start = bytes.length - max;
  while (((bytes[start] ?? 0) & 0b1100_0000) === 0b1000_0000) start += 1;
  return bytes.subarray(start).toString("utf8");
}
