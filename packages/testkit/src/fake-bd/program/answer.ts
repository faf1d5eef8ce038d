import type { Issue } from "./issue.ts";

/** What a command comes to; the program prints it and stores the issues. */
export interface Answer {
  /** An array is printed bare, an object with its keys in order. */
  readonly json?: unknown;
  /** What is printed without `--json`. */
  readonly text?: string;
  /** Printed as it is, whatever the flags say. */
  readonly raw?: string;
  /** Lines for stderr. */
  readonly says?: readonly string[];
  readonly code?: number;
  /** What was passed over, where the program tells it apart. */
  readonly skipped?: readonly object[];
  /** The issues as they are now; absent: nothing was changed. */
  readonly issues?: readonly Issue[];
  /** The issue that a person would mean with "the last one". */
  readonly touched?: string;
}

/**
 * Why a command was refused. `respectful`: JSON on stdout when asked for; `fatal`: JSON on stderr from 0.60 when asked
 * for; `plain`: text on stderr, always.
 */
export class Refusal extends Error {
  readonly shape: "respectful" | "fatal" | "plain";
  /** Lines for stderr before it. */
  readonly says: readonly string[];

  constructor(shape: "respectful" | "fatal" | "plain", message: string, says: readonly string[] = []) {
    super(message);
    this.shape = shape;
    this.says = says;
  }
}

/** Two spaces of indent, and the characters escaped that Go escapes. */
export function goJson(value: unknown, indent = 2): string {
  return JSON.stringify(value, null, indent).replaceAll(
    /[&<>\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Keys in alphabetical order at every depth, as Go writes a map. */
export function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(
    entries
      .toSorted(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, field]) => [key, sorted(field)]),
  );
}
