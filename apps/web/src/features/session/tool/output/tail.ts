import { type AnsiLine } from "../../../../ansi/screen.ts";
import { readAnsi, trimmedLines } from "../../../../ansi/read-ansi.ts";

/** The last `count` lines of an output, and about how many stand before them; of a long one its end alone is read. */
export function readTail(output: string, count: number): { lines: readonly AnsiLine[]; before: number } {
  const from = cutBefore(output, count);
  const lines = trimmedLines(readAnsi(output.slice(from)));
  const above = Math.max(0, lines.length - count);
  return { lines: lines.slice(above), before: above + linesIn(output, from) };
}

/** Lines that draw over themselves need those before them: some more are read than are shown. */
const READ = 16_384;

function cutBefore(output: string, count: number): number {
  const most = READ + count * 200;
  if (output.length <= most * 2) return 0;
  return output.indexOf("\n", output.length - most) + 1;
}

function linesIn(output: string, end: number): number {
  let count = 0;
  for (let at = output.indexOf("\n"); at !== -1 && at < end; at = output.indexOf("\n", at + 1)) count += 1;
  return count;
}
