import type { Item, RequestItem, ToolItem } from "@switchyard/core/session";
import { isLook } from "../tool/tool-facts.ts";

/** What a turn shows, in order: an item, a tool with what belongs to it, or reads and searches in a row. */
export type Row =
  | { kind: "item"; id: string; item: Exclude<Item, ToolItem> }
  | { kind: "tool"; id: string; tool: ToolItem; request: RequestItem | null; children: readonly Row[] }
  | { kind: "looks"; id: string; tools: readonly ToolItem[] };

/**
 * The rows of a section: requests stand on their tool's card, the calls of a sub-agent under the call that
 * started it; starts of the process are left to the inspector.
 */
export function rowsOf(items: readonly Item[]): Row[] {
  const tools = new Set<string>();
  // The call that asks the questions of a form would say them once more.
  const forms = new Set<string>();
  for (const item of items) {
    if (item.kind === "tool") tools.add(item.toolCallId);
    if (item.kind === "question" && item.toolCallId !== null) forms.add(item.toolCallId);
  }
  const requests = new Map<string, RequestItem>();
  const nested = new Map<string, ToolItem[]>();
  const top: Item[] = [];
  for (const item of items) {
    if (item.kind === "process" || (item.kind === "tool" && forms.has(item.toolCallId))) continue;
    if (item.kind === "request" && tools.has(item.toolCallId)) requests.set(item.toolCallId, item);
    else if (item.kind === "tool" && isNested(item, tools)) push(nested, item.parentToolCallId ?? "", item);
    else top.push(item);
  }
  return build(top, { requests, nested });
}

/** The rows again, with the old objects where nothing changed, so that what shows them is kept. */
export function reuseRows(before: readonly Row[], rows: readonly Row[]): readonly Row[] {
  const old = new Map(before.map((row) => [row.id, row]));
  const result = rows.map((row) => {
    const known = old.get(row.id);
    return known && sameRow(known, row) ? known : row;
  });
  const same = result.length === before.length && result.every((row, at) => row === before[at]);
  return same ? before : result;
}

/** How many calls rows show, with those inside of others. */
export function countCalls(rows: readonly Row[]): number {
  return rows.reduce((sum, row) => {
    if (row.kind === "looks") return sum + row.tools.length;
    return row.kind === "tool" ? sum + 1 + countCalls(row.children) : sum;
  }, 0);
}

interface Parts {
  requests: ReadonlyMap<string, RequestItem>;
  nested: ReadonlyMap<string, ToolItem[]>;
}

function isNested(item: ToolItem, tools: ReadonlySet<string>): boolean {
  const parent = item.parentToolCallId;
  return parent !== null && parent !== item.toolCallId && tools.has(parent);
}

function push(map: Map<string, ToolItem[]>, key: string, item: ToolItem): void {
  const list = map.get(key);
  if (list) list.push(item);
  else map.set(key, [item]);
}

function build(items: readonly Item[], parts: Parts): Row[] {
  const rows: Row[] = [];
  for (const item of items) {
    const row = item.kind === "tool" ? toolRow(item, parts) : plainRow(item);
    const last = rows.at(-1);
    const merged = row.kind === "looks" && last?.kind === "looks";
    if (merged) rows[rows.length - 1] = { ...last, tools: [...last.tools, ...row.tools] };
    else if (isPlan(row) && isPlan(last)) rows[rows.length - 1] = row;
    else rows.push(row);
  }
  return rows;
}

/** Of plans in a row the newest is told. */
function isPlan(row: Row | undefined): boolean {
  return row?.kind === "item" && row.item.kind === "plan";
}

function plainRow(item: Exclude<Item, ToolItem>): Row {
  return { kind: "item", id: item.id, item };
}

function toolRow(tool: ToolItem, parts: Parts): Row {
  const request = parts.requests.get(tool.toolCallId) ?? null;
  const children = parts.nested.get(tool.toolCallId) ?? [];
  const single = request !== null || children.length > 0 || tool.status === "failed" || tool.diff !== null;
  if (!single && isLook(tool.toolKind)) return { kind: "looks", id: `looks:${tool.id}`, tools: [tool] };
  return { kind: "tool", id: tool.id, tool, request, children: build(children, parts) };
}

function sameRow(a: Row, b: Row): boolean {
  if (a.kind === "item" && b.kind === "item") return a.item === b.item;
  if (a.kind === "looks" && b.kind === "looks") {
    return a.tools.length === b.tools.length && a.tools.every((tool, at) => tool === b.tools[at]);
  }
  if (a.kind !== "tool" || b.kind !== "tool") return false;
  if (a.tool !== b.tool || a.request !== b.request || a.children.length !== b.children.length) return false;
  return a.children.every((row, at) => sameRow(row, b.children[at] ?? row) && row.id === b.children[at]?.id);
}
