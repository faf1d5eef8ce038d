import type { FileDiff, ToolKind } from "@switchyard/core/protocol";
import type { Item, PlanItem, Section, ToolItem, Transcript } from "@switchyard/core/session";
import { fleetWords as words } from "../../words/fleet-words.ts";
import { lastLines, plainOutput } from "../session/tool/plain-output.ts";
import { oneLine, targetOf } from "../session/tool/tool-facts.ts";
import { plainProse } from "./plain-prose.ts";

/** One thing in a tile: it stays the same object while it says the same. */
export type TailLine =
  | {
      readonly key: string;
      readonly kind: "prose" | "you" | "error" | "note" | "output";
      readonly text: string;
    }
  /** Thinking since, in Unix ms. */
  | { readonly key: string; readonly kind: "thought"; readonly since: number }
  | ToolLine
  | { readonly key: string; readonly kind: "files"; readonly diffs: readonly FileDiff[] };

export interface ToolLine {
  readonly key: string;
  readonly kind: "tool";
  readonly toolKind: ToolKind;
  readonly text: string;
  readonly isCode: boolean;
  readonly state: "waits" | "runs" | "done" | "failed";
  /** Unix ms. */
  readonly since: number;
  /** What it changed. */
  readonly diffs: readonly FileDiff[] | null;
}

export interface TailView {
  /** The oldest first. */
  readonly lines: readonly TailLine[];
  /** The newest plan that was seen; null: none was. */
  readonly plan: { readonly done: number; readonly total: number } | null;
  /** The newest turn; 0: none was seen. */
  readonly turn: number;
  /** When it began, in Unix ms, while it runs; null: it does not, or its beginning is further up. */
  readonly turnSince: number | null;
}

/** Lines that the largest tile can show. */
const MOST_LINES = 14;

/** The last lines of a transcript, what is newest last. */
export function readTailView(transcript: Transcript, before: TailView | null): TailView {
  const last = transcript.sections.at(-1);
  const lines: TailLine[] = [];
  for (const section of transcript.sections.toReversed()) {
    if (lines.length >= MOST_LINES) break;
    lines.unshift(...sectionLines(section, section === last));
  }
  return {
    lines: reuse(before?.lines ?? [], lines.slice(-MOST_LINES)),
    plan: planOf(transcript) ?? before?.plan ?? null,
    turn: last?.turn ?? 0,
    turnSince: last === undefined || last.end !== null ? null : beginOf(last, before),
  };
}

/** Of a session that rests: its last words, and what led to them where there is room for both. */
export function restingLines(lines: readonly TailLine[]): readonly TailLine[] {
  const length = lines.reduce((sum, line) => sum + ("text" in line ? line.text.length : 0), 0);
  const from = lines.findLastIndex(({ kind }) => kind === "prose");
  return length <= MOST_BESIDE || from === -1 ? lines : lines.slice(from);
}

/** Characters that a tile shows whole, but the smallest. */
const MOST_BESIDE = 160;

/** Of a turn whose beginning was dropped since, what was known of it. */
function beginOf({ turn, by, startedAt }: Section, before: TailView | null): number | null {
  if (by !== null) return startedAt;
  return before?.turn === turn ? before.turnSince : null;
}

function sectionLines(section: Section, isLast: boolean): TailLine[] {
  const asked = openAsks(section);
  // From the end: of a turn of hours only so much is read as is shown.
  const lines: TailLine[] = endLines(section);
  for (let at = section.items.length - 1; at >= 0 && lines.length < MOST_LINES; at -= 1) {
    const item = section.items[at];
    if (item === undefined || (item.kind === "tool" && asked.has(item.toolCallId))) continue;
    const isNewest = isLast && section.end === null && at === section.items.length - 1;
    lines.unshift(...keptLines(item, { isNewest, isOpen: section.end === null }));
  }
  return lines;
}

/** The calls that wait for the user: the tile asks in their place. */
function openAsks(section: Section): ReadonlySet<string | null> {
  return new Set(
    section.items.flatMap((item) =>
      (item.kind === "request" || item.kind === "question") && item.resolved === null
        ? [item.toolCallId]
        : [],
    ),
  );
}

interface Standing {
  /** It is what the agent does now. */
  readonly isNewest: boolean;
  /** Its turn runs. */
  readonly isOpen: boolean;
}

/** Of what did not change since the last time, the lines of then: most of a tail is that. */
function keptLines(item: Item, standing: Standing): TailLine[] {
  const stamp = stampOf(item, standing);
  const known = kept.get(item);
  if (known?.stamp === stamp) return known.lines;
  const lines = itemLines(item, standing);
  kept.set(item, { stamp, lines });
  return lines;
}

const kept = new WeakMap<Item, { stamp: string; lines: TailLine[] }>();

/** What tells that an item says something else: many deltas come within one millisecond. */
function stampOf(item: Item, { isNewest, isOpen }: Standing): string {
  const text = "text" in item ? item.text.length : 0;
  const [status, output] = item.kind === "tool" ? [item.status, item.output?.length ?? 0] : ["", 0];
  return [item.updatedAt, text, status, output, isNewest, isOpen].join(" ");
}

function itemLines(item: Item, { isNewest, isOpen }: Standing): TailLine[] {
  switch (item.kind) {
    case "user":
      return [{ key: item.id, kind: "you", text: plainProse(item.text, "start", 200) }];
    case "message": {
      const text = plainProse(item.text, isOpen ? "end" : "start");
      return text === "" ? [] : [{ key: item.id, kind: "prose", text }];
    }
    case "thought":
      return isNewest ? [{ key: item.id, kind: "thought", since: item.at }] : [];
    case "tool":
      return toolLines(item, isOpen);
    case "notice":
      if (item.level === "info") return [];
      return [{ key: item.id, kind: item.level === "error" ? "error" : "note", text: oneLine(item.text) }];
    default:
      return [];
  }
}

function toolLines(item: ToolItem, isOpen: boolean): TailLine[] {
  const { text, isCode } = targetOf(item);
  const line: ToolLine = {
    key: item.id,
    kind: "tool",
    toolKind: item.toolKind,
    text,
    isCode,
    state: stateOf(item, isOpen),
    since: item.at,
    diffs: diffsOf(item),
  };
  return [line, ...outputLines(item, line.state)];
}

function stateOf({ status }: ToolItem, isOpen: boolean): ToolLine["state"] {
  if (status === "completed") return "done";
  // What was under way when its turn ended does not run any more.
  if (status === "failed" || !isOpen) return "failed";
  return status === "pending" ? "waits" : "runs";
}

/** The end of what a command printed; of others the target says enough. */
function outputLines(item: ToolItem, state: ToolLine["state"]): TailLine[] {
  if (item.toolKind !== "execute" || item.output === null || state === "waits") return [];
  const { shown } = lastLines(plainOutput(item.output.slice(-MOST_OUTPUT)), OUTPUT_LINES[state]);
  return shown
    .split("\n")
    .filter((text) => text.trim() !== "")
    .map((text, at) => ({ key: `${item.id}:${at}`, kind: "output" as const, text: text.slice(0, 200) }));
}

const MOST_OUTPUT = 2000;
const OUTPUT_LINES = { runs: 3, done: 1, failed: 2 } as const;

function endLines(section: Section): TailLine[] {
  const { end } = section;
  if (end === null) return [];
  const key = `end:${section.key}`;
  // A limit is nobody's fault: the session waits for it.
  const kind = end.error?.code === "RATE_LIMITED" ? "note" : "error";
  if (end.error !== null) return [{ key, kind, text: oneLine(end.error.message) }];
  const note = words.ended[end.stopReason];
  if (note !== "") return [{ key, kind: "note", text: note }];
  return filesLine(section, key);
}

/** What the turn changed, where all of it is here. */
function filesLine(section: Section, key: string): TailLine[] {
  if (section.by === null) return [];
  const diffs = section.items.flatMap((item) => (item.kind === "tool" ? (diffsOf(item) ?? []) : []));
  return diffs.length === 0 ? [] : [{ key, kind: "files", diffs }];
}

function diffsOf({ diff, status }: ToolItem): readonly FileDiff[] | null {
  return diff === null || diff.length === 0 || status === "failed" ? null : diff;
}

function planOf(transcript: Transcript): TailView["plan"] {
  const plan = transcript.sections.findLast((section) => section.items.some(isPlan))?.items.findLast(isPlan);
  if (plan === undefined) return null;
  return {
    done: plan.entries.filter((entry) => entry.status === "completed").length,
    total: plan.entries.length,
  };
}

function isPlan(item: Item): item is PlanItem {
  return item.kind === "plan";
}

/** The lines of before wherever they say the same: what shows them has then nothing to do. */
function reuse(before: readonly TailLine[], lines: readonly TailLine[]): readonly TailLine[] {
  const known = new Map(before.map((line) => [line.key, line]));
  const next = lines.map((line) => {
    const old = known.get(line.key);
    return old !== undefined && old !== line && isSame(old, line) ? old : line;
  });
  return next.length === before.length && next.every((line, at) => line === before[at]) ? before : next;
}

function isSame(a: TailLine, b: TailLine): boolean {
  const entries = Object.entries(b);
  const old = new Map(Object.entries(a));
  return entries.length === old.size && entries.every(([name, value]) => isEqual(old.get(name), value));
}

function isEqual(a: unknown, b: unknown): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return a === b;
  return a.length === b.length && a.every((one, at) => one === b[at]);
}
