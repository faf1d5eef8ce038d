import { z } from "zod";
import { BeadId } from "./ids.ts";

/** `issue_id` depends on `depends_on_id`: for `blocks` that one blocks it, for `parent-child` it is its child. */
export const BeadEdge = z.looseObject({
  issue_id: z.string(),
  /** May be a bead of another project, or none any more. */
  depends_on_id: z.string(),
  type: z.string(),
});
export type BeadEdge = z.infer<typeof BeadEdge>;

export const BeadComment = z.looseObject({
  id: z.union([z.number(), z.string()]),
  author: z.string(),
  text: z.string(),
  created_at: z.string(),
});
export type BeadComment = z.infer<typeof BeadComment>;

/**
 * An issue as the tracker writes it, its names included; what this version does not know is kept. A field that is
 * absent is empty. Statuses and types are open: a project may have its own.
 */
export const Bead = z.looseObject({
  id: BeadId,
  title: z.string(),
  status: z.string(),
  /** 0 (critical) to 4 (backlog). */
  priority: z.number().int(),
  issue_type: z.string(),
  description: z.string().optional(),
  design: z.string().optional(),
  acceptance_criteria: z.string().optional(),
  notes: z.string().optional(),
  assignee: z.string().optional(),
  /** An e-mail address; not who works on it. */
  owner: z.string().optional(),
  labels: z.array(z.string()).optional(),
  estimated_minutes: z.number().optional(),
  /** RFC 3339, as all times of a bead. */
  created_at: z.string().optional(),
  created_by: z.string().optional(),
  updated_at: z.string().optional(),
  started_at: z.string().optional(),
  closed_at: z.string().optional(),
  close_reason: z.string().optional(),
  due_at: z.string().optional(),
  defer_until: z.string().optional(),
  external_ref: z.string().optional(),
  pinned: z.boolean().optional(),
  ephemeral: z.boolean().optional(),
  metadata: z.record(z.string(), z.unknown()).optional(),
  dependencies: z.array(BeadEdge).optional(),
  comments: z.array(BeadComment).optional(),
  comment_count: z.number().int().optional(),
});
export type Bead = z.infer<typeof Bead>;

/** The texts that an outline leaves out: `getBead` has them. */
export const LONG_BEAD_TEXTS = ["description", "design", "acceptance_criteria", "notes", "comments"] as const;

/** Where beads are read from; `none`: the folder has no tracker. */
export const BeadSource = z.enum(["bd", "br", "jsonl", "none"]);
export type BeadSource = z.infer<typeof BeadSource>;

/** How much what is shown can be trusted, and with what it was read. */
export const TrackerState = z.object({
  source: BeadSource,
  /** What is shown may be older than what the tracker holds. */
  stale: z.boolean(),
  /** Of the tracker's program ("1.0.5"); null: none is used. */
  version: z.string().nullable(),
  /** Why it is read-only, stale or could not be read, and what to do; null: all is well. */
  note: z.string().nullable(),
  /** What was wrong in the tracker's file: a line each, the first few. */
  faults: z.array(z.string()),
  /** Whether the last reading failed: what is shown is from before. */
  failed: z.boolean(),
});
export type TrackerState = z.infer<typeof TrackerState>;

/** What is shown of a project's beads; what is not named does not filter. The older snake_case names are taken too. */
const filterFields = {
  /** In title, id, owner or a label. */
  filterText: z.string().max(1000),
  hideClosed: z.boolean(),
  closedTimeFilter: z.enum(["all", "1h", "6h", "24h", "7d", "30d", "older_than_6h"]),
  /** Keeps the ancestors of what fits. @default true */
  includeHierarchy: z.boolean(),
  state: z.enum(["all", "open", "ready", "in_progress", "blocked", "closed"]),
  /** Only beads with a session that is not stopped. */
  withSessions: z.boolean(),
  collapsedIds: z.array(z.string()).max(20_000),
  sortBy: z.enum(["priority", "title", "type", "id", "none"]),
  sortOrder: z.enum(["asc", "desc", "none"]),
};

export const BeadFilter = z
  .object({
    ...filterFields,
    filter_text: filterFields.filterText,
    hide_closed: filterFields.hideClosed,
    closed_time_filter: filterFields.closedTimeFilter,
    include_hierarchy: filterFields.includeHierarchy,
    collapsed_ids: filterFields.collapsedIds,
    sort_by: filterFields.sortBy,
    sort_order: filterFields.sortOrder,
  })
  .partial();
export type BeadFilter = z.infer<typeof BeadFilter>;

export const BeadCounts = z.object({
  open: z.number().int().nonnegative(),
  inProgress: z.number().int().nonnegative(),
  closed: z.number().int().nonnegative(),
  blocked: z.number().int().nonnegative(),
});
export type BeadCounts = z.infer<typeof BeadCounts>;

const computed = {
  /** Not closed, and something that it waits for is not done. */
  isBlocked: z.boolean(),
  /** Nothing stands between it and its start. */
  isReady: z.boolean(),
  isCritical: z.boolean(),
  isCollapsed: z.boolean(),
  /** All that it is blocked by, done or not. */
  blockingIds: z.array(z.string()),
  /** The wave in which it can begin, from 0. */
  cellOffset: z.number().int().nonnegative(),
  /** How many waves it takes. */
  cellCount: z.number().int().positive(),
};

export interface BeadNode extends Bead, z.infer<z.ZodObject<typeof computed>> {
  /** In the order of the work. */
  children: BeadNode[];
}

/** A bead in its tree, without its long texts. */
export const BeadNode: z.ZodType<BeadNode> = z.looseObject({
  ...Bead.shape,
  ...computed,
  get children() {
    return z.array(BeadNode);
  },
});

export const ProjectViewModel = z.object({
  roots: z.array(BeadNode),
  /** The longest chain of blocking beads, from its first to its last. */
  criticalPath: z.array(BeadId),
  metadata: BeadCounts.extend({
    totalBeads: z.number().int().nonnegative(),
    ready: z.number().int().nonnegative(),
    /** The latest wave in which anything can begin. */
    totalDuration: z.number().int().nonnegative(),
  }),
  /** For each wave how many beads are in it. */
  distribution: z.array(BeadCounts),
});
export type ProjectViewModel = z.infer<typeof ProjectViewModel>;
