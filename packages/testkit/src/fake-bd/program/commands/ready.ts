import { Refusal, type Answer } from "../answer.ts";
import { replaced, type Call } from "../call.ts";
import { claimed } from "../claim.ts";
import { checkedPriority } from "../fields.ts";
import { byPriority, type Issue } from "../issue.ts";
import { readiness } from "../ready.ts";
import { shapesOf } from "../shape.ts";
import { isChildOf, labelled, limited, listing, numberIn, parentNamed } from "./list.ts";

/** `ready`: what can be begun, ten or a hundred at most. */
export function ready(call: Call): Answer {
  const { flags, profile } = call;
  const limit = flags.value("limit");
  const found = call.issues.filter(matching(call)).toSorted(byPriority);
  if (flags.on("claim")) return claimFirst(call, found);
  const standard = profile.atLeast("1.0.0") ? 100 : 10;
  return listing(call, limited(found, limit === undefined ? standard : numberIn(limit, "-n, --limit")));
}

/** `blocked`: what waits, with what it waits for. */
export function blocked(call: Call): Answer {
  const { blockersOf } = readiness(call.issues, call.now);
  const { plain } = shapesOf(call.issues, call.profile);
  const parent = call.flags.value("parent");
  const parentId = parent === undefined ? undefined : parentNamed(call, parent);
  const found = call.issues
    .filter((issue) => blockersOf(issue).length > 0 && (parentId === undefined || isChildOf(issue, parentId)))
    .toSorted(byPriority);
  return {
    json: found.map((issue) => {
      const blockers = blockersOf(issue);
      return { ...plain(issue), blocked_by_count: blockers.length, blocked_by: blockers };
    }),
    text: found
      .map((issue) => `${issue.id}: ${issue.title}\n  Blocked by: ${blockersOf(issue).join(", ")}\n`)
      .join(""),
  };
}

function claimFirst(call: Call, found: readonly Issue[]): Answer {
  const [first] = found.filter((issue) => issue["assignee"] === undefined || issue["assignee"] === "");
  if (first === undefined) return { json: [], text: "" };
  const issue = claimed(first, call);
  const { listed } = shapesOf(call.issues, call.profile);
  return {
    json: [listed(issue)],
    text: `Claimed ${issue.id}\n`,
    issues: replaced(call.issues, issue),
    touched: issue.id,
  };
}

function matching(call: Call): (issue: Issue) => boolean {
  const { flags } = call;
  const { isReady } = readiness(call.issues, call.now);
  const [type, priority, assignee] = [flags.value("type"), flags.value("priority"), flags.value("assignee")];
  const wanted = priority === undefined ? undefined : checkedPriority(priority);
  const parent = flags.value("parent");
  const parentId = parent === undefined ? undefined : parentNamed(call, parent);
  const hasLabels = labelled(call);
  if (flags.on("unassigned") && assignee !== undefined) {
    throw new Refusal("fatal", "cannot use --assignee with --unassigned");
  }
  return (issue) =>
    isReady(issue) &&
    (type === undefined || issue.issue_type === type) &&
    (wanted === undefined || issue.priority === wanted) &&
    (assignee === undefined || issue["assignee"] === assignee) &&
    (!flags.on("unassigned") || issue["assignee"] === undefined) &&
    (parentId === undefined || isChildOf(issue, parentId)) &&
    hasLabels(issue);
}
