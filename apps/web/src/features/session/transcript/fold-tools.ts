import type { ToolItem } from "@switchyard/core/session";
import { batch } from "solid-js";
import type { Line } from "./create-lines.ts";
import { foldKey, inputKey, keep, kept, looksKey } from "./row-memory.ts";
import type { Row } from "./rows.ts";

/** What was chosen for all tools at once: it is for those that had begun by then, in the page or not. */
export interface AllTools {
  readonly isOpen: boolean;
  /** Unix ms. */
  readonly until: number;
}

/** The key that it is remembered by. */
export const ALL_TOOLS = "tools";

/** Folds all tools of a transcript; where they are folded already, unfolds them. */
export function foldTools(lines: readonly Line[], memory: Map<string, unknown>): void {
  const rows = lines.flatMap(({ row }) => (row === null ? [] : [row]));
  const tools = rows.flatMap(toolsOf);
  const isOpen = kept<AllTools>(memory, ALL_TOOLS)?.isOpen === false;
  batch(() => {
    keep<AllTools>(memory, ALL_TOOLS, { isOpen, until: Math.max(0, ...tools.map(({ at }) => at)) });
    for (const row of rows) if (row.kind === "looks") keep(memory, looksKey(row.tools[0]?.id), isOpen);
    for (const { id } of tools) {
      keep(memory, foldKey(id), isOpen);
      // What they gave is looked for then: each input can be asked for.
      if (isOpen && kept(memory, inputKey(id)) === undefined) keep(memory, inputKey(id), false);
    }
  });
}

function toolsOf(row: Row): ToolItem[] {
  return row.kind === "tool" ? [row.tool, ...row.children.flatMap(toolsOf)] : [];
}
