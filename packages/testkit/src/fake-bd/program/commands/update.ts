import { Refusal, type Answer } from "../answer.ts";
import { codeFor, forEachIssue, needIds, replaced, type Call } from "../call.ts";
import { claimed } from "../claim.ts";
import {
  checkedPriority,
  checkedStatus,
  descriptionIn,
  isKnownType,
  metadataNamed,
  minutesIn,
  timeNamed,
  titleFault,
} from "../fields.ts";
import { isActive, type Issue } from "../issue.ts";
import { shapesOf } from "../shape.ts";
import { stamp } from "../times.ts";
import { guard } from "./close.ts";
import { reaches } from "./dep.ts";
import { parentNamed } from "./list.ts";

/** `update`: prints the issues that were changed; each that could not be is a line on stderr. */
export function update(call: Call): Answer {
  needIds(call);
  const { flags, profile } = call;
  const change = changeIn(call);
  if (change === null && !flags.on("claim")) return { raw: "No updates specified\n" };
  const outcome = forEachIssue(call, {
    resolving: "Error resolving",
    work: (issue) => {
      expectAsIs(issue, call);
      return change === null ? claimedBy(issue, call) : change(claimedBy(issue, call));
    },
  });
  const { plain } = shapesOf(call.issues, profile);
  const { done, failed } = outcome;
  const says = [...failed.map(({ error }) => error), ...summary(call, outcome)];
  const changed: Answer = { says, code: codeFor(profile, outcome) };
  if (done.length === 0) return { ...changed, raw: "" };
  return {
    ...changed,
    json: done.map(plain),
    text: done.map(({ id }) => `Updated issue: ${id}\n`).join(""),
    issues: done.reduce<readonly Issue[]>(replaced, call.issues),
    touched: done[0]?.id ?? "",
  };
}

function claimedBy(issue: Issue, call: Call): Issue {
  if (!call.flags.on("claim")) return issue;
  try {
    return claimed(issue, call);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const text = call.profile.atLeast("1.3.0")
      ? JSON.stringify({ error: `failed to claim ${issue.id}: ${error.message}` })
      : `Error claiming ${issue.id}: ${error.message}`;
    throw new Refusal("plain", text);
  }
}

/** From 1.3.0 on, stderr ends with one line that says it all. */
function summary(
  { profile, flags, words }: Call,
  { failed }: { failed: readonly { id: string; error: string }[] },
): string[] {
  if (failed.length === 0 || !profile.atLeast("1.3.0") || !flags.on("json")) return [];
  const error = `${failed.length} of ${words.length} issues failed to update`;
  return [JSON.stringify({ error, failed, schema_version: 1 })];
}

function expectAsIs(issue: Issue, { flags }: Call): void {
  const [assignee, status] = [flags.value("if-assignee"), flags.value("if-status")];
  if (assignee !== undefined && (issue["assignee"] ?? "") !== assignee) {
    throw new Refusal("plain", `Error updating ${issue.id}: assignee is not "${assignee}"`);
  }
  if (status !== undefined && issue.status !== status) {
    throw new Refusal("plain", `Error updating ${issue.id}: status is not "${status}"`);
  }
}

/** What the flags make of an issue; null: they change nothing. */
function changeIn(call: Call): ((issue: Issue) => Issue) | null {
  const steps = [...textSteps(call), ...valueSteps(call), ...labelSteps(call), ...linkSteps(call)];
  if (steps.length === 0) return null;
  const time = stamp(call.now, call.profile);
  return (issue) => ({ ...steps.reduce((each, step) => step(each), issue), updated_at: time });
}

type Step = (issue: Issue) => Issue;

/** An empty string clears it. */
function set(field: string, value: unknown): Step {
  return (issue) => {
    const { [field]: _old, ...rest } = issue;
    return value === "" ? ({ ...rest } as Issue) : { ...issue, [field]: value };
  };
}

const TEXTS: readonly [flag: string, field: string][] = [
  ["design", "design"],
  ["acceptance", "acceptance_criteria"],
  ["acceptance-criteria", "acceptance_criteria"],
  ["external-ref", "external_ref"],
];

function textSteps(call: Call): Step[] {
  const { flags } = call;
  const [title, description, assignee] = [flags.value("title"), descriptionIn(call), flags.value("assignee")];
  const plain = TEXTS.flatMap(([flag, field]) => {
    const value = flags.value(flag);
    return value === undefined ? [] : [set(field, value)];
  });
  const [notes, more] = [flags.value("notes"), flags.value("append-notes")];
  return [
    ...plain,
    ...(title === undefined ? [] : [titleStep(title)]),
    ...(description === undefined ? [] : [set("description", description)]),
    ...(assignee === undefined ? [] : [assigneeStep(call, assignee)]),
    ...(notes === undefined ? [] : [notesStep(call, notes)]),
    ...(more === undefined ? [] : [(issue: Issue) => set("notes", joined(issue["notes"], more))(issue)]),
  ];
}

function titleStep(title: string): Step {
  const fault = title === "" ? "title is required" : titleFault(title);
  return (issue) => {
    if (fault !== null) throw new Refusal("plain", `Error updating ${issue.id}: ${fault}`);
    return { ...issue, title };
  };
}

/** From 1.2 on, what another has claimed and still works on is not taken from him without force. */
function assigneeStep({ flags, now, actor }: Call, assignee: string): Step {
  return (issue) => {
    const { assignee: was, lease_expires_at: lease } = issue;
    const isLive = typeof lease === "string" && Date.parse(lease) > now.getTime();
    if (isLive && was !== actor && was !== assignee && !flags.on("force")) {
      throw new Refusal(
        "plain",
        `Error updating ${issue.id}: ${String(was)} holds a live claim (use --force)`,
      );
    }
    return set("assignee", assignee)(issue);
  };
}

/** From 1.2 on, other notes are not written over without force. */
function notesStep({ flags, profile }: Call, notes: string): Step {
  return (issue) => {
    const was = issue["notes"] ?? "";
    if (profile.atLeast("1.2.0") && was !== "" && was !== notes && !flags.on("force")) {
      throw new Refusal("plain", `Error updating ${issue.id}: notes would be overwritten (use --force)`);
    }
    return set("notes", notes)(issue);
  };
}

function joined(was: unknown, more: string): string {
  return typeof was === "string" && was !== "" ? `${was}\n${more}` : more;
}

function valueSteps(call: Call): Step[] {
  const { flags } = call;
  const [status, priority, type] = [flags.value("status"), flags.value("priority"), flags.value("type")];
  const [estimate, metadata] = [flags.value("estimate"), flags.value("metadata")];
  const steps: Step[] = [];
  if (status !== undefined) steps.push(statusStep(call, checkedStatus(status, call)));
  if (priority !== undefined) steps.push(set("priority", checkedPriority(priority)));
  if (type !== undefined) steps.push(set("issue_type", knownType(type, call)));
  if (estimate !== undefined) steps.push(set("estimated_minutes", minutesIn(estimate)));
  if (metadata !== undefined) steps.push(metadataStep(call, metadata));
  for (const [flag, field] of [
    ["due", "due_at"],
    ["defer", "defer_until"],
  ] as const) {
    const time = timeNamed(call, flag);
    if (time !== undefined) steps.push(set(field, time));
  }
  return steps;
}

function knownType(type: string, call: Call): string {
  if (isKnownType(type, call)) return type;
  throw new Refusal("respectful", `invalid issue type "${type}"`);
}

function statusStep(call: Call, status: string): Step {
  const time = stamp(call.now, call.profile);
  return (issue) => {
    if (status === "closed" && issue.status !== "closed" && call.profile.atLeast("1.3.0")) guard(issue, call);
    const { closed_at: _at, close_reason: _reason, ...rest } = issue;
    const reopened = status === "closed" || isActive(issue) ? issue : (rest as Issue);
    const isFirstStart = status === "in_progress" && issue["started_at"] === undefined;
    return {
      ...reopened,
      status,
      ...(status === "closed" && issue.status !== "closed" ? { closed_at: time } : {}),
      ...(isFirstStart && call.profile.atLeast("1.0.1") ? { started_at: time } : {}),
    };
  };
}

/** By key from 1.0 on; before, all of it is replaced. */
function metadataStep({ profile }: Call, text: string): Step {
  const metadata = metadataNamed(text, profile);
  return (issue) => {
    const was = profile.atLeast("1.0.0") && typeof issue["metadata"] === "object" ? issue["metadata"] : {};
    return set("metadata", { ...was, ...(typeof metadata === "object" ? metadata : {}) })(issue);
  };
}

function labelSteps({ flags }: Call): Step[] {
  const [only, more, fewer] = [flags.list("set-labels"), flags.list("add-label"), flags.list("remove-label")];
  const names = ["set-labels", "add-label", "remove-label"];
  if (names.every((name) => flags.value(name) === undefined)) return [];
  return [
    (issue) => {
      const labels = new Set([...(only.length === 0 ? (issue.labels ?? []) : only), ...more]);
      for (const label of fewer) labels.delete(label);
      return { ...issue, labels: [...labels].toSorted() };
    },
  ];
}

function linkSteps(call: Call): Step[] {
  const named = call.flags.value("parent");
  if (named === undefined) return [];
  const parent = named === "" ? null : parentNamed(call, named);
  const time = stamp(call.now, call.profile);
  return [
    (issue) => {
      const others = (issue.dependencies ?? []).filter(({ type }) => type !== "parent-child");
      if (parent !== null) refuseCircle(call, { issue, parent });
      if (parent === null) return { ...issue, dependencies: others };
      const edge = {
        issue_id: issue.id,
        depends_on_id: parent,
        type: "parent-child",
        created_at: time,
        created_by: call.actor,
      };
      return { ...issue, dependencies: [edge, ...others] };
    },
  ];
}

function refuseCircle({ issues }: Call, { issue, parent }: { issue: Issue; parent: string }): void {
  const fault = parent === issue.id ? "cannot add self-dependency" : "adding dependency would create a cycle";
  if (reaches(issues, { from: parent, to: issue.id, type: "parent-child" })) {
    throw new Refusal("plain", `Error adding parent dependency: ${fault}`);
  }
}
