import { Bead } from "@switchyard/core/protocol";
import { readComments, readEdges } from "./nested.ts";
import { isRecord, withoutNulls, type RawRecord } from "./raw.ts";

/**
 * A record of the tracker (`bd list`, `bd show` or a line of JSONL) as a bead; null if it is none: no id, another
 * `_type`, a tombstone. What is wrong in one field loses that field, what is unknown is kept.
 */
export function readBead(raw: unknown): Bead | null {
  if (!isRecord(raw)) return null;
  const fields = withoutNulls(raw);
  if (!isText(fields["id"]) || isOtherRecord(fields) || isTombstone(fields)) return null;
  return parseLeniently({ ...fields, ...alwaysThere(fields, fields["id"]), ...lists(fields, fields["id"]) });
}

/** A record that is rightly no bead, as a memory or a file's header. */
export function isOtherRecord(fields: RawRecord): boolean {
  return (fields["_type"] ?? "issue") !== "issue" || "_schema" in fields;
}

export function isTombstone(fields: RawRecord): boolean {
  return fields["status"] === "tombstone";
}

function alwaysThere(fields: RawRecord, id: string): RawRecord {
  const { title, status, issue_type } = fields;
  return {
    title: isText(title) ? title : id,
    status: isText(status) ? status : "open",
    issue_type: isText(issue_type) ? issue_type : "task",
    priority: readPriority(fields["priority"]),
  };
}

/** A number, or as the tracker's commands take it ("P1"). */
function readPriority(value: unknown): number {
  const told = typeof value === "string" && /^[Pp]?[0-4]$/.test(value) ? Number(value.slice(-1)) : value;
  if (typeof told !== "number" || !Number.isFinite(told)) return DEFAULT_PRIORITY;
  // `+ 0`: never -0.
  return Math.min(4, Math.max(0, Math.round(told))) + 0;
}

const DEFAULT_PRIORITY = 2;

function lists(fields: RawRecord, id: string): RawRecord {
  const { labels, dependencies, comments } = fields;
  return {
    ...(Array.isArray(labels) && { labels: labels.filter(isText) }),
    ...(Array.isArray(dependencies) && { dependencies: readEdges(dependencies, id) }),
    ...(Array.isArray(comments) && { comments: readComments(comments) }),
  };
}

/** Without the fields that are of another type than they should be. */
function parseLeniently(fields: RawRecord): Bead | null {
  const parsed = Bead.safeParse(fields);
  if (parsed.success) return parsed.data;
  const wrong = new Set(parsed.error.issues.map(({ path }) => path[0]));
  const rest = Object.entries(fields).filter(([key]) => !wrong.has(key));
  return Bead.safeParse(Object.fromEntries(rest)).data ?? null;
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}
