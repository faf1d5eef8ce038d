import { Refusal, type Answer } from "../answer.ts";
import { findIssue, type Call } from "../call.ts";
import { checkedPriority } from "../fields.ts";
import { byPriority, compareTexts, parentIdOf, type Issue } from "../issue.ts";
import { readiness } from "../ready.ts";
import { shapesOf } from "../shape.ts";

/** `list`: closed ones hidden and fifty at most, unless asked otherwise. */
export function list(call: Call): Answer {
  const { flags } = call;
  const found = call.issues.filter(matching(call)).toSorted(orderOf(call));
  const ordered = flags.on("reverse") ? found.toReversed() : found;
  return listing(call, limited(ordered, limitOf(call)));
}

/** `children`: closed ones too, still fifty. */
export function children(call: Call): Answer {
  const parent = parentNamed(call, call.words[0] ?? "");
  const found = call.issues.filter((issue) => isChildOf(issue, parent)).toSorted(byPriority);
  return listing(call, limited(found, DEFAULT_LIMIT));
}

/** Issues as `list` prints them. */
export function listing(call: Call, issues: readonly Issue[]): Answer {
  const { listed } = shapesOf(call.issues, call.profile);
  return { json: issues.map(listed), text: issues.map(asLine).join("") };
}

export function limited(issues: readonly Issue[], limit: number): readonly Issue[] {
  return limit <= 0 ? issues : issues.slice(0, limit);
}

export function labelled(call: Call): (issue: Issue) => boolean {
  const { flags } = call;
  const [all, any] = [flags.list("label"), flags.list("label-any")];
  return ({ labels = [] }) =>
    all.every((label) => labels.includes(label)) &&
    (any.length === 0 || any.some((label) => labels.includes(label)));
}

export function isChildOf(issue: Issue, parent: string): boolean {
  if (parentIdOf(issue) !== undefined) return parentIdOf(issue) === parent;
  return issue.id.startsWith(`${parent}.`) && !issue.id.slice(parent.length + 1).includes(".");
}

export function parentNamed(call: Call, input: string): string {
  try {
    return findIssue(call, input).id;
  } catch {
    throw new Refusal("fatal", `resolving parent ${input}: no issue found matching "${input}"`);
  }
}

export function numberIn(text: string, flag: string): number {
  if (/^-?\d+$/.test(text)) return Number(text);
  throw new Refusal(
    "plain",
    `Error: invalid argument "${text}" for "${flag}" flag: strconv.ParseInt: parsing "${text}": invalid syntax`,
  );
}

const DEFAULT_LIMIT = 50;
const AGENT_LIMIT = 20;

function limitOf(call: Call): number {
  const named = call.flags.value("limit");
  if (named !== undefined) return numberIn(named, "-n, --limit");
  if (call.flags.on("all")) return 0;
  return call.isAgent ? AGENT_LIMIT : DEFAULT_LIMIT;
}

function asLine(issue: Issue): string {
  return `${issue.id} [P${issue.priority}] [${issue.issue_type}] ${issue.status} - ${issue.title}\n`;
}

/** Never shown unless they are asked for by type. */
const INFRA = ["agent", "rig", "role", "message", "gate"];

function matching(call: Call): (issue: Issue) => boolean {
  const { flags, profile } = call;
  const statuses = statusesIn(call);
  const [type, priority, assignee] = [flags.value("type"), flags.value("priority"), flags.value("assignee")];
  const wanted = priority === undefined ? undefined : checkedPriority(priority);
  const [ids, parent] = [flags.list("id"), flags.value("parent")];
  const parentId = parent === undefined ? undefined : parentNamed(call, parent);
  const [after, title] = [flags.value("updated-after"), flags.value("title")?.toLowerCase()];
  const hasLabels = labelled(call);
  const { isReady } = readiness(call.issues, call.now);
  return (issue) =>
    issue.status !== "tombstone" &&
    (statuses === null ? true : statuses(issue)) &&
    (type === undefined
      ? issue["is_template"] !== true && !INFRA.includes(issue.issue_type)
      : issue.issue_type === type) &&
    (wanted === undefined || issue.priority === wanted) &&
    (assignee === undefined || issue["assignee"] === assignee) &&
    (ids.length === 0 || ids.includes(issue.id)) &&
    (parentId === undefined || isChildOf(issue, parentId)) &&
    (!flags.on("no-parent") || parentIdOf(issue) === undefined) &&
    (after === undefined || Date.parse(issue.updated_at) > Date.parse(after)) &&
    (title === undefined || issue.title.toLowerCase().includes(title)) &&
    hasLabels(issue) &&
    (!flags.on("ready") || (profile.atLeast("0.50.0") ? isReady(issue) : issue.status === "open"));
}

/** Null: any. A list with commas is one strange status before 1.0. */
function statusesIn({ flags, profile }: Call): ((issue: Issue) => boolean) | null {
  const named = flags.value("status");
  if (named === undefined || named === "") {
    return flags.on("all")
      ? null
      : ({ status, pinned }) => status !== "closed" && status !== "pinned" && pinned !== true;
  }
  const statuses = profile.atLeast("1.0.0") ? named.split(",").map((status) => status.trim()) : [named];
  return statuses.includes("all") ? null : ({ status }) => statuses.includes(status);
}

type Order = (left: Issue, right: Issue) => number;

function orderOf({ flags, profile }: Call): Order {
  const key = flags.value("sort");
  if (key === undefined || key === "") return byPriority;
  const order = ORDERS[key];
  if (order !== undefined) return (left, right) => order(left, right) || compareTexts(left.id, right.id);
  const valid = Object.keys(ORDERS).join(", ");
  throw new Refusal(
    profile.atLeast("0.60.0") ? "fatal" : "plain",
    `${profile.atLeast("0.60.0") ? "" : "Error: "}invalid sort field "${key}" (valid: ${valid})`,
  );
}

const newest =
  (field: string): Order =>
  (left, right) =>
    (Date.parse(textIn(right, field)) || 0) - (Date.parse(textIn(left, field)) || 0);
const named =
  (field: string): Order =>
  (left, right) =>
    compareTexts(textIn(left, field), textIn(right, field));

function textIn(issue: Issue, field: string): string {
  const value = issue[field];
  return typeof value === "string" ? value : "";
}

const ORDERS: Readonly<Record<string, Order>> = {
  priority: byPriority,
  created: newest("created_at"),
  updated: newest("updated_at"),
  closed: newest("closed_at"),
  status: named("status"),
  id: named("id"),
  title: (left, right) => compareTexts(left.title.toLowerCase(), right.title.toLowerCase()),
  type: named("issue_type"),
  assignee: named("assignee"),
};
