import type { RequestItem, ToolItem } from "@switchyard/core/session";
import { isRecord } from "../../ask/input-parts.ts";
import { sessionWords as words } from "../../../words/session-words.ts";

/** Where a call stands; `idle`: its turn ended before it did. */
export type ToolState = "needs" | "running" | "done" | "failed" | "idle";

/** `isRunning`: whether its turn runs, for a call without an end in an ended turn runs no more. */
export function stateOf(tool: ToolItem, request: RequestItem | null, isRunning: boolean): ToolState {
  if (request && !request.resolved && isRunning) return "needs";
  if (tool.status === "completed") return "done";
  if (tool.status === "failed") return "failed";
  return isRunning ? "running" : "idle";
}

export function verbOf(tool: ToolItem): string {
  const isOfNoKind = tool.toolKind === "other" || tool.toolKind === "think";
  // Programs that have no names for their tools repeat the kind or the title.
  const isNamed = ![tool.toolKind, tool.title, ""].includes(tool.name);
  if (isOfNoKind && isNamed) return tool.name;
  if (tool.toolKind === "edit" && isWriting(tool)) return words.verbs.write;
  return words.verbs[tool.toolKind];
}

function isWriting(tool: ToolItem): boolean {
  if (tool.diff !== null) return tool.diff[0]?.oldText === null;
  return isRecord(tool.input) && typeof tool.input["content"] === "string";
}

/** The code that a command ended with, where its output says one. */
export function exitCodeOf(tool: ToolItem): number | null {
  if (tool.toolKind !== "execute" || tool.status !== "failed") return null;
  const said = EXIT.exec(tool.output?.slice(0, 400) ?? "") ?? EXIT.exec(tool.output?.slice(-400) ?? "");
  return said ? Number(said[1]) : null;
}

/** "Exit code 1", "Error: Exit code 1", "Exit Code: 1". */
const EXIT = /^(?:error: )?exit code:? (\d{1,3})$/im;
