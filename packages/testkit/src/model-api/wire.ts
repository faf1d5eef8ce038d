import type { Conversation } from "./conversation.ts";
import type { Part } from "./scenario.ts";

/** What a model answers, before it takes the shape of one API. */
export type Reply = {
  model: string;
  messageId: string;
  parts: Part[];
  /** In the words of the Messages API. */
  stopReason: string;
  inputTokens: number;
};

/** One step of a streamed answer: bytes to send, a pause in ms, a wait until released, or the connection's end. */
export type Step = { send: string } | { wait: number } | "hang" | "drop";

/** How one API says what every API says. */
export interface Wire {
  readonly api: "anthropic" | "gemini";
  stream(reply: Reply): Step[];
  /** The same answer as one JSON object. */
  whole(reply: Reply): object;
  /** `retryInSeconds`: when it may be tried again, where that is told. */
  failure(status: number, message: string, retryInSeconds?: number): object;
}

/** What is asked by one HTTP request. */
export type Asked =
  | { kind: "answer"; wire: Wire; conversation: Conversation }
  /** What needs no scenario: a count, a health check. */
  | { kind: "json"; body: object }
  | { kind: "failure"; wire: Wire; status: number; message: string };
