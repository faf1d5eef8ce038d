import { z } from "zod";
import { BackendId, BeadId, LogId, MessageId, PersonaId, ProjectId, SessionId } from "./ids.ts";
import { Attachment } from "./attachment.ts";
import { StopReason, TurnError } from "./chunk.ts";
import { PermissionMode } from "./permission.ts";
import { Provenance } from "./provenance.ts";
import { SessionTrace } from "./trace.ts";
import { Budget, ContextFill, Hold } from "./usage.ts";
import { SessionWorktree } from "./worktree.ts";

export const SessionStatus = z.enum(["running", "paused", "failed", "stopped"]);
export type SessionStatus = z.infer<typeof SessionStatus>;

export const ProcessState = z.enum(["starting", "live", "asleep", "none"]);
export type ProcessState = z.infer<typeof ProcessState>;

export const SessionInfo = z.object({
  sessionId: SessionId,
  beadId: BeadId.nullable(),
  persona: PersonaId,
  backendId: BackendId,
  status: SessionStatus,
  process: ProcessState,
  /** Unix seconds. */
  createdAt: z.number().int(),
  title: z.string(),
  projectId: ProjectId.nullable(),
  cwd: z.string(),
  model: z.string().nullable(),
  permissionMode: PermissionMode,
  cliSessionId: z.string().nullable(),
  logId: LogId,
  lastSeq: z.number().int().nonnegative(),
  /** Unix seconds. */
  lastActivity: z.number().int(),
  /** Messages of the agent and requests that came after what was read; not chunks. */
  unread: z.number().int().nonnegative(),
  /** Requests that wait: permissions and questions. */
  pendingApprovals: z.number().int().nonnegative(),
  /** How many of them are questions. */
  pendingQuestions: z.number().int().nonnegative(),
  queued: z.number().int().nonnegative(),
  storage: z.enum(["ok", "degraded"]),
  /** The other active sessions in the same folder, 20 at most: those with a process first. */
  sharesCwdWith: z.array(SessionId),
  /** Summed over all turns; `costUsd` is null until a backend tells one. */
  usage: z.object({
    inputTokens: z.number().int().nonnegative(),
    outputTokens: z.number().int().nonnegative(),
    costUsd: z.number().nonnegative().nullable(),
    /** Turns that told no cost: they are not in `costUsd`. */
    turnsWithoutCost: z.number().int().nonnegative(),
  }),
  /** Null until its program tells it. */
  context: ContextFill.nullable(),
  /** Its own, and its bead's; null: none was set. */
  budget: Budget.nullable(),
  beadBudget: Budget.nullable(),
  /** Of the beads above its bead the budget that is nearest to its end; null: none of them has one. */
  epicBudget: Budget.extend({ beadId: BeadId }).nullable(),
  /** Its next turn waits for a limit; null: for none. */
  hold: Hold.nullable(),
  /** How the newest turn that has ended did; null: none has. */
  lastTurn: z
    .object({
      turn: z.number().int().positive(),
      stopReason: StopReason,
      error: TurnError.pick({ code: true, message: true }).nullable(),
      /** Unix ms. */
      endedAt: z.number().int(),
      durationMs: z.number().nonnegative(),
    })
    .nullable(),
  /** How many standing rules it has. */
  rules: z.number().int().nonnegative(),
  /** Put away: shown only where it is asked for. */
  isArchived: z.boolean(),
  /** The place in the line of starts that wait for a free process, from 1; null: it does not wait. */
  startPlace: z.number().int().positive().nullable(),
  /** A start that is one of several; null: it stands alone. */
  batch: z
    .object({
      batchId: z.string(),
      limit: z.number().int().positive(),
      /** Among all of the batch, from 1; it stays. */
      order: z.number().int().positive(),
      /** In the line of those that have not begun, from 1; null: it has begun. */
      place: z.number().int().positive().nullable(),
      /** Those that wait wait for the user. */
      isHeld: z.boolean(),
    })
    .nullable(),
  /** The command that goes on with the conversation in a terminal; null: there is none, or none yet. */
  resumeCommand: z.string().nullable(),
  /** What it was made of; null: it is older than this is kept. */
  provenance: Provenance.nullable(),
  /** The working tree of its own that it is in; null: it works where others do. */
  worktree: SessionWorktree.nullable(),
  /** What came of writing it to its bead; null: it was not to be. */
  trace: SessionTrace.nullable(),
  /** The last turn whose outcome the user has looked at; 0: none. */
  verifiedTurn: z.number().int().nonnegative(),
  /** What it does now ("Running npm test"), or its last words; one line for lists. */
  activity: z.string().optional(),
});
export type SessionInfo = z.infer<typeof SessionInfo>;

/** A message that waits for the open turn to end, or for the user after an interrupt or a fault. */
export const QueuedMessage = z.object({
  messageId: MessageId,
  /** The beginning of it, where it is long. */
  message: z.string(),
  /** Of the whole message, in UTF-8. */
  bytes: z.number().int().nonnegative().optional(),
  /** Unix milliseconds. */
  at: z.number().int(),
  /** True: it waits for the user, not for the turn. */
  held: z.boolean(),
  attachments: z.array(Attachment).optional(),
});
export type QueuedMessage = z.infer<typeof QueuedMessage>;
