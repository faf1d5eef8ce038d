import { z } from "zod";
import { BackendInfo } from "./backend.ts";
import { AgentChunk } from "./chunk.ts";
import type { ErrorCode } from "./errors.ts";
import {
  BeadId,
  BlobId,
  LogId,
  MessageId,
  PersonaId,
  ProjectId,
  RequestId,
  SessionId,
  TaskId,
} from "./ids.ts";
import { PermissionDecision, PermissionMode } from "./permission.ts";
import { PersonaInfo } from "./persona.ts";
import { QueuedMessage, SessionInfo, SessionStatus } from "./session.ts";
import { Settings } from "./settings.ts";

const nothing = z.object({});
const oneSession = z.object({ sessionId: SessionId });
const namedOrActive = z.object({ sessionId: SessionId.optional() });
const seq = z.number().int().nonnegative();
const spoken = z.string().refine((text) => text.trim() !== "", "must not be empty");

/**
 * Every method of the wire, once: what it takes, what it gives, and the errors of ours it may end with.
 * The bridge's handlers, the clients' types and `docs/protocol.md` come from this table.
 */
export const methods = {
  hello: method({
    summary: "Opens the conversation of a client with the bridge; the first call on every socket.",
    params: z.object({
      client: z.object({ name: z.string().max(128), version: z.string().max(64) }),
      protocol: z.number().int(),
    }),
    result: z.object({
      protocol: z.literal(1),
      bridge: z.object({ name: z.string(), version: z.string() }),
      capabilities: z.array(z.string()),
    }),
    errors: ["PROTOCOL_UNSUPPORTED"],
  }),
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
      model: z.string().min(1).max(128).optional(),
      permissionMode: PermissionMode.optional(),
      title: z.string().max(200).optional(),
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
      "NOT_ALLOWED",
      "NOT_SUPPORTED",
      "TOO_LARGE",
      "STORAGE_FAILED",
    ],
  }),
  sendAgentMessage: method({
    summary:
      "Sends a message: it starts a turn, or waits in the queue while one is open (`now` interrupts it).",
    params: z.object({
      message: spoken,
      sessionId: SessionId.optional(),
      messageId: MessageId.optional(),
      mode: z.enum(["queue", "now"]).optional(),
    }),
    result: z.object({ messageId: MessageId, turn: z.number().int().positive().optional() }),
    errors: [
      "SESSION_NOT_FOUND",
      "NO_ACTIVE_SESSION",
      "SESSION_ENDED",
      "FOLDER_NOT_TRUSTED",
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
  approveSuggestion: method({
    summary: "Answers a permission request; only the first answer counts.",
    params: z.object({
      sessionId: SessionId,
      requestId: RequestId,
      decision: PermissionDecision,
      message: z.string().max(10_000).optional(),
    }),
    result: nothing,
    errors: ["SESSION_NOT_FOUND", "REQUEST_NOT_FOUND", "ALREADY_ANSWERED"],
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
      limit: z.number().int().positive().optional(),
      cursor: z.string().max(128).optional(),
    }),
    result: z.object({ sessions: z.array(SessionInfo), nextCursor: z.string().optional() }),
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
  subscribeSession: method({
    summary: "Sends this socket the session's chunks from `afterSeq + 1` on, each once, in order.",
    params: z.object({ sessionId: SessionId, afterSeq: seq.optional(), logId: LogId.optional() }),
    result: z.object({ lastSeq: seq, logId: LogId, reset: z.boolean().optional() }),
    errors: ["SESSION_NOT_FOUND"],
  }),
  unsubscribeSession: method({
    summary: "Stops sending this socket the session's chunks.",
    params: oneSession,
    result: nothing,
    errors: ["SESSION_NOT_FOUND"],
  }),
  getSessionHistory: method({
    summary: "One aligned page of a session's chunks; without `beforeSeq` or `afterSeq` the newest.",
    params: z.object({
      sessionId: SessionId,
      beforeSeq: seq.optional(),
      afterSeq: seq.optional(),
      limit: z.number().int().optional(),
    }),
    result: z.object({
      chunks: z.array(AgentChunk),
      open: z.array(AgentChunk),
      firstSeq: seq,
      lastSeq: seq,
      logId: LogId,
    }),
    errors: ["SESSION_NOT_FOUND"],
  }),
  resumeSession: method({
    summary: "Makes a stopped session a paused one; the next message starts its CLI.",
    params: oneSession,
    result: nothing,
    errors: ["SESSION_NOT_FOUND"],
  }),
  markSessionRead: method({
    summary: "Remembers that everything up to `seq` was seen.",
    params: z.object({ sessionId: SessionId, seq }),
    result: nothing,
    errors: ["SESSION_NOT_FOUND"],
  }),
  listQueuedMessages: method({
    summary: "The messages that wait, the next one first.",
    params: oneSession,
    result: z.object({ queue: z.array(QueuedMessage) }),
    errors: ["SESSION_NOT_FOUND"],
  }),
  withdrawQueuedMessage: method({
    summary: "Takes a waiting message out of the queue.",
    params: z.object({ sessionId: SessionId, messageId: MessageId }),
    result: nothing,
    errors: ["SESSION_NOT_FOUND", "REQUEST_NOT_FOUND"],
  }),
  readBlob: method({
    summary: "The next part of a text that was too long for a chunk, from a byte offset on.",
    params: z.object({ blobId: BlobId, offset: seq }),
    result: z.object({ content: z.string(), nextOffset: seq.optional() }),
    errors: ["REQUEST_NOT_FOUND"],
  }),
  setPermissionMode: method({
    summary: "Changes what the session may do without asking.",
    params: z.object({ sessionId: SessionId, permissionMode: PermissionMode }),
    result: nothing,
    errors: ["SESSION_NOT_FOUND", "NOT_SUPPORTED", "NOT_ALLOWED"],
  }),
  setModel: method({
    summary: "Changes the session's model.",
    params: z.object({ sessionId: SessionId, model: z.string().min(1).max(128) }),
    result: nothing,
    errors: ["SESSION_NOT_FOUND", "NOT_SUPPORTED"],
  }),
  trustFolder: method({
    summary: "Accepts what a folder brings, by the hash that `FOLDER_NOT_TRUSTED` carried.",
    params: z.object({ cwd: z.string().max(4096), hash: z.string().max(128) }),
    result: nothing,
    errors: ["FOLDER_NOT_FOUND", "FOLDER_NOT_TRUSTED"],
  }),
  listBackends: method({
    summary: "The backends and their health; probed on the first ask, `refresh` probes again.",
    params: z.object({ refresh: z.boolean().optional() }),
    result: z.object({ backends: z.array(BackendInfo) }),
    errors: [],
  }),
  listPersonas: method({
    summary: "The personas that a session can have.",
    params: z.object({ projectId: ProjectId.optional() }),
    result: z.object({ personas: z.array(PersonaInfo) }),
    errors: [],
  }),
  previewPrompt: method({
    summary: "The text that a persona gives its session for a task.",
    params: z.object({
      persona: PersonaId,
      task: TaskId.optional(),
      beadId: BeadId.optional(),
      projectId: ProjectId.optional(),
      cwd: z.string().max(4096).optional(),
    }),
    result: z.object({ prompt: z.string(), template: z.string() }),
    errors: ["UNKNOWN_PERSONA", "INVALID_PERSONA"],
  }),
  getSettings: method({
    summary: "The settings that a client may see.",
    params: nothing,
    result: z.object({
      settings: Settings,
      cwd: z.string(),
      /** The bridge's own settings: program paths and more backends are set there alone. */
      settingsFile: z.string(),
    }),
    errors: [],
  }),
  updateSettings: method({
    summary: "Changes settings; what is not named stays.",
    params: z.object({
      settings: z.object({
        /** Null: the first that is ready. */
        cliBackend: z.string().max(64).nullable().optional(),
        backendsOff: z.array(z.string().max(64)).max(256).optional(),
      }),
    }),
    result: z.object({ settings: Settings }),
    errors: ["UNKNOWN_BACKEND", "STORAGE_FAILED"],
  }),
} as const satisfies Record<string, Method>;

export type Methods = typeof methods;
export type MethodName = keyof Methods;
/** What a client gives. */
export type ParamsOf<M extends MethodName> = z.input<Methods[M]["params"]>;
/** What a handler receives, parsed. */
export type ParsedParamsOf<M extends MethodName> = z.output<Methods[M]["params"]>;
export type ResultOf<M extends MethodName> = z.output<Methods[M]["result"]>;

export interface Method {
  readonly summary: string;
  readonly params: z.ZodType<Record<string, unknown>>;
  readonly result: z.ZodType<Record<string, unknown>>;
  readonly errors: readonly ErrorCode[];
}

function method<P extends Method["params"], R extends Method["result"]>(entry: {
  summary: string;
  params: P;
  result: R;
  errors: readonly ErrorCode[];
}): { summary: string; params: P; result: R; errors: readonly ErrorCode[] } {
  return entry;
}

/** The method's name, or undefined for one that the table does not hold. */
export function methodName(name: string): MethodName | undefined {
  return isMethodName(name) ? name : undefined;
}

function isMethodName(name: string): name is MethodName {
  return Object.hasOwn(methods, name);
}
