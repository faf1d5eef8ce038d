import { Refusal, type Answer } from "../answer.ts";
import { findIssue, type Call } from "../call.ts";
import {
  checkedPriority,
  descriptionIn,
  isKnownType,
  metadataNamed,
  minutesIn,
  timeNamed,
  titleFault,
} from "../fields.ts";
import type { Edge, Issue } from "../issue.ts";
import { shapesOf } from "../shape.ts";
import { echoedTime, stamp } from "../times.ts";

/** `create`: prints the issue alone, without labels and edges. */
export function create(call: Call): Answer {
  const { flags } = call;
  const title = titleOf(call);
  const parent = parentOf(call);
  const issue = withLinks(call, { issue: newIssue(call, title, parent), parent });
  if (call.issues.some(({ id }) => id === issue.id)) {
    throw new Refusal("fatal", `issue ${issue.id} already exists`);
  }
  const answer = { ...echo(call, issue), touched: issue.id };
  return flags.on("dry-run") ? answer : { ...answer, issues: [...withSwapped(call, issue), issue] };
}

/** As a word it may not look like a flag; as a flag's value it may. */
function titleOf({ flags, words: [word] }: Call): string {
  const named = flags.value("title");
  if (word !== undefined && named !== undefined && word !== named) {
    throw new Refusal(
      "fatal",
      "cannot specify different titles as both positional argument and --title flag",
    );
  }
  const title = word ?? named ?? "";
  if (title === "") throw new Refusal("fatal", "title required (or use --file to create from markdown)");
  if (word?.startsWith("-") === true)
    throw new Refusal("fatal", `title ${JSON.stringify(title)} looks like a flag`);
  const fault = titleFault(title);
  if (fault !== null) throw new Refusal("fatal", `validation failed for issue : ${fault}`);
  return title;
}

function parentOf(call: Call): Issue | undefined {
  const { flags } = call;
  const named = flags.value("parent");
  if (named === undefined || named === "") return undefined;
  if (flags.value("id") !== undefined)
    throw new Refusal("fatal", "cannot specify both --id and --parent flags");
  try {
    return findIssue(call, named);
  } catch {
    throw new Refusal("fatal", `parent issue ${named} not found`);
  }
}

function newIssue(call: Call, title: string, parent: Issue | undefined): Issue {
  const { flags, profile, now, actor, owner } = call;
  const type = flags.value("type") ?? "task";
  const priority = checkedPriority(flags.value("priority") ?? "2");
  if (!isKnownType(type, call)) {
    throw new Refusal("fatal", `validation failed for issue : invalid issue type: ${type}`);
  }
  const time = stamp(now, profile);
  const estimate = flags.value("estimate");
  return {
    id: flags.value("id") ?? (parent === undefined ? freshId(call) : childId(call, parent.id)),
    title,
    ...textsIn(call),
    status: "open",
    priority,
    issue_type: type,
    ...given("assignee", flags.value("assignee")),
    ...given("owner", owner),
    ...(estimate === undefined ? {} : { estimated_minutes: minutesIn(estimate) }),
    created_at: time,
    created_by: actor,
    updated_at: time,
    ...given("due_at", timeNamed(call, "due")),
    ...given("defer_until", timeNamed(call, "defer")),
    ...given("external_ref", flags.value("external-ref")),
    ...metadataIn(call),
  };
}

function textsIn(call: Call): object {
  const { flags, stdin } = call;
  return {
    ...given("description", flags.on("stdin") ? stdin() : descriptionIn(call)),
    ...given("design", flags.value("design")),
    ...given("acceptance_criteria", flags.value("acceptance")),
    ...given("notes", flags.value("notes")),
  };
}

function metadataIn({ flags, profile }: Call): object {
  const text = flags.value("metadata");
  if (text === undefined) return {};
  return { metadata: metadataNamed(text, profile) };
}

function given(key: string, value: string | undefined): object {
  return value === undefined || value === "" ? {} : { [key]: value };
}

function withLinks(call: Call, { issue, parent }: { issue: Issue; parent: Issue | undefined }): Issue {
  const { flags, profile } = call;
  const inherited =
    parent?.labels !== undefined && profile.atLeast("0.63.0") && !flags.on("no-inherit-labels")
      ? parent.labels
      : [];
  const labels = [...new Set([...flags.list("labels"), ...flags.list("label"), ...inherited])];
  const dependencies = [
    ...(parent === undefined ? [] : [edge(call, issue.id, { on: parent.id, type: "parent-child" })]),
    ...depsIn(call)
      .filter(({ isSwapped }) => !isSwapped)
      .map(({ id, type }) => edge(call, issue.id, { on: id, type })),
  ];
  return {
    ...issue,
    ...(labels.length === 0 ? {} : { labels }),
    ...(dependencies.length === 0 ? {} : { dependencies }),
  };
}

/** `blocks:X` from 1.0.4 on: it is X that depends on the new one. */
function withSwapped(call: Call, created: Issue): readonly Issue[] {
  const waiting = new Set(
    depsIn(call)
      .filter(({ isSwapped }) => isSwapped)
      .map(({ id }) => id),
  );
  return call.issues.map((issue) => {
    if (!waiting.has(issue.id)) return issue;
    const edges = [...(issue.dependencies ?? []), edge(call, issue.id, { on: created.id, type: "blocks" })];
    return { ...issue, dependencies: edges };
  });
}

function depsIn({ flags, issues, profile }: Call): { id: string; type: string; isSwapped: boolean }[] {
  return flags.list("deps").map((spec) => {
    const [, kind = "blocks", name = ""] = /^(?:([a-z-]+):)?(.+)$/.exec(spec) ?? [];
    const type = kind === "blocked-by" || kind === "depends-on" ? "blocks" : kind;
    const isSwapped = spec.startsWith("blocks:") && profile.atLeast("1.0.4");
    const target = issues.find(({ id }) => id === name);
    if (target === undefined) throw new Refusal("fatal", `dependency issue ${name} not found`);
    return { id: target.id, type, isSwapped };
  });
}

function edge({ now, profile, actor }: Call, from: string, { on, type }: { on: string; type: string }): Edge {
  return { issue_id: from, depends_on_id: on, type, created_at: stamp(now, profile), created_by: actor };
}

const ID_LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz";

function freshId(call: Call): string {
  const hash = Array.from({ length: 4 }, () => ID_LETTERS.charAt(Math.random() * ID_LETTERS.length)).join("");
  const id = `${prefixOf(call)}-${hash}`;
  return call.issues.some((issue) => issue.id === id) ? freshId(call) : id;
}

/** The settings' prefix, or that of the first issue. */
export function prefixOf({ config, issues }: Pick<Call, "config" | "issues">): string {
  const [first] = issues;
  const set = config.get("issue-prefix");
  if (set !== undefined && set !== "") return set;
  return first === undefined ? "bd" : first.id.slice(0, Math.max(1, first.id.lastIndexOf("-")));
}

/** One more than the largest number that is there. */
function childId({ issues, profile }: Call, parent: string): string {
  if (!profile.atLeast("1.0.5") && parent.split(".").length > 3) {
    throw new Refusal("fatal", `maximum hierarchy depth (3) exceeded for parent ${parent}`);
  }
  const numbers = issues.flatMap(({ id }) => {
    const suffix = id.startsWith(`${parent}.`) ? id.slice(parent.length + 1) : "";
    return /^\d+$/.test(suffix) ? [Number(suffix)] : [];
  });
  return `${parent}.${Math.max(0, ...numbers) + 1}`;
}

function echo(call: Call, issue: Issue): Answer {
  if (call.flags.on("silent")) return { raw: `${issue.id}\n` };
  const { labels: _labels, ...plain } = shapesOf(call.issues, call.profile).plain(issue);
  const time = echoedTime(call.now, call.profile);
  return {
    json: { ...plain, created_at: time, updated_at: time },
    text: `Created issue: ${issue.id}\n  Title: ${issue.title}\n`,
  };
}
