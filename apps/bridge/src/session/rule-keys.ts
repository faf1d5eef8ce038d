import { createHash } from "node:crypto";
import type { PermissionRequestEvent } from "@switchyard/core/backend";
import { z } from "zod";

/** What `allow_always` is remembered by. */
export interface RuleKeys {
  /** The same tool with the same input, whatever the order of its fields. */
  readonly exact: string;
  /** The program's own rules, each for the tool that it was told of; empty: none is known to cover the call. */
  readonly covers: readonly string[];
}

export function ruleKeys({ toolName, input, covers = [] }: PermissionRequestEvent): RuleKeys {
  const rules = reachesFurther(input) ? [] : new Set(covers);
  return {
    exact: hashOf([toolName, input]),
    covers: [...rules].map((rule) => hashOf(["covers", toolName, rule])),
  };
}

/**
 * Programs name rules for the commands of a line, not for what a shell does with them: where to it writes, and
 * what else it runs. Such a line is allowed word for word alone.
 */
function reachesFurther(input: unknown): boolean {
  const { command } = Line.safeParse(input).data ?? {};
  return command !== undefined && /[<>`]|\$\(/.test(command.replaceAll(HARMLESS, " "));
}

const Line = z.looseObject({ command: z.string() });
/** To the other output, or to nowhere. */
const HARMLESS = /[\d&]?>>?\s*(?:&\d|\/dev\/null)(?![^\s|;&)])/g;

/** The same for values that JSON tells the same of. */
export function hashOf(value: unknown): string {
  return createHash("sha256").update(canonical(value)).digest("base64url");
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, field: unknown) =>
    field !== null && typeof field === "object" && !Array.isArray(field)
      ? Object.fromEntries(Object.entries(field).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : field,
  );
}
