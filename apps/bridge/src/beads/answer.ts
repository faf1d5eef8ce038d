import { hash } from "node:crypto";
import { stripVTControlCharacters } from "node:util";
import { z } from "zod";
import type { CommandResult } from "../process/run-command.ts";

/** What a call came to: the value it printed (undefined: it printed nothing), or why it failed. */
export type Answer =
  | { readonly value: unknown; readonly digest: string }
  /** It printed what it had printed before. */
  | { readonly same: true }
  | { readonly fault: Fault };

export interface Fault {
  /**
   * `locked`: again may do; `unknown_flag`: without `flag` it may; `not_found`: there is no such bead; `unfinished`: it
   * was ended, and nobody knows what it has done.
   */
  readonly kind: "locked" | "unknown_flag" | "not_found" | "cut" | "unfinished" | "failed";
  /** A sentence; of the tracker's own words at most 500 characters. */
  readonly message: string;
  readonly flag?: string;
}

/** Reads what a tracker's program printed; its exit code and three places for its errors say whether it worked. */
export function readAnswer(name: string, result: CommandResult, limits: AnswerLimits): Answer {
  const broken = brokenOff(name, result, limits);
  if (broken !== null) return { fault: broken };
  if (result.exitCode !== 0) return { fault: refusal(name, result) };
  const digest = hash("sha1", result.stdout);
  if (digest === limits.known) return { same: true };
  if (result.stdout.trim() === "") return { value: undefined, digest };
  const [value] = documentsOf(result.stdout);
  if (value === undefined) return failed(`${name} answered with something that is not JSON.`);
  return { value: unwrapped(value), digest };
}

export interface AnswerLimits {
  readonly timeoutMs: number;
  readonly maxBytes: number;
  /** The digest of an answer that need not be read again. */
  readonly known: string | null;
}

function failed(message: string): { fault: Fault } {
  return { fault: { kind: "failed", message } };
}

/** Why there is no answer at all; null: there is one. */
export function brokenOff(
  name: string,
  result: CommandResult,
  { timeoutMs, maxBytes }: AnswerLimits,
): Fault | null {
  if (result.error !== undefined)
    return { kind: "failed", message: `${name} could not be started: ${result.error.message}` };
  // A text of this many characters has at least as many bytes: most need not be counted.
  const isCut = result.stdout.length * 3 >= maxBytes && Buffer.byteLength(result.stdout) >= maxBytes;
  if (isCut) {
    return { kind: "cut", message: `${name} answered with more than ${Math.round(maxBytes / MIB)} MiB.` };
  }
  if (result.timedOut)
    return { kind: "unfinished", message: `${name} did not answer within ${timeoutMs / 1000} seconds.` };
  if (result.exitCode === null)
    return { kind: "unfinished", message: `${name} was ended before it answered.` };
  return null;
}

const MIB = 1024 * 1024;

export function refusal(name: string, { stdout, stderr, exitCode }: CommandResult): Fault {
  const said = wordsIn({ stdout, stderr });
  const message = said === "" ? `${name} ended with code ${exitCode}.` : cut(said);
  const flag = /(?:unknown (?:shorthand )?flag:|unexpected argument) '?(--?[\w-]+)/.exec(said)?.[1];
  if (flag !== undefined) return { kind: "unknown_flag", message, flag };
  if (LOCKED.test(said)) return { kind: "locked", message };
  return { kind: NOT_FOUND.test(`${said}\n${stderr}`) ? "not_found" : "failed", message };
}

/** What it says went wrong, in whichever of the three places; "": nothing. */
export function wordsIn({ stdout, stderr }: Pick<CommandResult, "stdout" | "stderr">): string {
  return errorIn(stdout) ?? errorInLastLine(stderr) ?? plainError(stderr);
}

/** Of Dolt's, SQLite's and the tracker's own locks. */
const LOCKED = /\block(?:ed|s)?\b|busy|database is read.?only/i;
const NOT_FOUND = /no issues? found|issue \S+ not found|issue not found/i;

/** The error in what stdout holds: an object, or one of several; text where it is an object itself, its message. */
function errorIn(stdout: string): string | null {
  for (const value of documentsOf(stdout)) {
    const parsed = WithError.safeParse(unwrapped(value));
    if (parsed.success) return textOf(parsed.data);
  }
  return null;
}

const WithError = z.object({
  error: z.union([z.string(), z.object({ message: z.string(), hint: z.string().nullish() })]),
  hint: z.string().nullish(),
  message: z.string().nullish(),
});

function textOf({ error, hint, message }: z.infer<typeof WithError>): string {
  if (typeof error !== "string") return joined([error.message, error.hint]);
  return joined([message ?? error, hint]);
}

function joined(parts: readonly (string | null | undefined)[]): string {
  return parts.filter((part) => part).join("\n");
}

function errorInLastLine(stderr: string): string | null {
  const whole = errorIn(stderr);
  if (whole !== null) return whole;
  for (const line of stderr.split("\n").toReversed()) {
    const said = line.trimStart().startsWith("{") ? errorIn(line) : null;
    if (said !== null) return said;
  }
  return null;
}

/** From the line that says "Error:", since warnings may stand before it, and without its manual behind it. */
function plainError(stderr: string): string {
  const lines = stderr.split("\n");
  const at = lines.findIndex((line) => line.startsWith("Error: "));
  const usage = lines.findIndex((line) => line.startsWith("Usage:"));
  const said = lines.slice(Math.max(0, at), usage > at ? usage : undefined).join("\n");
  return said.replace(/^Error: /, "").trim();
}

/** At most 500 characters, without colours. */
export function cut(text: string): string {
  const plain = stripVTControlCharacters(text).trim();
  return plain.length <= MAX_WORDS ? plain : `${plain.slice(0, MAX_WORDS)}…`;
}

const MAX_WORDS = 500;

/**
 * The JSON documents that a text holds, one after the other; none: there is no JSON in it. Colours, and words before
 * and behind, are passed over: hints of some versions and what wraps a program may print there too.
 */
export function documentsOf(text: string): unknown[] {
  const whole = parsed(text);
  if (whole !== undefined) return [whole];
  const plain = text.includes("\u001B") ? stripVTControlCharacters(text) : text;
  const parts = plain.split(/^(?=[[{])/m, MOST_PARTS);
  return parts.map(documentAhead).filter((value) => value !== undefined);
}

const MOST_PARTS = 64;

/** What a text begins with: all of it, up to its last line that closes something, or its first line. */
function documentAhead(text: string): unknown {
  const closing = Math.max(text.lastIndexOf("\n]"), text.lastIndexOf("\n}"));
  const firstLine = text.split("\n", 1)[0] ?? "";
  return parsed(text) ?? parsed(closing === -1 ? "" : text.slice(0, closing + 2)) ?? parsed(firstLine);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Without the envelope that newer versions put around everything, where it is exactly that. */
export function unwrapped(value: unknown): unknown {
  const found = Envelope.safeParse(value);
  return found.success && "data" in found.data ? found.data.data : value;
}

const Envelope = z.strictObject({ schema_version: z.number(), data: z.unknown() });
