/** An issue as it is stored: fields of any kind beside those that every issue has. */
export interface Issue {
  readonly id: string;
  readonly title: string;
  readonly status: string;
  readonly priority: number;
  readonly issue_type: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly labels?: readonly string[];
  readonly dependencies?: readonly Edge[];
  readonly comments?: readonly Comment[];
  readonly [field: string]: unknown;
}

/** `issue_id` depends on `depends_on_id`. */
export interface Edge {
  readonly issue_id: string;
  readonly depends_on_id: string;
  readonly type: string;
  readonly created_at?: string;
  readonly created_by?: string;
  readonly metadata?: string;
}

export interface Comment {
  readonly id: number | string;
  readonly issue_id: string;
  readonly author: string;
  readonly text: string;
  readonly created_at: string;
}

/** Reads what a file holds; null: this is no issue. */
export function toIssue(raw: unknown): Issue | null {
  if (typeof raw !== "object" || raw === null) return null;
  const fields = Object.fromEntries(Object.entries(raw).filter(([key]) => key !== "_type"));
  const kind: unknown = "_type" in raw ? raw._type : "issue";
  if (kind !== "issue" || typeof fields["id"] !== "string") return null;
  return {
    status: "open",
    priority: 2,
    issue_type: "task",
    created_at: EPOCH,
    updated_at: EPOCH,
    ...fields,
    id: fields["id"],
    title: typeof fields["title"] === "string" ? fields["title"] : fields["id"],
  };
}

const EPOCH = "2026-01-01T00:00:00Z";

/** Open in the sense of what can block: neither done nor pinned nor gone. */
export function isActive(issue: Issue): boolean {
  return issue.status !== "closed" && issue.status !== "pinned" && issue.status !== "tombstone";
}

export function edgesOf(issue: Issue, ...types: readonly string[]): readonly Edge[] {
  const edges = issue.dependencies ?? [];
  return types.length === 0 ? edges : edges.filter((edge) => types.includes(edge.type));
}

/** The target of its first parent-child edge. */
export function parentIdOf(issue: Issue): string | undefined {
  return edgesOf(issue, "parent-child")[0]?.depends_on_id;
}

/** By priority, then the newest, then by id. */
export function byPriority(left: Issue, right: Issue): number {
  return (
    left.priority - right.priority ||
    Date.parse(right.created_at) - Date.parse(left.created_at) ||
    compareTexts(left.id, right.id)
  );
}

export function compareTexts(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
