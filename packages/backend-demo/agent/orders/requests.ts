import { randomUUID } from "node:crypto";
import { RequestError } from "@agentclientprotocol/sdk/unstable";
import { askPermission, interrupted } from "../turn/permission.ts";
import type { Turn } from "../turn/turn.ts";

/** Asks to be allowed something that does nothing, `count` times at once, and tells each answer. */
export async function askForNothing(turn: Turn, ask: { title: string; count: number }): Promise<void> {
  const asked = Array.from({ length: ask.count }, (_, index) => askOnce(turn, ask, index));
  // Settled: each call is closed before a cancel ends the turn.
  const answers = await Promise.allSettled(asked);
  const told = answers.map((answer) => {
    if (answer.status === "rejected") throw answer.reason;
    return `permission: ${answer.value}\n`;
  });
  await turn.stream("agent_message_chunk", told, 0);
}

async function askOnce(turn: Turn, ask: { title: string; count: number }, index: number): Promise<string> {
  const toolCallId = randomUUID();
  const title = ask.count === 1 ? ask.title : `${ask.title} (${index + 1} of ${ask.count})`;
  const call = { toolCallId, name: "Nothing", kind: "other", title, rawInput: { title } } as const;
  await turn.update({ sessionUpdate: "tool_call", ...call, status: "pending" });
  let status: "completed" | "failed" = "failed";
  try {
    const decision = await askPermission(turn, { ...call, status: "pending" });
    if (decision !== "reject_once") status = "completed";
    return decision;
  } finally {
    await turn.update({ sessionUpdate: "tool_call_update", toolCallId, status });
  }
}

/** Requests something of the client that no client has, and tells the answer. */
export async function requestUnknown(turn: Turn, method: string): Promise<void> {
  const params = { sessionId: turn.conversation.id };
  const asked = turn.client.request(method, params).then(
    (result) => `answered: ${JSON.stringify(result)}`,
    (error: unknown) => {
      if (!(error instanceof RequestError)) throw error;
      return `refused: ${error.code} ${error.message}`;
    },
  );
  const told = await Promise.race([asked, interrupted(turn.signal)]);
  await turn.stream("agent_message_chunk", [`${told}\n`], 0);
}
