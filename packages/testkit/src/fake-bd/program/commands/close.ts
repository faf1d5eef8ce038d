import { Refusal, type Answer } from "../answer.ts";
import { codeFor, findIssue, forEachIssue, needIds, NotFound, replaced, type Call } from "../call.ts";
import { edgesOf, type Issue } from "../issue.ts";
import { readiness } from "../ready.ts";
import { shapesOf } from "../shape.ts";
import { stamp } from "../times.ts";
import { newComment } from "./comments.ts";

/** `close`: an id that is unknown stops all of it, a guard only its own issue. */
export function close(call: Call): Answer {
  needIds(call);
  for (const id of call.words) resolved(call, id);
  const reason = call.flags.value("reason") || "Closed";
  const time = stamp(call.now, call.profile);
  const outcome = forEachIssue(call, {
    resolving: "resolving ID",
    work: (issue) => {
      guard(issue, call);
      if (issue.status === "closed") return issue;
      return { ...issue, status: "closed", updated_at: time, closed_at: time, close_reason: reason };
    },
  });
  return changed(call, outcome, { verb: "Closed", unblocked: call.flags.on("suggest-next") });
}

/** `reopen`: its reason becomes a comment. */
export function reopen(call: Call): Answer {
  needIds(call);
  const reason = call.flags.value("reason");
  const says: string[] = [];
  const time = stamp(call.now, call.profile);
  const outcome = forEachIssue(call, {
    resolving: "Error resolving",
    work: (issue) => {
      if (issue.status === "open" && call.profile.atLeast("1.0.0")) {
        says.push(`${issue.id} is already open`);
        return null;
      }
      const { closed_at: _at, close_reason: _reason, defer_until: _defer, ...rest } = issue;
      const comments =
        reason === undefined
          ? {}
          : { comments: [...(issue.comments ?? []), newComment(call, issue, reason)] };
      return { ...(rest as Issue), ...comments, status: "open", updated_at: time };
    },
  });
  const done = outcome.done.filter((issue) => issue !== null);
  const answer = changed(call, { done, failed: outcome.failed }, { verb: "Reopened", unblocked: false });
  return {
    ...answer,
    says: [...says, ...(answer.says ?? [])],
    code: outcome.done.length > 0 ? 0 : (answer.code ?? 0),
  };
}

/** Throws why an issue may not be closed; force closes anything. */
export function guard(issue: Issue, call: Call): void {
  if (call.flags.on("force") || issue.status === "closed") return;
  if (issue.status === "pinned" || issue["pinned"] === true) {
    throw new Refusal("plain", `cannot modify pinned issue ${issue.id} (use --force to override)`);
  }
  const blockers = readiness(call.issues, call.now).blockersOf(issue);
  if (blockers.length > 0) {
    const names = blockers.join(" ");
    throw new Refusal(
      "plain",
      `cannot close ${issue.id}: blocked by open issues [${names}] (use --force to override)`,
    );
  }
  if (issue.issue_type !== "epic" || !call.profile.atLeast("0.60.0")) return;
  const open = openChildren(call, issue.id);
  if (open === 0) return;
  throw new Refusal(
    "plain",
    `cannot close epic ${issue.id}: ${open} open child issue(s); close children first or use --force to override`,
  );
}

function resolved(call: Call, id: string): Issue {
  try {
    return findIssue(call, id);
  } catch (error) {
    if (error instanceof NotFound) throw new Refusal("respectful", `resolving ID ${id}: ${error.message}`);
    throw error;
  }
}

function openChildren({ issues }: Call, id: string): number {
  return issues.filter(
    (issue) =>
      issue.status !== "closed" &&
      issue.status !== "tombstone" &&
      edgesOf(issue, "parent-child").some((edge) => edge.depends_on_id === id),
  ).length;
}

function changed(
  call: Call,
  { done, failed }: { done: readonly Issue[]; failed: readonly { error: string }[] },
  { verb, unblocked }: { verb: string; unblocked: boolean },
): Answer {
  const says = failed.map(({ error }) => error);
  const answer: Answer = { says, code: codeFor(call.profile, { done, failed }) };
  if (done.length === 0) return { ...answer, raw: "" };
  const issues = done.reduce<readonly Issue[]>(replaced, call.issues);
  const { plain } = shapesOf(issues, call.profile);
  const closed = done.map(plain);
  const free = unblocked ? freed(call, issues) : [];
  return {
    ...answer,
    json: free.length === 0 ? closed : { closed, unblocked: free.map(plain) },
    text: done.map(({ id }) => `${verb} ${id}\n`).join(""),
    issues,
    touched: done[0]?.id ?? "",
  };
}

/** What was blocked and is no more. */
function freed(call: Call, issues: readonly Issue[]): readonly Issue[] {
  const [before, after] = [readiness(call.issues, call.now), readiness(issues, call.now)];
  const was = new Map(call.issues.map((issue) => [issue.id, issue]));
  return issues.filter((issue) => {
    const old = was.get(issue.id);
    return old !== undefined && before.isBlocked(old) && issue.status !== "closed" && !after.isBlocked(issue);
  });
}
