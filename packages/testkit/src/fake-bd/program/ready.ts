import { edgesOf, isActive, parentIdOf, type Edge, type Issue } from "./issue.ts";

/** What stands in an issue's way, by the rule of bd's own query. */
export interface Readiness {
  isBlocked(issue: Issue): boolean;
  isReady(issue: Issue): boolean;
  /** What it waits for and is not done. */
  blockersOf(issue: Issue): string[];
}

export function readiness(issues: readonly Issue[], now: Date): Readiness {
  const byId = new Map(issues.map((issue) => [issue.id, issue]));
  const children = Map.groupBy(
    issues.flatMap((issue) =>
      edgesOf(issue, "parent-child").map((edge) => ({ parent: edge.depends_on_id, issue })),
    ),
    ({ parent }) => parent,
  );

  function holds(edge: Edge): boolean {
    if (edge.type === "waits-for") return waits(edge);
    const target = byId.get(edge.depends_on_id);
    return target !== undefined && isActive(target);
  }

  function waits(edge: Edge): boolean {
    const below = (children.get(edge.depends_on_id) ?? []).map(({ issue }) => issue);
    const anyIsEnough = gateOf(edge) === "any-children" && below.some(({ status }) => status === "closed");
    return below.some(isActive) && !anyIsEnough;
  }

  function blockersOf(issue: Issue): string[] {
    if (!isActive(issue)) return [];
    const edges = edgesOf(issue, "blocks", "conditional-blocks", "waits-for").filter(holds);
    return [...new Set(edges.map((edge) => edge.depends_on_id))];
  }

  const isBlocked = (issue: Issue): boolean => blockersOf(issue).length > 0;

  function isReady(issue: Issue): boolean {
    const parentId = parentIdOf(issue);
    const parent = parentId === undefined ? undefined : byId.get(parentId);
    return (
      issue.status === "open" &&
      issue["pinned"] !== true &&
      issue["ephemeral"] !== true &&
      !NO_WORK.has(issue.issue_type) &&
      !isDeferred(issue, now) &&
      !isBlocked(issue) &&
      (parent === undefined || (!isDeferred(parent, now) && !isBlocked(parent)))
    );
  }

  return { isBlocked, isReady, blockersOf };
}

const NO_WORK = new Set(["merge-request", "gate", "molecule", "message", "agent", "role", "rig"]);

function isDeferred(issue: Issue, now: Date): boolean {
  const until = issue["defer_until"];
  return typeof until === "string" && Date.parse(until) > now.getTime();
}

function gateOf(edge: Edge): unknown {
  if (edge.metadata === undefined || edge.metadata === "") return undefined;
  try {
    const metadata: unknown = JSON.parse(edge.metadata);
    return typeof metadata === "object" && metadata !== null && "gate" in metadata
      ? metadata.gate
      : undefined;
  } catch {
    return undefined;
  }
}
