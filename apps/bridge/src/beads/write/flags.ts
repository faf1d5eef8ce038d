import { type BeadPatch, SwitchyardError } from "@switchyard/core/protocol";
import type { Program } from "../program.ts";

export interface Flags {
  readonly args: readonly string[];
  /** The description, where it is too long for an argument. */
  readonly stdin?: string;
}

/**
 * The flags that set fields of a bead; an empty value empties. Labels and what a bead hangs together with are not
 * among them. @throws {SwitchyardError} TOO_LARGE
 */
export function fieldFlags(program: Program, fields: BeadPatch): Flags {
  const { description } = fields;
  const isPiped = typeof description === "string" && isLong(description) && program.name === "bd";
  const args = Object.entries(FLAGS).flatMap(([field, flag]) => {
    const value = Object.entries(fields).find(([name]) => name === field)?.[1];
    if (value === undefined || Array.isArray(value)) return [];
    if (field === "description" && isPiped) return ["--body-file=-"];
    return [argument(flag, value ?? (field === "estimated_minutes" ? "0" : ""))];
  });
  return isPiped ? { args, stdin: description } : { args };
}

/** `--flag=value`: what begins with a dash or breaks lines is a value too. @throws {SwitchyardError} TOO_LARGE */
export function argument(flag: string, value: string | number): string {
  return `--${flag}=${shortEnough(flag, String(value))}`;
}

/** A text that a program takes as an argument. @throws {SwitchyardError} TOO_LARGE */
export function shortEnough(what: string, text: string): string {
  if (!isLong(text)) return text;
  const kb = Math.ceil(Buffer.byteLength(text) / 1000);
  throw new SwitchyardError(
    "TOO_LARGE",
    `The text (${what}) has ${kb} KB, and the tracker's program takes ${LONGEST / 1000} KB. Put it into a file of the project, and name that.`,
  );
}

export function labelFlags(
  program: Program,
  flag: "add-label" | "remove-label" | "labels",
  labels: readonly string[],
) {
  if (program.name === "br") return labels.map((label) => argument(flag, label));
  // A list of bd's is CSV.
  const quoted = labels.map((label) => (label.includes('"') ? `"${label.replaceAll('"', '""')}"` : label));
  return quoted.length === 0 ? [] : [argument(flag, quoted.join(","))];
}

function isLong(text: string): boolean {
  return text.length > LONGEST / 4 && Buffer.byteLength(text) > LONGEST;
}

/** In bytes; Linux refuses one argument of 128 KiB. */
const LONGEST = 100_000;

const FLAGS: Readonly<Record<string, string>> = {
  title: "title",
  issue_type: "type",
  status: "status",
  priority: "priority",
  description: "description",
  design: "design",
  acceptance_criteria: "acceptance",
  notes: "notes",
  assignee: "assignee",
  estimated_minutes: "estimate",
  due_at: "due",
  defer_until: "defer",
  external_ref: "external-ref",
  parent: "parent",
};
