import { z } from "zod";
import type { CommandResult } from "../../process/run-command.ts";
import {
  brokenOff,
  cut,
  documentsOf,
  type AnswerLimits,
  type Fault,
  refusal,
  unwrapped,
  wordsIn,
} from "../answer.ts";

/** What a call that changes something came to. Neither its code nor its silence says whether it did. */
export interface Told {
  /** What it printed as done: records, whole or in part. */
  readonly rows: readonly unknown[];
  /** What it said was wrong, at most 500 characters; "": nothing. */
  readonly words: string;
  /** Its words line by line. */
  readonly lines: readonly string[];
  /** The same of single beads, by id. */
  readonly failed: ReadonlyMap<string, string>;
  /** Null: it ended as if all was done. */
  readonly fault: Fault | null;
}

export function readTold(
  name: string,
  result: CommandResult,
  limits: Pick<AnswerLimits, "timeoutMs" | "maxBytes">,
): Told {
  const documents = documentsOf(result.stdout).map(unwrapped);
  const rows = documents.flatMap(rowsIn);
  const words = cut(wordsIn(result));
  const lines = result.stderr.split("\n", MOST_LINES).map(cut);
  const failed = new Map([...documents, ...documentsOf(result.stderr)].flatMap(failuresIn));
  const broken = brokenOff(name, result, { ...limits, known: null });
  if (broken !== null || result.exitCode === 0) return { rows, words, lines, failed, fault: broken };
  const fault = refusal(name, result);
  const isOpen = fault.kind !== "locked" || (rows.length === 0 && wasLockedOut(wordsIn(result)));
  return { rows, words, lines, failed, fault: isOpen ? fault : { ...fault, kind: "failed" } };
}

const MOST_LINES = 1000;

/** A list's items, or the one that it is; newer versions of `br` name what is closed apart. */
function rowsIn(document: unknown): readonly unknown[] {
  if (Array.isArray(document)) return document;
  const parts = Parts.safeParse(document);
  if (!parts.success || parts.data.error !== undefined) return [];
  return parts.data.closed ?? [document];
}

const Parts = z.object({ closed: z.array(z.unknown()).optional(), error: z.unknown().optional() });

function failuresIn(document: unknown): [string, string][] {
  const { failed, skipped } = Failures.safeParse(document).data ?? {};
  return [...(failed ?? []), ...(skipped ?? [])].flatMap(({ id, error, reason }) => {
    const words = error ?? reason;
    return words === undefined ? [] : [[id, cut(words)]];
  });
}

const Failure = z.object({ id: z.string(), error: z.string().optional(), reason: z.string().optional() });
const Failures = z.object({
  failed: z.array(Failure).optional().catch(undefined),
  skipped: z.array(Failure).optional().catch(undefined),
});

/** Whether it could not open the database, so that nothing was done. What it quotes may be anybody's text. */
function wasLockedOut(words: string): boolean {
  return LOCKED_OUT.test(words.replaceAll(/"[^"\n]*"|'[^'\n]*'/g, ""));
}

const LOCKED_OUT =
  /holds the exclusive lock|database is (?:locked|busy|read.?only)|SQLITE_BUSY|DATABASE_LOCKED|(?:acquire|obtain|get|waiting for) (?:\w+ ){0,3}lock\b/i;
