import { Refusal } from "./answer.ts";
import { compareTexts, type Issue } from "./issue.ts";
import type { Flags } from "./parse.ts";
import type { Place } from "./place.ts";
import type { Profile } from "./profile.ts";

/** What a command works with. */
export interface Call {
  readonly profile: Profile;
  readonly command: string;
  readonly words: readonly string[];
  readonly flags: Flags;
  readonly issues: readonly Issue[];
  readonly place: Place;
  readonly actor: string;
  readonly owner: string | undefined;
  readonly now: Date;
  /** Whether list's limit is the lower one. */
  readonly isAgent: boolean;
  /** Keys of `config.yaml`. */
  readonly config: ReadonlyMap<string, string>;
  readonly stdin: () => string;
}

/**
 * Whole ids first, then without the prefix, then any part of what follows it: "ab-1" may come to be "ab-x1y". Throws a
 * text without a shape.
 */
export function findIssue({ issues, profile }: Pick<Call, "issues" | "profile">, input: string): Issue {
  if (profile.atLeast("1.2.0") && ["", "null", "undefined"].includes(input)) {
    throw new NotFound(`no issue found matching "${input}": not an id`);
  }
  const exact = issues.find(({ id }) => id === input) ?? issues.find(({ id }) => id.endsWith(`-${input}`));
  if (exact !== undefined) return exact;
  const [first] = issues;
  const prefix = first === undefined ? "" : first.id.slice(0, first.id.lastIndexOf("-") + 1);
  const part = input.startsWith(prefix) ? input.slice(prefix.length) : input;
  const holding = issues.filter(
    ({ id, status }) =>
      status !== "tombstone" && (id.startsWith(prefix) ? id.slice(prefix.length) : id).includes(part),
  );
  const [only, another] = holding;
  if (only === undefined) throw new NotFound(`no issue found matching "${input}"`);
  if (another === undefined) return only;
  const ids = holding.map(({ id }) => id).toSorted(compareTexts);
  throw new NotFound(`ambiguous ID "${input}" matches ${ids.length} issues: [${ids.join(" ")}]`);
}

export class NotFound extends Error {}

/** Does it with every issue that is named, and keeps what each came to. */
export function forEachIssue<T>(
  call: Call,
  { resolving, work }: { resolving: string; work: (issue: Issue) => T },
): { done: T[]; failed: { id: string; error: string }[] } {
  const done: T[] = [];
  const failed: { id: string; error: string }[] = [];
  for (const id of call.words) {
    try {
      done.push(work(findIssue(call, id)));
    } catch (error) {
      if (error instanceof NotFound) failed.push({ id, error: `${resolving} ${id}: ${error.message}` });
      else if (error instanceof Refusal && error.shape === "plain") failed.push({ id, error: error.message });
      else throw error;
    }
  }
  return { done, failed };
}

/** Nothing worked: 1 from 0.57 on; from 1.3.0 on also when anything failed. */
export function codeFor(
  profile: Profile,
  { done, failed }: { done: readonly unknown[]; failed: readonly unknown[] },
): number {
  if (failed.length === 0 || !profile.atLeast("0.57.0")) return 0;
  return done.length === 0 || profile.atLeast("1.3.0") ? 1 : 0;
}

export function needIds(call: Call): void {
  if (call.words.length > 0) return;
  throw new Refusal("plain", "Error: requires at least 1 arg(s), only received 0");
}

/** Replaces one issue by what it is now. */
export function replaced(issues: readonly Issue[], issue: Issue): Issue[] {
  return issues.map((each) => (each.id === issue.id ? issue : each));
}
