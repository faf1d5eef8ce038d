import type { FileDiff } from "@switchyard/core/protocol";
import { fileDiffs, fileParts } from "./file-parts.ts";

/** One value of a request's input, in full. */
export interface InputPart {
  /** The input's own name for it; empty for the one that the request is about. */
  label: string;
  text: string;
  /** `same`: what stays as it is, around what changes. */
  tone: "plain" | "removed" | "added" | "same";
}

/** Everything that a request would do, as text: nothing of the input is left out or shortened. */
export function inputParts(input: unknown): InputPart[] {
  if (typeof input === "string") return [{ label: "", text: input, tone: "plain" }];
  if (!isRecord(input)) return [{ label: "", text: pretty(input), tone: "plain" }];
  const main = [...MAIN_FIELDS, "title"].find((name) => typeof input[name] === "string");
  const files = fileDiffs(input["diff"]) ?? [];
  const names = [
    ...(main === undefined ? [] : [main]),
    ...Object.keys(input).filter((name) => name !== main),
  ];
  const isToldByFiles = (name: string) =>
    name === "diff" || (PATH_FIELDS.includes(name) && arePathsOf(input[name], files));
  const parts = names
    .filter((name) => files.length === 0 || !isToldByFiles(name))
    .map((name): InputPart => ({
      label: name === main ? "" : name,
      text: pretty(input[name]),
      tone: TONES[name] ?? "plain",
    }));
  return [...parts, ...files.flatMap(fileParts)];
}

/** Whether a value only names files whose changes are shown, in full or from a folder on. */
function arePathsOf(value: unknown, files: readonly FileDiff[]): boolean {
  const paths: unknown[] = Array.isArray(value) ? value : [value];
  return paths.every((one) => files.some(({ path }) => path === one || path.endsWith(`/${String(one)}`)));
}

/** Whether an input says nothing: programs send none at all, or an empty one. */
export function isNothing(input: unknown): boolean {
  if (isRecord(input)) return Object.keys(input).length === 0;
  return input === undefined || input === null || input === "";
}

/** What tools call the thing they act on. */
export const MAIN_FIELDS = [
  "command",
  "file_path",
  "filePath",
  "notebook_path",
  "path",
  "url",
  "pattern",
  "query",
];

const PATH_FIELDS = ["path", "paths", "file_path", "filePath"];

const TONES: Record<string, InputPart["tone"]> = {
  old_string: "removed",
  oldText: "removed",
  new_string: "added",
  newText: "added",
};

function pretty(value: unknown): string {
  const isList = Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === "string");
  if (isList) return value.join("\n");
  return typeof value === "string" ? value : (JSON.stringify(value, null, 2) ?? "");
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
