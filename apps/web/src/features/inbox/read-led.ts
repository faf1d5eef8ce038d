import {
  foldPages,
  type Item,
  type QuestionItem,
  type RequestItem,
  type ToolItem,
  type TurnEnd,
} from "@switchyard/core/session";
import type { InboxItem } from "../../state/inbox.ts";
import type { Wire } from "../../wire/wire.ts";

/** What happened before a thing came into the inbox, read once from the history. */
export interface Led {
  /** The agent's last words before it. */
  readonly prose: string | null;
  /** Its last calls, the newest last. */
  readonly tools: readonly ToolItem[];
  /** What was said and done in the turn; null where it began before what was read. */
  readonly events: number | null;
  /** How the turn ended, where it has. */
  readonly end: TurnEnd | null;
}

export async function readLed(wire: Wire, { session, request }: InboxItem): Promise<Led> {
  const page = await wire.call("getSessionHistory", {
    sessionId: session.sessionId,
    limit: CHUNKS,
    ...(request === null ? {} : { beforeSeq: request.seq }),
  });
  const { sections } = foldPages([page]);
  const turn = sections.findLast((section) => section.turn > 0);
  const asking = request !== null && request.kind === "permission" ? request.toolCallId : null;
  const items = (turn?.items ?? []).filter((item) => isEvent(item) && !isCall(item, asking));
  const last = items.findLast((item) => item.kind === "message");
  const tools = items.filter((item) => item.kind === "tool" && item.parentToolCallId === null);
  const isWhole = page.chunks.some((chunk) => chunk.type === "turn_started" && chunk.turn === turn?.turn);
  return {
    prose: last?.kind === "message" && last.text.trim() !== "" ? last.text : null,
    tools: tools.flatMap((item) => (item.kind === "tool" ? [item] : [])).slice(-SHOWN),
    events: isWhole ? items.length : null,
    end: turn?.end ?? null,
  };
}

/** How a request ended that no longer waits; null where the history does not tell it near. */
export async function readEnd(
  wire: Wire,
  { session, request }: InboxItem,
): Promise<RequestItem["resolved"] | QuestionItem["resolved"]> {
  if (request === null) return null;
  const page = await wire.call("getSessionHistory", {
    sessionId: session.sessionId,
    afterSeq: request.seq - 1,
    limit: CHUNKS,
  });
  const items = foldPages([page]).sections.flatMap((section) => section.items);
  const item = items.find((one) => isRequest(one) && one.requestId === request.requestId);
  return item !== undefined && isRequest(item) ? item.resolved : null;
}

/** Chunks that are read for it. */
const CHUNKS = 120;
const SHOWN = 4;

function isEvent(item: Item): boolean {
  return item.kind === "tool" || (item.kind === "message" && item.text.trim() !== "");
}

function isCall(item: Item, toolCallId: string | null): boolean {
  return item.kind === "tool" && item.toolCallId === toolCallId;
}

function isRequest(item: Item): item is RequestItem | QuestionItem {
  return item.kind === "request" || item.kind === "question";
}
