import {
  BackendId,
  BeadId,
  ContextFill,
  LogId,
  PermissionMode,
  PersonaId,
  ProjectId,
  Provenance,
  SessionId,
  SessionInfo,
  SessionTrace,
  SessionWorktree,
  TaskId,
} from "@switchyard/core/protocol";
import { v4 as uuid } from "uuid";
import { z } from "zod";
import { FolderStart } from "../changes/folder-start.ts";
import { ParkedByLimit } from "../usage/parking.ts";

/** What the store keeps of a session beside its log; everything else of `SessionInfo` is derived. */
export const SessionRecord = z.object({
  sessionId: SessionId,
  logId: LogId,
  backendId: BackendId,
  persona: PersonaId,
  task: TaskId.nullable(),
  /** The persona's text as composed at the start, so that a later edit of the pack changes no session. */
  systemPrompt: z.string(),
  beadId: BeadId.nullable(),
  projectId: ProjectId.nullable(),
  cwd: z.string(),
  title: z.string(),
  /** What the user chose; null: the CLI's own default. */
  model: z.string().nullable(),
  /** What the CLI says it uses. */
  modelInUse: z.string().nullable(),
  permissionMode: PermissionMode,
  cliSessionId: z.string().nullable(),
  /** Conversations that it had before, and that a list of those begun elsewhere leaves out. */
  earlierCliSessionIds: z.array(z.string()).default([]),
  /** Put away by the user; always stopped too. */
  isArchived: z.boolean().default(false),
  /** Its history is still being written: a bridge that ends meanwhile drops it at its next start. */
  isIncomplete: z.boolean().default(false),
  /** Ended by the user; everything else is running, paused or failed. */
  stopped: z.boolean(),
  /** The last turn ended by a fault. */
  failed: z.boolean(),
  /** Queued messages wait for the user, not for the turn. */
  queueHeld: z.boolean(),
  /** Unix seconds. */
  createdAt: z.number().int(),
  lastActivity: z.number().int(),
  /** The newest turn, 0 before the first. */
  turn: z.number().int().nonnegative(),
  readSeq: z.number().int().nonnegative(),
  unread: z.number().int().nonnegative(),
  usage: z.object({
    inputTokens: z.number().int().nonnegative(),
    outputTokens: z.number().int().nonnegative(),
    costUsd: z.number().nonnegative().nullable(),
    turnsWithoutCost: z.number().int().nonnegative().default(0),
  }),
  context: ContextFill.nullable().default(null),
  lastTurn: SessionInfo.shape.lastTurn.default(null),
  /** Null: it has had no prompt since this is kept. */
  folderStart: FolderStart.nullable().default(null),
  /** What may be spent on it; null: no budget. */
  budgetUsd: z.number().positive().nullable().default(null),
  /** It waits for a usage limit; null: for none. */
  limit: ParkedByLimit.nullable().default(null),
  /** Whether it goes on by itself after a limit; null: as the settings say. */
  resumesAfterLimit: z.boolean().nullable().default(null),
  /** Null: it is older than this is kept. */
  provenance: Provenance.nullable().default(null),
  /** Null: it works where others do. */
  worktree: SessionWorktree.nullable().default(null),
  /** Null: it was not to be written to its bead. */
  trace: SessionTrace.nullable().default(null),
  /** Null: it is older than this is kept, and nobody need look at it. */
  verifiedTurn: z.number().int().nonnegative().nullable().default(null),
  /** One line for lists: what it said or did last. */
  activity: z.string(),
  /** Of a session that was started with others on beads; null: it stands alone. */
  batch: z
    .object({
      batchId: z.string(),
      limit: z.number().int().positive(),
      /** Its place among all of the batch, from 0. */
      order: z.number().int().nonnegative(),
      /** It is out of the line, whether or not it ever had a turn. */
      hasBegun: z.boolean(),
    })
    .nullable()
    .default(null),
});
export type SessionRecord = z.infer<typeof SessionRecord>;

/** A record that begins now: what is not named is as in a session in which nothing has happened. */
export function newRecord(
  own: Pick<SessionRecord, "backendId" | "persona" | "cwd" | "title"> & Partial<SessionRecord>,
): SessionRecord {
  const now = Math.floor(Date.now() / 1000);
  return {
    sessionId: SessionId.parse(uuid()),
    logId: LogId.parse(uuid()),
    task: null,
    systemPrompt: "",
    beadId: null,
    projectId: null,
    isArchived: false,
    isIncomplete: false,
    model: null,
    modelInUse: null,
    permissionMode: "default",
    cliSessionId: null,
    earlierCliSessionIds: [],
    stopped: false,
    failed: false,
    queueHeld: false,
    createdAt: now,
    lastActivity: now,
    turn: 0,
    readSeq: 0,
    unread: 0,
    usage: { inputTokens: 0, outputTokens: 0, costUsd: null, turnsWithoutCost: 0 },
    context: null,
    lastTurn: null,
    folderStart: null,
    budgetUsd: null,
    limit: null,
    resumesAfterLimit: null,
    provenance: null,
    worktree: null,
    trace: null,
    verifiedTurn: 0,
    activity: "",
    batch: null,
    ...own,
  };
}
