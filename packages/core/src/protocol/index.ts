export {
  BackendId,
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
export {
  PermissionDecision,
  PermissionMode,
  PermissionOption,
  PermissionOutcome,
  PermissionResolver,
} from "./permission.ts";
export {
  AgentChunk,
  ChunkBody,
  ChunkPlace,
  FileDiff,
  MAX_CHUNK_TEXT,
  PlanEntry,
  StopReason,
  ToolKind,
  Truncated,
  TurnError,
  TurnUsage,
} from "./chunk.ts";
export type { ChunkOf, ChunkType } from "./chunk.ts";
export { Attachment, MAX_ATTACHMENT, MAX_ATTACHMENTS, StoredImage } from "./attachment.ts";
export { answerFault, Answers, Question, QuestionOption, QuestionOutcome } from "./question.ts";
export { StandingRule, WaitingRequest } from "./request.ts";
export { Budget, ContextFill, Hold, PlanLimit, UsageRow, UsageSum } from "./usage.ts";
export { ChangedFile, FolderFile } from "./changes.ts";
export { ProcessState, QueuedMessage, SessionInfo, SessionStatus } from "./session.ts";
export { BackendInfo, Capabilities, Health, Hint, LoginState } from "./backend.ts";
export { ConversationInfo } from "./conversation.ts";
export { EndedOrphans, ProcessId, ProcessInfo, TreeProcess } from "./process.ts";
export { SearchHit, StorageSize } from "./storage.ts";
export {
  Bead,
  BeadComment,
  BeadCounts,
  BeadEdge,
  BeadFilter,
  BeadNode,
  BeadSource,
  LONG_BEAD_TEXTS,
  ProjectViewModel,
  TrackerState,
} from "./bead.ts";
export {
  BeadLabel,
  BeadOrigin,
  BeadPatch,
  BeadsPatch,
  NewBead,
  ORIGIN_KEY,
  SESSIONS_KEY,
} from "./bead-writes.ts";
export { Commit, SessionTrace, TraceForm } from "./trace.ts";
export { SessionWorktree, WorktreeId, WorktreeInfo, WorktreeSettings } from "./worktree.ts";
export { Project } from "./project.ts";
export { PackHash, PackInfo, PackKind, PackReview } from "./pack.ts";
export { PackName } from "./pack-name.ts";
export { PersonaInfo, PersonaLayer, PersonaProblem, PersonaVariable } from "./persona.ts";
export { EarlierBackend, OutcomeRow, Provenance } from "./provenance.ts";
export { Settings } from "./settings.ts";
export { FolderBrings, TrustQuestion } from "./trust.ts";
export { ErrorCode, InvalidParamsError, RpcCode, SwitchyardError } from "./errors.ts";
export {
  MAX_FRAME_IN,
  MAX_FRAME_OUT,
  PROTOCOL_VERSION,
  RpcErrorBody,
  RpcId,
  RpcNotification,
  RpcRequest,
  RpcResponse,
  ServerFrame,
  SUBPROTOCOL,
} from "./rpc.ts";
export { methodName, methods } from "./methods.ts";
export type { Method, MethodName, Methods, ParamsOf, ParsedParamsOf, ResultOf } from "./methods.ts";
export { eventName, events } from "./events.ts";
export type { EventName, EventParams, Events } from "./events.ts";
