export { NOTHING } from "./backend.ts";
export type {
  Backend,
  Codec,
  CodecState,
  CommandOutput,
  ConversationInput,
  ExitOutcome,
  Intent,
  ProbeOutput,
  Program,
  SpawnPlan,
  Step,
  StopLadder,
} from "./backend.ts";
export type { AgentEvent, ModeEvent, PermissionRequestEvent, PermissionResolvedEvent } from "./event.ts";
export { perTurnBackend } from "./per-turn.ts";
export type { ParsedLine, PerTurnOptions } from "./per-turn.ts";
export { MAX_SEED, seededPrompt } from "./reseed.ts";
