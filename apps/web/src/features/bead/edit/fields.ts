import { type Bead, BeadPatch } from "@switchyard/core/protocol";
import { readEstimate, writeEstimate } from "./estimate.ts";

export type FieldName = Exclude<keyof BeadPatch, "labels">;

/** What a field holds; null: it is empty. */
export type FieldValue = string | number | null;

/** A field of a bead that people set, and how it is written as a text. */
export interface BeadField {
  readonly name: FieldName;
  /** Of several lines: it has a draft, and is saved by a button. */
  readonly isLong: boolean;
  valueOf(bead: Bead): FieldValue;
  textOf(value: FieldValue): string;
  /** Undefined: it is none that the field takes. */
  read(text: string): FieldValue | undefined;
}

export const beadFields = {
  title: line("title"),
  status: line("status"),
  issue_type: line("issue_type"),
  assignee: line("assignee"),
  external_ref: line("external_ref"),
  description: long("description"),
  design: long("design"),
  acceptance_criteria: long("acceptance_criteria"),
  notes: long("notes"),
  due_at: day("due_at"),
  defer_until: day("defer_until"),
  priority: { ...line("priority"), read: (text) => (/^\d$/.test(text) ? Number(text) : undefined) },
  estimated_minutes: {
    ...line("estimated_minutes"),
    textOf: (value) => (typeof value === "number" ? writeEstimate(value) : ""),
    read: (text) => (text.trim() === "" ? null : readEstimate(text)),
  },
  parent: { ...line("parent"), valueOf: (bead) => parentsOf(bead)[0] ?? null },
} as const satisfies Record<FieldName, BeadField>;

/** A field with a value as a patch; undefined: the protocol has no such value of it. */
export function asPatch(name: FieldName, value: FieldValue): BeadPatch | undefined {
  const parsed = BeadPatch.safeParse({ [name]: value });
  return parsed.success ? parsed.data : undefined;
}

/** The parents that a bead's record names; the tree shows it under one of them. */
export function parentsOf(bead: Bead): readonly string[] {
  const edges = (bead.dependencies ?? [])
    .filter((edge) => edge.type === "parent-child" && edge.issue_id === bead.id)
    .map((edge) => edge.depends_on_id);
  if (edges.length > 0) return edges;
  return typeof bead["parent"] === "string" ? [bead["parent"]] : [];
}

function line(name: FieldName): BeadField {
  return {
    name,
    isLong: false,
    valueOf: (bead) => held(bead[name]),
    textOf: (value) => String(value ?? ""),
    read: (text) => held(text.trim()),
  };
}

function long(name: FieldName): BeadField {
  return { ...line(name), isLong: true, read: held };
}

/** A day of the calendar that the user lives by. */
function day(name: FieldName): BeadField {
  return {
    ...line(name),
    textOf(value) {
      const text = String(value ?? "");
      const at = /^\d{4}-\d\d-\d\d$/.test(text) ? Number.NaN : Date.parse(text);
      return Number.isNaN(at) ? text : asDay(new Date(at));
    },
  };
}

function asDay(at: Date): string {
  const two = (part: number) => String(part).padStart(2, "0");
  return `${String(at.getFullYear()).padStart(4, "0")}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

function held(value: unknown): FieldValue {
  return (typeof value === "string" && value !== "") || typeof value === "number" ? value : null;
}
