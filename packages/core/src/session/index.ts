export { applyChunk, foldChunks, foldPages, itemId } from "./fold.ts";
export type { HistoryPage } from "./fold.ts";
export { cutPage } from "./cut-page.ts";
export { emptyTranscript } from "./transcript.ts";
export type {
  Item,
  NoticeItem,
  PlanItem,
  QuestionItem,
  ProcessItem,
  RequestItem,
  Section,
  TextItem,
  ToolItem,
  Transcript,
  TurnEnd,
  UserItem,
} from "./transcript.ts";
export { plainTranscript } from "./plain.ts";
export { openHeads, pageEnd, pageStart, splitsText } from "./window.ts";
export type { ChunkRow, PageLimits } from "./window.ts";
