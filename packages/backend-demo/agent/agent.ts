import { randomUUID } from "node:crypto";
import { isAbsolute } from "node:path";
import {
  agent,
  methods,
  PROTOCOL_VERSION,
  RequestError,
  type AgentApp,
  type AgentContext,
  type ContentBlock,
  type SessionModeState,
  type SessionUpdate,
} from "@agentclientprotocol/sdk/unstable";
import { MODES, modeOf, newConversation, type Conversation } from "./conversation/conversation.ts";
import type { ConversationStore } from "./conversation/store.ts";
import { runTurn } from "./turn/run-turn.ts";
import { Interrupted } from "./turn/turn.ts";
import { usageUpdate } from "./turn/words.ts";
import type { Wire } from "./wire.ts";

export interface DemoAgentOptions {
  readonly version: string;
  readonly store: ConversationStore;
  readonly wire: Wire;
}

/** The demo as an ACP agent: what it answers to each method of the protocol. */
export function demoAgent({ version, store, wire }: DemoAgentOptions): AgentApp {
  const open = new Map<string, Conversation>();

  function find(sessionId: string): Conversation {
    const conversation = open.get(sessionId);
    if (conversation === undefined) throw RequestError.resourceNotFound(sessionId);
    return conversation;
  }

  async function keep(conversation: Conversation): Promise<void> {
    await store.keep(conversation).catch((error: unknown) => {
      const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
      return wire.writeError(`the conversation could not be kept on disk: ${code}\n`);
    });
  }

  return agent({ name: NAME })
    .onRequest(methods.agent.initialize, () => ({
      protocolVersion: PROTOCOL_VERSION,
      agentInfo: { name: NAME, title: "Demo, no model", version },
      agentCapabilities: {
        loadSession: true,
        promptCapabilities: { image: true, embeddedContext: true },
      },
      authMethods: [],
    }))
    .onRequest(methods.agent.session.new, ({ params }) => {
      const conversation = newConversation(randomUUID(), absolute(params.cwd));
      open.set(conversation.id, conversation);
      return { sessionId: conversation.id, modes: modesOf(conversation) };
    })
    .onRequest(methods.agent.session.load, async ({ params, client }) => {
      if (open.get(params.sessionId)?.interrupt)
        throw RequestError.invalidRequest(undefined, "a turn is open");
      const conversation = await store.find(params.sessionId, absolute(params.cwd));
      if (conversation === undefined) throw RequestError.resourceNotFound(params.sessionId);
      open.set(conversation.id, conversation);
      await replay(conversation, client);
      return { modes: modesOf(conversation) };
    })
    .onRequest(methods.agent.session.setMode, ({ params }) => {
      const mode = modeOf(params.modeId);
      if (mode === undefined)
        throw RequestError.invalidParams(undefined, `there is no mode ${params.modeId}`);
      find(params.sessionId).mode = mode;
    })
    .onRequest(methods.agent.session.prompt, ({ params, client, signal }) => {
      const conversation = find(params.sessionId);
      if (conversation.interrupt) throw RequestError.invalidRequest(undefined, "a turn is open");
      const attached = params.prompt.filter(({ type }) => type !== "text");
      const prompt = textOf(params.prompt);
      return runTurn({ conversation, prompt, attached, client, wire, signal }, keep);
    })
    .onNotification(methods.agent.session.cancel, ({ params }) => {
      open.get(params.sessionId)?.interrupt?.abort(new Interrupted());
    });
}

const NAME = "switchyard-demo";

function absolute(cwd: string): string {
  if (!isAbsolute(cwd)) throw RequestError.invalidParams(undefined, "cwd must be absolute");
  return cwd;
}

function modesOf({ mode }: Conversation): SessionModeState {
  return { currentModeId: mode, availableModes: [...MODES] };
}

/** The protocol wants all of a conversation told again before the load is answered. */
async function replay(conversation: Conversation, client: AgentContext): Promise<void> {
  const updates = conversation.exchanges.flatMap(({ prompt, answer }) => [
    spoken("user_message_chunk", prompt),
    ...(answer === "" ? [] : [spoken("agent_message_chunk", answer)]),
  ]);
  for (const update of [...updates, usageUpdate(conversation)]) {
    await client.notify(methods.client.session.update, { sessionId: conversation.id, update });
  }
}

function spoken(sessionUpdate: "user_message_chunk" | "agent_message_chunk", text: string): SessionUpdate {
  return { sessionUpdate, content: { type: "text", text }, messageId: randomUUID() };
}

function textOf(blocks: readonly ContentBlock[]): string {
  return blocks.flatMap((block) => (block.type === "text" ? [block.text] : [])).join("\n");
}
