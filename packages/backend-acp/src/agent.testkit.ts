import { randomUUID } from "node:crypto";
import { Readable, Writable } from "node:stream";
import {
  agent,
  methods,
  ndJsonStream,
  PROTOCOL_VERSION,
  RequestError,
  type AgentContext,
  type RequestPermissionRequest,
  type SessionUpdate,
} from "@agentclientprotocol/sdk";

/** A small agent on the protocol's own library, run as a process of its own; a prompt's first word is its order. */
interface Conversation {
  mode: string;
  readonly said: string[];
  cancelled: AbortController | null;
}

const conversations = new Map<string, Conversation>();
const MODES = ["default", "plan"].map((id) => ({ id, name: id }));

function find(sessionId: string): Conversation {
  const conversation = conversations.get(sessionId);
  if (conversation === undefined) throw RequestError.resourceNotFound(sessionId);
  return conversation;
}

const modesOf = ({
  mode,
}: Conversation): object & { currentModeId: string; availableModes: typeof MODES } => ({
  currentModeId: mode,
  availableModes: MODES,
});

process.stdout.write("The agent is about to begin.\n");

const connection = agent({ name: "fixture" })
  .onRequest(methods.agent.initialize, () => ({
    protocolVersion: PROTOCOL_VERSION,
    agentInfo: { name: "fixture", version: "1.0.0" },
    agentCapabilities: { loadSession: true },
  }))
  .onRequest(methods.agent.session.new, () => {
    const sessionId = randomUUID();
    conversations.set(sessionId, { mode: "default", said: [], cancelled: null });
    return { sessionId, modes: modesOf(find(sessionId)) };
  })
  .onRequest(methods.agent.session.load, async ({ params: { sessionId }, client }) => {
    if (!sessionId.startsWith("stored")) throw RequestError.resourceNotFound(sessionId);
    conversations.set(sessionId, { mode: "plan", said: ["Red."], cancelled: null });
    await tell(client, sessionId, {
      sessionUpdate: "agent_message_chunk",
      content: { type: "text", text: "Red." },
    });
    return { modes: modesOf(find(sessionId)) };
  })
  .onRequest(methods.agent.session.setMode, ({ params: { sessionId, modeId } }) => {
    find(sessionId).mode = modeId;
  })
  .onRequest(methods.agent.session.prompt, async ({ params: { sessionId, prompt }, client }) => {
    const conversation = find(sessionId);
    const text = prompt.map((block) => (block.type === "text" ? block.text : "")).join("");
    const cancelled = new AbortController();
    conversation.cancelled = cancelled;
    conversation.said.push(text);
    const say = (content: string): Promise<void> =>
      tell(client, sessionId, {
        sessionUpdate: "agent_message_chunk",
        content: { type: "text", text: content },
      });
    switch (text.split(" ")[0]) {
      case "ask":
        await ask(client, sessionId, say);
        break;
      case "hang":
        await say("Waiting.");
        await new Promise((resolve) => cancelled.signal.addEventListener("abort", resolve));
        break;
      case "read":
        await client
          .request(methods.client.fs.readTextFile, { sessionId, path: "/a" })
          .catch((error: unknown) => say(String(error)));
        break;
      default:
        await say(`${conversation.mode}: ${conversation.said.join(" | ")}`);
    }
    return { stopReason: cancelled.signal.aborted ? "cancelled" : "end_turn" };
  })
  .onNotification(methods.agent.session.cancel, ({ params: { sessionId } }) => {
    conversations.get(sessionId)?.cancelled?.abort();
  })
  .connect(ndJsonStream(Writable.toWeb(process.stdout), Readable.toWeb(process.stdin)));

function tell(client: AgentContext, sessionId: string, update: SessionUpdate): Promise<void> {
  return client.notify(methods.client.session.update, { sessionId, update });
}

async function ask(
  client: AgentContext,
  sessionId: string,
  say: (text: string) => Promise<void>,
): Promise<void> {
  const toolCallId = randomUUID();
  const params: RequestPermissionRequest = {
    sessionId,
    toolCall: { toolCallId, title: "touch a", kind: "execute", rawInput: { command: "touch a" } },
    options: [
      { optionId: "yes", name: "Allow", kind: "allow_once" },
      { optionId: "no", name: "Reject", kind: "reject_once" },
    ],
  };
  const { outcome } = await client.request(methods.client.session.requestPermission, params);
  const isAllowed = outcome.outcome === "selected" && outcome.optionId === "yes";
  if (isAllowed)
    await tell(client, sessionId, { sessionUpdate: "tool_call_update", toolCallId, status: "completed" });
  await say(JSON.stringify(outcome));
}

await connection.closed;
