import { byPriority, edgesOf, parentIdOf, type Comment, type Edge, type Issue } from "./issue.ts";
import type { Profile } from "./profile.ts";
import { printedTime } from "./times.ts";

type Fields = Record<string, unknown>;

/** How this version prints issues, of all that it has. */
export interface Shapes {
  /** The issue and its labels. */
  plain(issue: Issue): Fields;
  /** As `list` and `ready`: edges and three counts of what blocks. */
  listed(issue: Issue): Fields;
  /** As `show`: what it depends on in full. */
  shown(issue: Issue, include: { dependents: boolean; comments: boolean }): Fields;
  /** A line of an export. */
  exported(issue: Issue): Fields;
  comments(issue: Issue): Fields[];
}

export function shapesOf(issues: readonly Issue[], profile: Profile): Shapes {
  const byId = new Map(issues.map((issue) => [issue.id, issue]));
  const incoming = Map.groupBy(
    issues.flatMap((issue) => edgesOf(issue).map((edge) => ({ edge, issue }))),
    ({ edge }) => edge.depends_on_id,
  );

  function plain(issue: Issue): Fields {
    const fields = timed(inOrder(issue), profile);
    return { ...fields, ...(issue.labels?.length ? { labels: issue.labels.toSorted() } : {}) };
  }

  function withEdges(issue: Issue): Fields {
    const edges = edgesOf(issue).map((edge) => printedEdge(edge, profile));
    return { ...plain(issue), ...(edges.length === 0 ? {} : { dependencies: edges }) };
  }

  function counts(issue: Issue, types: readonly string[]): Fields {
    const dependents = (incoming.get(issue.id) ?? []).filter(
      ({ edge }) => types.length === 0 || types.includes(edge.type),
    );
    return {
      dependency_count: edgesOf(issue, ...types).length,
      dependent_count: dependents.length,
      comment_count: issue.comments?.length ?? 0,
    };
  }

  function listed(issue: Issue): Fields {
    const parent = profile.atLeast("0.56.1") ? parentIdOf(issue) : undefined;
    return { ...withEdges(issue), ...counts(issue, ["blocks"]), ...(parent === undefined ? {} : { parent }) };
  }

  function shown(issue: Issue, include: { dependents: boolean; comments: boolean }): Fields {
    const dependencies = edgesOf(issue).flatMap((edge) => {
      const target = byId.get(edge.depends_on_id);
      return target === undefined ? [] : [{ ...plain(target), dependency_type: edge.type }];
    });
    const parent = parentIdOf(issue);
    const isShort = profile.atLeast("1.0.5");
    return {
      ...plain(issue),
      ...(dependencies.length === 0 ? {} : { dependencies }),
      ...dependents(issue, isShort ? (include.dependents ? "short" : "none") : "full"),
      ...((isShort ? include.comments : true) && issue.comments?.length ? { comments: comments(issue) } : {}),
      ...(parent === undefined ? {} : { parent }),
      ...(isShort ? countsShown(issue) : progress(issue)),
    };
  }

  function countsShown(issue: Issue): Fields {
    const { dependency_count, dependent_count, comment_count } = counts(issue, []);
    return { dependent_count, dependency_count, comment_count };
  }

  function dependents(issue: Issue, depth: "full" | "short" | "none"): Fields {
    const from = (incoming.get(issue.id) ?? []).toSorted((left, right) =>
      byPriority(left.issue, right.issue),
    );
    if (depth === "none" || from.length === 0) return {};
    return {
      dependents: from.map(({ edge, issue: each }) => ({
        ...(depth === "full" ? plain(each) : reduced(each)),
        dependency_type: edge.type,
      })),
    };
  }

  /** Of an epic, in versions that still show it. */
  function progress(issue: Issue): Fields {
    if (issue.issue_type !== "epic") return {};
    const children = (incoming.get(issue.id) ?? []).filter(({ edge }) => edge.type === "parent-child");
    const closed = children.filter(({ issue: child }) => child.status === "closed").length;
    return {
      epic_total_children: children.length,
      epic_closed_children: closed,
      epic_closeable: children.length > 0 && closed === children.length,
    };
  }

  function exported(issue: Issue): Fields {
    const written = { ...withEdges(issue), ...(issue.comments?.length ? { comments: comments(issue) } : {}) };
    return profile.atLeast("1.0.3") ? { _type: "issue", ...written, ...counts(issue, ["blocks"]) } : written;
  }

  function comments(issue: Issue): Fields[] {
    return (issue.comments ?? []).map((comment) => printedComment(comment, profile));
  }

  return { plain, listed, shown, exported, comments };
}

/** What is left of a dependent in a list of them; its times are Go's zero. */
function reduced(issue: Issue): Fields {
  const { id, title, status, priority, issue_type } = issue;
  return { id, title, status, priority, issue_type, created_at: ZERO_TIME, updated_at: ZERO_TIME };
}

const ZERO_TIME = "0001-01-01T00:00:00Z";

function printedEdge(edge: Edge, profile: Profile): Fields {
  const fields: Fields = { ...edge };
  if (edge.created_at !== undefined) fields["created_at"] = printedTime(edge.created_at, profile);
  return profile.atLeast("0.51.0") ? { ...fields, metadata: edge.metadata ?? "{}" } : fields;
}

function printedComment(comment: Comment, profile: Profile): Fields {
  return { ...comment, created_at: printedTime(comment.created_at, profile) };
}

/** The order of the fields of Go's struct; what is empty is left out, what is unknown comes last. */
function inOrder(issue: Issue): Fields {
  const { labels: _labels, dependencies: _dependencies, comments: _comments, ...fields } = issue;
  const rest = Object.keys(fields).filter((key) => !FIELDS.includes(key));
  const keys = [...FIELDS, ...rest].filter((key) => !isEmpty(fields[key]) || isPrinted(key, fields[key]));
  return Object.fromEntries(keys.map((key) => [key, fields[key]]));
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === "" || value === false || value === 0;
}

/** Go's struct has a pointer for the estimate: nought minutes are not the same as none. */
function isPrinted(key: string, value: unknown): boolean {
  return ALWAYS.includes(key) || (key === "estimated_minutes" && value === 0);
}

const ALWAYS = ["id", "title", "priority", "created_at", "updated_at"];

const FIELDS = [
  "id",
  "title",
  "description",
  "design",
  "acceptance_criteria",
  "notes",
  "spec_id",
  "status",
  "priority",
  "issue_type",
  "assignee",
  "owner",
  "estimated_minutes",
  "created_at",
  "created_by",
  "updated_at",
  "started_at",
  "closed_at",
  "close_reason",
  "closed_by_session",
  "due_at",
  "defer_until",
  "external_ref",
  "source_system",
  "metadata",
];

const TIMES = ["created_at", "updated_at", "started_at", "closed_at", "due_at", "defer_until", "deleted_at"];

function timed(fields: Fields, profile: Profile): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [
      key,
      TIMES.includes(key) && typeof value === "string" ? printedTime(value, profile) : value,
    ]),
  );
}
