import { z } from "zod";
import type { AgentEvent } from "@switchyard/core/backend";
import type { ErrorCode, Hint, StopReason, TurnError } from "@switchyard/core/protocol";
import type { AcpDialect } from "./dialect.ts";
import type { RpcError } from "./native.ts";

export type TurnEnded = Extract<AgentEvent, { type: "turn_ended" }>;

/** Who the agent is to the user, for the words of a fault. */
export interface Speaker {
  readonly displayName: string;
  readonly login: Hint;
  readonly dialect: AcpDialect;
}

const AUTH_REQUIRED = -32000;
const LOGIN_WORDS =
  /auth(?:entication|orization)? (?:is )?required|not (?:logged|signed) in|please (?:log|sign) in|unauthenticated|unauthorized|(?:invalid|missing|no) (?:api key|credentials)|api key (?:is )?(?:not valid|invalid|missing|required|not found)/i;
const LIMIT_WORDS = /\b429\b|rate.?limit|quota|resource.?exhausted|too many requests/i;
const LENGTH_WORDS =
  /prompt is too long|context (?:length|window) (?:is )?exceeded|exceeds the maximum number of tokens/i;

/** How a turn went, by the answer to its prompt. */
export function turnOutcome(
  stopReason: string,
  wasInterrupted: boolean,
): Pick<TurnEnded, "stopReason" | "error"> {
  if (wasInterrupted || stopReason === "cancelled") return { stopReason: "interrupted" };
  if (stopReason === "max_tokens" || stopReason === "refusal") return { stopReason };
  if (stopReason !== "max_turn_requests") return { stopReason: "end_turn" };
  const message = "The agent has reached its limit of requests in one turn. Tell it to go on if it should.";
  return { stopReason: "error", error: failure("LIMIT_REACHED", message) };
}

/** A turn that ended for a reason of ours. */
export function endedBy(stopReason: StopReason, error?: TurnError): TurnEnded {
  return {
    type: "turn_ended",
    content: error?.message ?? "",
    stopReason,
    ...(error === undefined ? {} : { error }),
  };
}

export function failure(code: ErrorCode, message: string, detail?: string): TurnError {
  return { code, message, ...(detail === undefined || detail === "" ? {} : { detail }) };
}

/** What a fault that the agent answers with means. */
export function faultOf(error: RpcError, speaker: Speaker, { prompt = "", logins }: FaultContext): TurnError {
  const { displayName } = speaker;
  const words = withoutPrompt(
    [error.message, detailOf(error.data)].filter((one) => one !== "").join("\n"),
    prompt,
  );
  const isLogin = error.code === AUTH_REQUIRED || error.code === 401 || isAboutLogin(words, speaker);
  if (isLogin) return notLoggedIn(speaker, words, logins);
  if (error.code === 429 || LIMIT_WORDS.test(words)) {
    const refused = failure("RATE_LIMITED", "The model's provider refuses more requests for now.", words);
    const retryAfterSeconds = secondsIn(words);
    return retryAfterSeconds === null ? refused : { ...refused, retryAfterSeconds };
  }
  if (LENGTH_WORDS.test(words)) {
    return failure(
      "PROMPT_TOO_LONG",
      "The message is too long for the model: shorten it or attach less.",
      words,
    );
  }
  const message = withoutPrompt(plainMessage(error.message), prompt);
  return failure("CLI_FAILED", `${displayName} failed: ${message}`, words === message ? undefined : words);
}

/** "retryDelay":"3600s", "Please retry in 3.5s", "try again in 20 minutes": when a limit resets, as far as it is said. */
function secondsIn(words: string): number | null {
  const [, amount, unit = "s"] =
    /(?:retryDelay\W+|(?:retry|try again|resets?)(?: after| in)? )(\d+(?:\.\d+)?) ?(ms|s\b|sec|min|h)?/i.exec(
      words,
    ) ?? [];
  if (amount === undefined) return null;
  const factor = { ms: 0.001, s: 1, sec: 1, min: 60, h: 3600 }[unit.toLowerCase()] ?? 1;
  const seconds = Math.ceil(Number(amount) * factor);
  return seconds <= LONGEST_WAIT_S ? seconds : null;
}

/** Longer than any limit: a month. */
const LONGEST_WAIT_S = 31 * 86_400;

/** Whether a fault's words, or stderr's, say that the agent has no login. */
export function isAboutLogin(words: string, { dialect }: Speaker): boolean {
  return LOGIN_WORDS.test(words) || dialect.loginWords?.test(words) === true;
}

export function notLoggedIn(
  { displayName, login }: Speaker,
  words: string,
  logins: readonly string[],
): TurnError {
  const message = `${displayName} is not logged in. ${login.text} "${login.command}", then send the message again.`;
  const ways = logins.length === 0 ? [] : [`It offers: ${logins.join("; ")}.`];
  return failure("CLI_NOT_LOGGED_IN", message, [words, ...ways].join("\n"));
}

interface FaultContext {
  /** What the agent was asked; it is never repeated. @default nothing */
  readonly prompt?: string;
  /** By which the agent says that one can log in. */
  readonly logins: readonly string[];
}

/** Some agents say in `data` what went wrong. */
function detailOf(data: unknown): string {
  if (typeof data === "string") return data;
  if (typeof data !== "object" || data === null) return "";
  const { details, message, error } = { details: undefined, message: undefined, error: undefined, ...data };
  return [details, message, error].filter((one) => typeof one === "string").join("\n");
}

const ApiError = z.looseObject({ error: z.looseObject({ message: z.string() }) });

/** Some agents pass on the API's own answer, which is JSON. */
function plainMessage(message: string): string {
  try {
    return ApiError.safeParse(JSON.parse(message)).data?.error.message ?? message;
  } catch {
    return message;
  }
}

const SHORTEST_SECRET = 16;

function withoutPrompt(text: string, prompt: string): string {
  return prompt.length < SHORTEST_SECRET ? text : text.replaceAll(prompt, "[the message]");
}
