export { attachedText } from "./attached-text.ts";
export { NOTHING } from "./backend.ts";
export type {
  Backend,
  Codec,
  CodecState,
  CommandOutput,
  ConversationInput,
  ExitOutcome,
  Intent,
  ProbedHealth,
  PromptAttachment,
  ProbeOutput,
  Program,
  SpawnPlan,
  Step,
  StopLadder,
} from "./backend.ts";
export type {
  ConversationFiles,
  ConversationFolder,
  ConversationOutline,
  ConversationReader,
  FileEnds,
  ToldConversation,
  ToldEvent,
  ToldTurn,
  UserPlace,
} from "./conversations.ts";
export type {
  AbilitiesEvent,
  AgentEvent,
  AgentImage,
  ContextEvent,
  ModeEvent,
  PermissionRequestEvent,
  PermissionResolvedEvent,
  ModelEvent,
  PlanLimitEvent,
  QuestionRequestEvent,
  QuestionResolvedEvent,
} from "./event.ts";
export {
  BACKEND_API_VERSION,
  BackendFacts,
  BackendHealth,
  ShortWord,
  SomeCapabilities,
  ToldCapabilities,
} from "./declared.ts";
export { perTurnBackend } from "./per-turn.ts";
export type { ParsedLine, PerTurnOptions } from "./per-turn.ts";
export { RecordedExit, RecordedIntent, RecordedStart, RecordingEntry } from "./recording.ts";
export { firstPrompt, MAX_SEED, seededPrompt } from "./reseed.ts";
