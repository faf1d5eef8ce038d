import { z } from "zod";
import { MAX_ATTACHMENTS } from "./attachment.ts";
import { BeadId, BlobId, MessageId, PersonaId, ProjectId, SessionId, TaskId } from "./ids.ts";
import { givenVariables, method, nothing, oneSession, seq, spoken } from "./method.ts";
import { PermissionMode } from "./permission.ts";
import { SessionInfo, SessionStatus } from "./session.ts";

/** What `addAttachment` gave. */
const attachments = z.array(BlobId).max(MAX_ATTACHMENTS).optional();
const namedOrActive = z.object({ sessionId: SessionId.optional() });

/** Sessions as such: starting, talking, ending, listing, keeping. */
export const sessionMethods = {
  startAgentSession: method({
    summary: "Starts a session and makes it the active one; `prompt` is its first turn.",
    params: z.object({
      persona: PersonaId,
      task: TaskId.optional(),
      beadId: BeadId.optional(),
      cliBackend: z.string().max(64).optional(),
      projectId: ProjectId.optional(),
      cwd: z.string().max(4096).optional(),
      prompt: spoken.optional(),
      /** They go with `prompt`. */
      attachments,
      model: z.string().min(1).max(128).optional(),
      permissionMode: PermissionMode.optional(),
      title: z.string().max(200).optional(),
      variables: givenVariables.optional(),
      /** Starts it in a new working tree. No `branch`: it is named from the bead or the title. */
      worktree: z.object({ branch: z.string().min(1).max(200).optional() }).optional(),
    }),
    result: oneSession,
    errors: [
      "UNKNOWN_BACKEND",
      "BACKEND_UNAVAILABLE",
      "CLI_NOT_FOUND",
      "UNKNOWN_PERSONA",
      "INVALID_PERSONA",
      "FOLDER_NOT_FOUND",
      "FOLDER_NOT_TRUSTED",
      "PROJECT_NOT_FOUND",
      "BEAD_NOT_FOUND",
      "BD_FAILED",
      "NOT_ALLOWED",
      "NOT_SUPPORTED",
      "REQUEST_NOT_FOUND",
      "GIT_FAILED",
      "TOO_LARGE",
      "STORAGE_FAILED",
    ],
  }),
  sendAgentMessage: method({
    summary:
      "Sends a message: it starts a turn, or waits in the queue while one is open (`now` interrupts it).",
    params: z
      .object({
        /** Empty only where there are attachments. */
        message: z.string(),
        sessionId: SessionId.optional(),
        messageId: MessageId.optional(),
        mode: z.enum(["queue", "now"]).optional(),
        attachments,
      })
      .refine(({ message, attachments: files = [] }) => message.trim() !== "" || files.length > 0, {
        path: ["message"],
        message: "must not be empty",
      }),
    result: z.object({ messageId: MessageId, turn: z.number().int().positive().optional() }),
    errors: [
      "SESSION_NOT_FOUND",
      "NO_ACTIVE_SESSION",
      "SESSION_ENDED",
      "FOLDER_NOT_TRUSTED",
      "NOT_SUPPORTED",
      "REQUEST_NOT_FOUND",
      "TOO_LARGE",
      "STORAGE_FAILED",
    ],
  }),
  interruptAgentSession: method({
    summary: "Ends the open turn, not the session; without one nothing happens.",
    params: namedOrActive,
    result: nothing,
    errors: ["SESSION_NOT_FOUND", "NO_ACTIVE_SESSION"],
  }),
  stopAgentSession: method({
    summary: "Ends everything the session started; it leaves the active list and its history stays.",
    params: namedOrActive,
    result: nothing,
    errors: ["SESSION_NOT_FOUND", "NO_ACTIVE_SESSION"],
  }),
  terminateSession: method({
    summary: "The same as `stopAgentSession`, for a session that is named.",
    params: oneSession,
    result: nothing,
    errors: ["SESSION_NOT_FOUND"],
  }),
  resumeSession: method({
    summary: "Makes a stopped session a paused one; the next message starts its CLI.",
    params: oneSession,
    result: nothing,
    errors: ["SESSION_NOT_FOUND"],
  }),
  listActiveSessions: method({
    summary: "All sessions that are not stopped.",
    params: nothing,
    result: z.object({ sessions: z.array(SessionInfo) }),
    errors: [],
  }),
  listSessions: method({
    summary: "Sessions, stopped ones too, the newest first.",
    params: z.object({
      beadId: BeadId.optional(),
      projectId: ProjectId.optional(),
      status: SessionStatus.optional(),
      /** True: only archived ones; false: only the others. */
      archived: z.boolean().optional(),
      limit: z.number().int().positive().optional(),
      cursor: z.string().max(128).optional(),
    }),
    result: z.object({
      sessions: z.array(SessionInfo),
      nextCursor: z.string().optional(),
      /** How many are archived, of all there are. */
      archivedCount: z.number().int().nonnegative().optional(),
    }),
    errors: [],
  }),
  switchActiveSession: method({
    summary: "Makes a session the one that is meant when none is named.",
    params: oneSession,
    result: nothing,
    errors: ["SESSION_NOT_FOUND", "SESSION_ENDED"],
  }),
  getActiveSessionId: method({
    summary: "The active session, or null.",
    params: nothing,
    result: z.object({ sessionId: SessionId.nullable() }),
    errors: [],
  }),
  markSessionRead: method({
    summary: "Remembers that everything up to `seq` was seen.",
    params: z.object({ sessionId: SessionId, seq }),
    result: nothing,
    errors: ["SESSION_NOT_FOUND"],
  }),
  markSessionUnread: method({
    summary: "Marks the session as news, until it is looked at again.",
    params: oneSession,
    result: nothing,
    errors: ["SESSION_NOT_FOUND"],
  }),
  renameSession: method({
    summary: "Gives the session another title.",
    params: z.object({ sessionId: SessionId, title: spoken.max(200) }),
    result: nothing,
    errors: ["SESSION_NOT_FOUND"],
  }),
  archiveSession: method({
    summary: "Puts a session away, stopping it first, or takes it out again; nothing of it is dropped.",
    params: z.object({ sessionId: SessionId, isArchived: z.boolean() }),
    result: nothing,
    errors: ["SESSION_NOT_FOUND"],
  }),
  deleteSession: method({
    summary: "Stops the session and drops it with all that it holds; it can't be brought back.",
    params: oneSession,
    result: nothing,
    errors: ["SESSION_NOT_FOUND"],
  }),
  prewarm: method({
    summary:
      "Starts the backend's CLI ahead of a session in a trusted folder; an unused one is ended after a while.",
    params: z.object({ cliBackend: z.string().max(64), cwd: z.string().max(4096) }),
    result: nothing,
    errors: [
      "UNKNOWN_BACKEND",
      "BACKEND_UNAVAILABLE",
      "CLI_NOT_FOUND",
      "FOLDER_NOT_FOUND",
      "FOLDER_NOT_TRUSTED",
      "LIMIT_REACHED",
    ],
  }),
};
