import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { AgentChunk, MessageId, type RequestId, type SessionId } from "@switchyard/core/protocol";
import type { RecordingClient } from "@switchyard/testkit/bridge";
import type { Random } from "@switchyard/testkit/random";
import type { AskedMessage } from "./checker/histories.ts";
import { isAsked, isSettled } from "./checker/requests.ts";
import { FORM_QUESTION } from "./cli/voice.ts";
import type { ChaosYard } from "./yard.ts";

/** One run of a scenario: what it does to the bridge is noted, so that it can be compared with what came of it. */
export interface Run {
  readonly random: Random;
  readonly yard: ChaosYard;
  readonly sessions: readonly SessionId[];
  readonly asked: { readonly messages: readonly AskedMessage[]; readonly allowed: ReadonlySet<RequestId> };
  /** What the scenario itself found wrong. */
  readonly faults: string[];
  /** The client that sends what `start` and the others send; it sees every session from its first chunk on. */
  readonly driver: RecordingClient;
  /** Starts a session that does some orders, and lets every client follow it; null: no answer came. */
  start(orders: string): Promise<SessionId | null>;
  send(sessionId: SessionId, orders: string, mode?: "queue" | "now"): Promise<void>;
  /** Withdraws a message that the run has sent, if it still waits. */
  withdraw(): Promise<void>;
  /** Answers a request or a form that waits, if there is one. */
  answer(decision: "allow_once" | "reject_once"): Promise<void>;
  /** Whether or not it may be. */
  press(method: Pressed, id: SessionId): Promise<void>;
  /** Waits for nothing in particular, up to so many ms. */
  moment(upToMs: number): Promise<void>;
  /** Waits until the driver has seen up to so many more chunks; a moment if none come. */
  someChunks(upTo: number): Promise<void>;
  /** Waits until the driver has seen the end of the turn that a message of the run began. */
  ended(prompt: number): Promise<void>;
  /** The number of the message that was sent last. */
  readonly lastPrompt: number;
}

/** What needs nothing but a session. */
type Pressed = "interruptAgentSession" | "stopAgentSession" | "resumeSession" | "switchActiveSession";

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export function makeRun(yard: ChaosYard, driver: RecordingClient, random: Random): Run {
  const sessions: SessionId[] = [];
  const messages: Mutable<AskedMessage>[] = [];
  const allowed = new Set<RequestId>();
  let prompts = 0;

  function note(sessionId: SessionId | null, messageId: MessageId | null): Mutable<AskedMessage> {
    prompts += 1;
    const message = { sessionId, messageId, prompt: prompts, isTaken: false, isWithdrawn: false };
    messages.push(message);
    return message;
  }

  const textOf = (message: AskedMessage, orders: string): string =>
    `#${message.prompt} ${yard.canary} ${orders}`;

  async function start(orders: string): Promise<SessionId | null> {
    const message = note(null, null);
    const prompt = textOf(message, orders);
    const started = await driver
      .call("startAgentSession", { persona: "none", cliBackend: "claude", prompt })
      .catch(ignored);
    if (started === undefined) return null;
    message.sessionId = started.sessionId;
    message.isTaken = true;
    sessions.push(started.sessionId);
    await Promise.all(yard.clients.map((client) => client.follow(started.sessionId, "start").catch(ignored)));
    return started.sessionId;
  }

  function chunks(): AgentChunk[] {
    const texts = sessions.flatMap((id) => driver.lives(id).at(-1)?.seen ?? []).map(({ text }) => text);
    return texts.filter((text) => text.endsWith("}")).map((text) => AgentChunk.parse(JSON.parse(text)));
  }

  return {
    random,
    yard,
    sessions,
    asked: { messages, allowed },
    faults: [],
    driver,
    start,
    async send(sessionId, orders, mode = "queue") {
      const message = note(sessionId, MessageId.parse(randomUUID()));
      const { messageId } = message;
      if (messageId === null) return;
      const params = { sessionId, message: textOf(message, orders), messageId, mode };
      const answer = await driver.call("sendAgentMessage", params).catch(ignored);
      message.isTaken = answer !== undefined;
    },
    async withdraw() {
      const message = messages.findLast(
        (each) => each.isTaken && !each.isWithdrawn && each.messageId !== null,
      );
      if (message === undefined || message.sessionId === null || message.messageId === null) return;
      const { sessionId, messageId } = message;
      const answer = await driver.call("withdrawQueuedMessage", { sessionId, messageId }).catch(ignored);
      message.isWithdrawn = answer !== undefined;
    },
    async answer(decision) {
      const seen = chunks();
      const settled = new Set(seen.filter(isSettled).map(({ requestId }) => requestId));
      const request = seen.filter(isAsked).find(({ requestId }) => !settled.has(requestId));
      if (request === undefined) return;
      const { sessionId, requestId, type } = request;
      const isYes = decision === "allow_once";
      if (isYes) allowed.add(requestId);
      const answer =
        type === "question_request"
          ? driver.call("answerQuestion", {
              sessionId,
              requestId,
              answers: isYes ? { [FORM_QUESTION]: "A" } : null,
            })
          : driver.call("approveSuggestion", { sessionId, requestId, decision });
      await answer.catch(ignored);
    },
    async press(method, sessionId) {
      await driver.call(method, { sessionId }).catch(ignored);
    },
    moment: (upToMs) => delay(random.below(upToMs + 1)),
    async someChunks(upTo) {
      const enough = driver.count + random.below(upTo + 1);
      const tooLong = delay(SILENT_MS, undefined, { ref: false });
      await Promise.race([driver.until(() => driver.count >= enough), tooLong]);
    },
    async ended(prompt) {
      const hasEnded = (): boolean => {
        const seen = chunks();
        const said = seen.find(
          (chunk) => chunk.type === "user_message" && chunk.content.startsWith(`#${prompt} `),
        );
        return seen.some(
          (chunk) =>
            chunk.type === "turn_ended" && chunk.sessionId === said?.sessionId && chunk.turn === said.turn,
        );
      };
      await driver.until(hasEnded);
    },
    get lastPrompt() {
      return prompts;
    },
  };
}

/** Longer than a CLI needs to start: then nothing more will come. */
const SILENT_MS = 800;

/** A call that was refused, or whose socket was cut: chaos asks for much that cannot be. */
const ignored = (): undefined => undefined;
