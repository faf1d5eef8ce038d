import type { ToolKind } from "@switchyard/core/protocol";
import type { ToolItem } from "@switchyard/core/session";
import { isRecord, MAIN_FIELDS } from "../../ask/input-parts.ts";

/**
 * What a tool acts on, in one line; `isCode` for commands, paths and patterns. A title that begins with the
 * `verb` it stands behind goes on from there.
 */
export function targetOf(
  item: Pick<ToolItem, "input" | "title">,
  verb = "",
): { text: string; isCode: boolean } {
  if (isRecord(item.input)) {
    for (const name of MAIN_FIELDS) {
      const value = item.input[name];
      if (typeof value === "string" && value.trim() !== "") return { text: oneLine(value), isCode: true };
    }
    const { paths, title } = item.input;
    if (Array.isArray(paths) && paths.length === 1 && typeof paths[0] === "string")
      return { text: oneLine(paths[0]), isCode: true };
    if (title === item.title) return named(item.title, verb);
    const words = item.input["description"];
    if (typeof words === "string" && words.trim() !== "") return { text: oneLine(words), isCode: false };
  }
  return named(item.title, verb);
}

function named(text: string, verb: string): { text: string; isCode: boolean } {
  const title = oneLine(text);
  const hasVerb = verb !== "" && title.toLowerCase().startsWith(`${verb.toLowerCase()} `);
  return { text: hasVerb ? title.slice(verb.length + 1) : title, isCode: false };
}

/** A path below the session's folder is shown from there on. */
export function shortPath(text: string, cwd: string): string {
  const base = cwd.endsWith("/") ? cwd : `${cwd}/`;
  return text.startsWith(base) && text.length > base.length ? text.slice(base.length) : text;
}

/** Reads and searches in a row are one line. */
export function isLook(kind: ToolKind): boolean {
  return kind === "read" || kind === "search";
}

/** The command of a tool that runs one. */
export function commandOf(item: ToolItem): string | null {
  if (item.toolKind !== "execute" || !isRecord(item.input)) return null;
  const command = item.input["command"];
  return typeof command === "string" ? command : null;
}

/** Text as one line in which nothing turns the reading direction; the approval card names what is hidden. */
export function oneLine(text: string): string {
  const line = text.trim().replace(/\s+/g, " ").replace(MISLEADING, "\uFFFD");
  return line.length > 300 ? `${line.slice(0, 300)}…` : line;
}

const MISLEADING = /[\u061C\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF\p{Cc}]/gu;
