import { Refusal, type Answer } from "../answer.ts";
import { findIssue, NotFound, replaced, type Call } from "../call.ts";
import { edgesOf, type Issue } from "../issue.ts";
import { shapesOf } from "../shape.ts";
import { stamp } from "../times.ts";

/** `dep add A B`: A depends on B. */
export function addDependency(call: Call): Answer {
  const [from, to] = [named(call, 0), target(call)];
  const type = call.flags.value("type") ?? "blocks";
  if (type === "" || type.length > 50)
    throw new Refusal("respectful", `invalid dependency type "${type}": must be 1-50 characters`);
  refuseSelf(from, to);
  refuseEpics(call, { from, to, type });
  const existing = edgesOf(from).find((edge) => edge.depends_on_id === to.id);
  if (existing !== undefined && existing.type !== type) {
    throw new Refusal(
      "respectful",
      `dependency ${from.id} -> ${to.id} already exists with type "${existing.type}" (requested "${type}"); remove it first with 'bd dep remove ${from.id} ${to.id}' then re-add`,
    );
  }
  if (reaches(call.issues, { from: to.id, to: from.id, type })) {
    throw new Refusal("respectful", "adding dependency would create a cycle");
  }
  const edge = {
    issue_id: from.id,
    depends_on_id: to.id,
    type,
    created_at: stamp(call.now, call.profile),
    created_by: call.actor,
  };
  const after = existing === undefined ? { ...from, dependencies: [...edgesOf(from), edge] } : from;
  return {
    json: { status: "added", issue_id: from.id, depends_on_id: to.id, type },
    text: `Added dependency: ${from.id} depends on ${to.id} (${type})\n`,
    issues: replaced(call.issues, after),
  };
}

/** `dep remove A B`: also when there is none. */
export function removeDependency(call: Call): Answer {
  const [from, to] = [named(call, 0), target(call)];
  const after = { ...from, dependencies: edgesOf(from).filter((edge) => edge.depends_on_id !== to.id) };
  return {
    json: { status: "removed", issue_id: from.id, depends_on_id: to.id },
    text: `Removed dependency: ${from.id} no longer depends on ${to.id}\n`,
    issues: replaced(call.issues, after),
  };
}

/** `dep list ID`: issues with the type of the edge; of several ids, the edges. */
export function listDependencies(call: Call): Answer {
  const isUp = call.flags.value("direction") === "up";
  const type = call.flags.value("type");
  const fits = (edge: { type: string }): boolean => type === undefined || edge.type === type;
  if (call.words.length > 1 && !isUp) {
    return { json: call.words.flatMap((_, index) => edgesOf(named(call, index)).filter(fits)), text: "" };
  }
  const issue = named(call, 0);
  const { plain } = shapesOf(call.issues, call.profile);
  const pairs = isUp
    ? call.issues.flatMap((each) =>
        edgesOf(each)
          .filter((edge) => edge.depends_on_id === issue.id && fits(edge))
          .map((edge) => ({ each, edge })),
      )
    : edgesOf(issue)
        .filter(fits)
        .flatMap((edge) =>
          call.issues.filter(({ id }) => id === edge.depends_on_id).map((each) => ({ each, edge })),
        );
  return {
    json: pairs.map(({ each, edge }) => ({ ...plain(each), dependency_type: edge.type })),
    text: pairs.map(({ each, edge }) => `${each.id}: ${each.title} (${edge.type})\n`).join(""),
  };
}

/** `dep cycles`: each one's issues, from the first that the list holds. */
export function cycles(call: Call): Answer {
  const { plain } = shapesOf(call.issues, call.profile);
  const seen = new Set<string>();
  const found = call.issues.flatMap((issue) => {
    if (seen.has(issue.id)) return [];
    const ring = pathBetween(call.issues, issue.id);
    for (const each of ring) seen.add(each.id);
    return ring.length === 0 ? [] : [ring];
  });
  return { json: found.map((ring) => ring.map(plain)), text: `${found.length} cycles\n` };
}

function named(call: Call, index: number): Issue {
  const id = call.words[index];
  if (id === undefined) throw new Refusal("plain", `Error: accepts 2 arg(s), received ${call.words.length}`);
  try {
    return findIssue(call, id);
  } catch (error) {
    if (error instanceof NotFound) throw new Refusal("respectful", `issue ${id} not found`);
    throw error;
  }
}

/** What is in another project cannot be looked up: any such name will do. */
function target(call: Call): Pick<Issue, "id" | "issue_type"> {
  const [, id = ""] = call.words;
  return id.startsWith("external:") ? { id, issue_type: "task" } : named(call, 1);
}

function refuseSelf(from: Issue, to: Pick<Issue, "id">): void {
  if (from.id === to.id) {
    throw new Refusal("respectful", `cannot add self-dependency: ${from.id} cannot depend on itself`);
  }
  if (!from.id.startsWith(`${to.id}.`)) return;
  throw new Refusal(
    "respectful",
    `cannot add dependency: ${from.id} is already a child of ${to.id}. Children inherit dependency on parent completion via hierarchy`,
  );
}

/** From 0.58 until 1.3.0, epics and tasks do not block each other; the words are of the one that would wait. */
function refuseEpics(
  { profile }: Call,
  { from, to, type }: { from: Issue; to: Pick<Issue, "issue_type">; type: string },
): void {
  if (type !== "blocks" || !profile.atLeast("0.58.0") || profile.atLeast("1.3.0")) return;
  const [waits, blocks] = [from.issue_type === "epic", to.issue_type === "epic"];
  if (waits === blocks) return;
  throw new Refusal(
    "respectful",
    waits ? "epics can only block other epics, not tasks" : "tasks can only block other tasks, not epics",
  );
}

const BLOCKING = ["blocks", "conditional-blocks", "waits-for"];

/** Whether there is a way along the edges that can make something wait. */
export function reaches(
  issues: readonly Issue[],
  { from, to, type }: { from: string; to: string; type: string },
): boolean {
  const kinds = type === "parent-child" ? ["parent-child"] : BLOCKING;
  if (!kinds.includes(type)) return false;
  const byId = new Map(issues.map((issue) => [issue.id, issue]));
  const seen = new Set<string>();
  const open = [from];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === to) return true;
    if (seen.has(id)) continue;
    seen.add(id);
    const issue = byId.get(id);
    if (issue !== undefined) open.push(...edgesOf(issue, ...kinds).map((edge) => edge.depends_on_id));
  }
  return false;
}

/** The shortest way from an issue back to itself; empty: there is none. */
function pathBetween(issues: readonly Issue[], start: string): Issue[] {
  const byId = new Map(issues.map((issue) => [issue.id, issue]));
  const cameFrom = new Map<string, string>();
  const open = [start];
  for (let id = open.shift(); id !== undefined; id = open.shift()) {
    const issue = byId.get(id);
    if (issue === undefined) continue;
    for (const { depends_on_id: next } of edgesOf(issue, ...BLOCKING)) {
      if (next === start) return wayTo(id, cameFrom).flatMap((each) => byId.get(each) ?? []);
      if (cameFrom.has(next)) continue;
      cameFrom.set(next, id);
      open.push(next);
    }
  }
  return [];
}

function wayTo(end: string, cameFrom: ReadonlyMap<string, string>): string[] {
  const way = [end];
  for (let id = cameFrom.get(end); id !== undefined; id = cameFrom.get(id)) way.unshift(id);
  return way;
}
