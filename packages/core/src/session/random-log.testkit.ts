import { type Arbitrary, array, constantFrom, nat, record } from "fast-check";
import { AgentChunk } from "../protocol/index.ts";
import { itemId } from "./fold.ts";
import type { ChunkRow } from "./window.ts";

/** Logs as sessions write them: turns, in them interleaved texts, tools and requests; tools may end late. */
export function randomLog(maxLength = 60): Arbitrary<AgentChunk[]> {
  return array(record({ kind: constantFrom(...kinds), pick: nat({ max: 2 }), size: nat({ max: 40 }) }), {
    maxLength,
  }).map(writeLog);
}

/** What the store knows of each chunk, found here by looking through the whole log. */
export function rowsOf(chunks: readonly AgentChunk[]): ChunkRow[] {
  return chunks.map((chunk) => ({
    seq: chunk.seq,
    type: chunk.type,
    headSeq: chunks.find((each) => itemId(each) === itemId(chunk))?.seq ?? chunk.seq,
    bytes: JSON.stringify(chunk).length,
  }));
}

const kinds = [
  "message",
  "message",
  "message",
  "thought",
  "tool_call",
  "tool_update",
  "tool_update",
  "request",
  "resolve",
  "ask",
  "fill",
  "plan",
  "notice",
  "turn",
  "turn",
] as const;

interface Step {
  readonly kind: (typeof kinds)[number];
  readonly pick: number;
  readonly size: number;
}

function writeLog(steps: readonly Step[]): AgentChunk[] {
  const chunks: AgentChunk[] = [];
  const tools: string[] = [];
  const requests: { requestId: string; toolCallId: string }[] = [];
  const forms: string[] = [];
  let turn = 0;
  let isOpen = false;

  function add(body: Record<string, unknown>): void {
    const seq = chunks.length + 1;
    const place = {
      sessionId,
      seq,
      at: 1_000 + seq,
      turn: isOpen || body["type"] === "turn_ended" ? turn : 0,
    };
    chunks.push(
      AgentChunk.parse({
        content: `${seq}.`,
        isDone: body["type"] === "turn_ended",
        ...place,
        ...body,
      }),
    );
  }

  for (const { kind, pick, size } of steps) {
    if (kind === "turn" && isOpen) {
      isOpen = false;
      add({ type: "turn_ended", stopReason: "end_turn", durationMs: size });
    } else if (kind === "notice") {
      add({ type: "notice", level: "info", code: "noise" });
    } else if (!isOpen) {
      turn += 1;
      isOpen = true;
      add({ type: "turn_started", by: "user" });
      add({ type: "user_message", messageId: `m${turn}` });
    } else if (kind === "message" || kind === "thought") {
      add({
        type: `agent_${kind}`,
        messageKey: `${turn}-${pick}`,
        content: `${chunks.length}${"x".repeat(size)} `,
      });
    } else if (kind === "tool_call") {
      const toolCallId = `tool-${tools.length}`;
      tools.unshift(toolCallId);
      add({
        type: "tool_call",
        toolCallId,
        name: "Bash",
        kind: "execute",
        status: "pending",
        title: "Run",
        input: {},
      });
    } else if (kind === "tool_update" && tools[pick] !== undefined) {
      const status = size > 20 ? "completed" : "in_progress";
      add({ type: "tool_call_update", toolCallId: tools[pick], status, output: "o".repeat(size) });
    } else if (kind === "request") {
      const request = { requestId: requestIdOf(chunks.length), toolCallId: tools[pick] ?? "tool-none" };
      requests.push(request);
      add({ type: "permission_request", ...request, title: "Run?", input: {}, options: [] });
    } else if (kind === "resolve" && requests.length > 0) {
      const request = requests.splice(pick % requests.length, 1)[0];
      add({ type: "permission_resolved", requestId: request?.requestId, decision: "allow_once", by: "user" });
    } else if (kind === "ask") {
      const requestId = requestIdOf(chunks.length);
      forms.push(requestId);
      const toolCallId = tools[pick] === undefined ? {} : { toolCallId: tools[pick] };
      add({ type: "question_request", requestId, ...toolCallId, title: "Which?", questions: [question] });
    } else if (kind === "fill" && forms.length > 0) {
      const [requestId] = forms.splice(pick % forms.length, 1);
      const filled = [
        { outcome: "answered", answers: { q: "a" }, note: "soon" },
        { outcome: "skipped" },
        { outcome: "cancelled" },
      ][pick];
      add({ type: "question_resolved", requestId, by: "user", ...filled });
    } else if (kind === "plan") {
      add({ type: "plan", entries: [{ content: "a step", status: "pending" }] });
    }
  }
  return chunks;
}

function requestIdOf(n: number): string {
  return `00000000-0000-4000-8000-${n.toString().padStart(12, "0")}`;
}

const question = {
  questionId: "q",
  question: "Which?",
  kind: "text",
  options: [],
  allowsOther: false,
  isRequired: false,
};

const sessionId = "5d1f5b0e-3a52-4d0c-9a62-0b7f3b0a8f11";
