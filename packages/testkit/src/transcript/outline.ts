import type { AgentEvent } from "@switchyard/core/backend";

/** One short line for each event, for a snapshot; deltas of one message are one line. */
export function outline(events: readonly AgentEvent[]): string {
  const lines: { key: string; text: string }[] = [];
  for (const event of events) {
    const key = "messageKey" in event ? event.messageKey : "";
    const last = lines.at(-1);
    if (key !== "" && last?.key === key && "messageKey" in event) last.text += event.content;
    else lines.push({ key, text: lineOf(event) });
  }
  return lines
    .map(({ text }) => (text.length > 240 ? `${text.slice(0, 120)}…` : text).replaceAll("\n", "⏎"))
    .join("\n");
}

function lineOf(event: AgentEvent): string {
  switch (event.type) {
    case "session_started":
      return `session_started ${event.model} ${event.permissionMode}`;
    case "tool_call":
      return `tool_call ${event.kind} ${event.title}`;
    case "tool_call_update": {
      const output = event.output?.slice(0, 60);
      const diff = event.diff === undefined ? "" : ` ${JSON.stringify(event.diff)}`;
      const images = event.images === undefined ? "" : ` (${event.images.length} images)`;
      return `tool_call_update ${event.status} ${output}${diff}${images}`;
    }
    case "permission_request":
      return `permission_request ${event.title} [${event.options.map(({ label }) => label).join(" | ")}]`;
    case "question_request":
      return `question_request ${event.questions.map(({ question, kind }) => `${question} (${kind})`).join(" ")}`;
    case "context":
      return `context ${event.context.usedTokens} of ${event.context.windowTokens ?? "?"}`;
    case "plan_limit":
      return `plan_limit ${event.limit.name} ${event.limit.used} ${event.limit.isReached ? "reached" : ""}`;
    case "turn_ended":
      return `turn_ended ${event.stopReason} ${event.usage?.inputTokens}+${event.usage?.outputTokens} ${event.error?.code ?? ""}${event.content}`;
    default:
      return `${event.type} ${"content" in event ? event.content : ""}`;
  }
}

/** Calls that were never ended, and ends of calls that were not open: the bridge closes what its turn's end leaves open. */
export function balance(events: readonly AgentEvent[]): { open: number; wrong: number } {
  const open = new Set<string>();
  let wrong = 0;
  for (const event of events) {
    if (event.type === "tool_call") open.add(event.toolCallId);
    if (event.type !== "tool_call_update") continue;
    const isThere =
      event.status === "in_progress" ? open.has(event.toolCallId) : open.delete(event.toolCallId);
    if (!isThere) wrong += 1;
  }
  return { open: open.size, wrong };
}

/** All prose of the agent. */
export function spoken(events: readonly AgentEvent[]): string {
  return events.map((event) => (event.type === "agent_message" ? event.content : "")).join("");
}
