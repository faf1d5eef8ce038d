/** A run of lines of a Markdown text that is rendered by itself. */
export interface Block {
  /** Offset of its first character; with `kind` its identity. */
  start: number;
  /** Offsets of what is shown: for code without its fences. */
  from: number;
  to: number;
  kind: "prose" | "code" | "plain";
  /** The first word after a fence; empty elsewhere. */
  lang: string;
}

export interface BlockSplitter {
  /** The blocks that can't change any more; it only grows. */
  readonly closed: readonly Block[];
  /** Takes the whole text so far, an extension of the one before; returns the blocks that may still change. */
  push(text: string): readonly Block[];
}

/**
 * Splits a growing text into blocks, reading each line once. Every decision depends only on the lines read
 * so far, so that a streamed text ends as the same blocks as the whole text at once.
 */
export function createBlockSplitter(): BlockSplitter {
  const closed: Block[] = [];
  const scan: Scan = { at: 0, open: null };
  return {
    closed,
    push(text) {
      let newline = text.indexOf("\n", scan.at);
      while (newline !== -1) {
        readLine(scan, text.slice(scan.at, newline), closed);
        scan.at = newline + 1;
        newline = text.indexOf("\n", scan.at);
      }
      return provisional(scan, text);
    },
  };
}

/** Prose longer than this is cut where a line allows it, or shown as plain text. */
export const MAX_PROSE = 32 * 1024;

interface Scan {
  /** Offset of the next line. */
  at: number;
  open: Open | null;
}

interface Open {
  start: number;
  from: number;
  end: number;
  lang: string;
  code: Fence | null;
  /** A fence inside a list or indented: its blank lines don't end the block. */
  inner: Fence | null;
  list: boolean;
  table: boolean;
  heading: boolean;
  blank: boolean;
}

interface Fence {
  mark: string;
  size: number;
  indent: number;
}

/** The unfinished last line counts as a line, on a copy of the state. */
function provisional(scan: Scan, text: string): Block[] {
  const blocks: Block[] = [];
  const copy: Scan = { at: scan.at, open: scan.open && { ...scan.open } };
  if (scan.at < text.length) readLine(copy, text.slice(scan.at), blocks);
  if (copy.open) blocks.push(toBlock(copy.open, Math.min(copy.open.end, text.length)));
  return blocks;
}

function readLine(scan: Scan, line: string, closed: Block[]): void {
  const open = scan.open;
  const end = scan.at + line.length + 1;
  if (open?.code) {
    if (closesFence(line, open.code)) return close(scan, closed, scan.at - 1);
    open.end = end;
    return;
  }
  if (line.trim() === "") {
    if (open) open.blank = true;
    return;
  }
  if (open?.inner && staysInFence(open, line, end)) return;
  const fence = opensFence(line);
  if (fence && fence.indent === 0) {
    if (open) close(scan, closed);
    scan.open = { ...newProse(scan.at, line, end), from: end, code: fence, lang: language(line) };
    return;
  }
  if (open && !startsBlock(open, line, scan.at)) {
    open.end = end;
    open.blank = false;
    open.list ||= isListItem(line);
    open.table ||= TABLE_RULE.test(line);
    open.inner = fence;
    return;
  }
  if (open) close(scan, closed);
  scan.open = { ...newProse(scan.at, line, end), inner: fence };
}

function staysInFence(open: Open, line: string, end: number): boolean {
  const fence = open.inner;
  if (!fence) return false;
  const ends = closesFence(line, fence);
  // The list that holds the fence has ended, and the fence with it.
  if (!ends && fence.indent >= 2 && indentOf(line) === 0) {
    open.inner = null;
    return false;
  }
  open.end = end;
  open.blank = false;
  if (ends) open.inner = null;
  return true;
}

function startsBlock(open: Open, line: string, at: number): boolean {
  if (open.heading) return true;
  const indent = indentOf(line);
  const item = isListItem(line);
  const size = at - open.start;
  if (size > MAX_PROSE && (open.table ? size > 8 * MAX_PROSE : !open.list || (item && indent < 2)))
    return true;
  if (!open.blank) return HEADING.test(line);
  if (open.list) return indent < 2 && !item;
  return true;
}

function newProse(start: number, line: string, end: number): Open {
  return {
    start,
    from: start,
    end,
    lang: "",
    code: null,
    inner: null,
    list: isListItem(line),
    table: false,
    heading: HEADING.test(line),
    blank: false,
  };
}

function close(scan: Scan, closed: Block[], codeEnd?: number): void {
  const open = scan.open;
  if (!open) return;
  scan.open = null;
  closed.push(toBlock(open, codeEnd ?? open.end));
}

function toBlock(open: Open, end: number): Block {
  const to = Math.max(open.from, end);
  if (open.code) return { start: open.start, from: open.from, to, kind: "code", lang: open.lang };
  const kind = to - open.from > PLAIN_OVER && !open.list && !open.table ? "plain" : "prose";
  return { start: open.start, from: open.from, to, kind, lang: "" };
}

/** One line more than where prose is cut. */
const PLAIN_OVER = 2 * MAX_PROSE;
const HEADING = /^ {0,3}#{1,6}(\s|$)/;
const TABLE_RULE = /^ {0,3}\|?\s*:?-+:?\s*\|[\s|:-]*$/;
const FENCE = /^(\s*)(`{3,}|~{3,})(.*)$/;
const IN_LIST_FENCE = /^(\s*(?:[-*+]|\d{1,9}[.)])\s+)(`{3,}|~{3,})(.*)$/;

function opensFence(line: string): Fence | null {
  const match = FENCE.exec(line) ?? IN_LIST_FENCE.exec(line);
  const marks = match?.[2];
  if (!match || marks === undefined) return null;
  if (marks.startsWith("`") && match[3]?.includes("`")) return null;
  return { mark: marks.charAt(0), size: marks.length, indent: match[1]?.length ?? 0 };
}

function closesFence(line: string, fence: Fence): boolean {
  const match = FENCE.exec(line);
  const marks = match?.[2] ?? "";
  return marks.startsWith(fence.mark) && marks.length >= fence.size && match?.[3]?.trim() === "";
}

function language(line: string): string {
  return /^[`~]+\s*([^\s`{,]*)/.exec(line)?.[1]?.toLowerCase() ?? "";
}

function isListItem(line: string): boolean {
  return /^\s*([-*+]|\d{1,9}[.)])(\s|$)/.test(line) && !/^ {0,3}([-*])\s*(\1\s*){2,}$/.test(line);
}

function indentOf(line: string): number {
  const spaces = /^[ \t]*/.exec(line)?.[0] ?? "";
  return spaces.includes("\t") ? 4 : spaces.length;
}
