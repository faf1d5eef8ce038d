import type {
  AgentEvent,
  Intent,
  PermissionRequestEvent,
  PermissionResolvedEvent,
  QuestionResolvedEvent,
} from "@switchyard/core/backend";
import {
  type AgentChunk,
  type Answers,
  InvalidParamsError,
  type PermissionDecision,
  type PermissionMode,
  type PermissionOutcome,
  type PermissionResolver,
  RequestId,
  SwitchyardError,
  type ToolKind,
  type WaitingRequest,
} from "@switchyard/core/protocol";
import { v4 as uuid } from "uuid";
import type { NewChunk } from "../log/log.ts";
import type { NewRule } from "../log/rules.ts";
import { readAnswers, takeAnswers } from "./form-answers.ts";
import { ruleKeys } from "./rule-keys.ts";
import { type AskedIn, listed, type RequestEvent, shortOption, waitingRequest } from "./waiting-request.ts";

/** The permission requests and forms of one session: each is answered once. */
export interface Requests {
  /** How many wait. */
  waiting(): number;
  /** How many of them are forms. */
  questions(): number;
  /** Those that wait and are in the log, in their order, as a list shows them. */
  list(): WaitingRequest[];
  /**
   * One of them, with its whole input.
   * @throws {SwitchyardError} REQUEST_NOT_FOUND, ALREADY_ANSWERED
   */
  get(requestId: RequestId): WaitingRequest;
  /** Takes a request of the CLI; `late`: nobody can answer it any more, and why. */
  open(event: RequestEvent, late: PermissionResolver | null): Settled;
  /** A chunk has its place in the log. */
  placed(chunk: AgentChunk): void;
  /** What the CLI does, as far as its requests are about it. */
  saw(event: AgentEvent): void;
  /**
   * Settles a permission request by its id, and those that wait and are covered by what it allows.
   * @throws {SwitchyardError} REQUEST_NOT_FOUND, ALREADY_ANSWERED
   * @throws {InvalidParamsError} for a decision that was not offered
   */
  answer(requestId: RequestId, decision: PermissionDecision, message?: string): Settled;
  /**
   * Settles a form; null: it is left unanswered.
   * @throws {SwitchyardError} REQUEST_NOT_FOUND, ALREADY_ANSWERED
   * @throws {InvalidParamsError} for an answer that its question does not take
   */
  answerQuestion(requestId: RequestId, answers: Answers | null, note?: string): Settled;
  /** The CLI settled one by itself; nothing where it does not wait. */
  settledByAgent(event: PermissionResolvedEvent | QuestionResolvedEvent): NewChunk[];
  /** Closes all that wait. */
  cancelAll(by: PermissionResolver): NewChunk[];
  /** The tool calls that were refused or never allowed, and of which no end was told. */
  readonly unrun: Set<string>;
}

/** What is to be logged, and what the CLI is told once it is. */
export interface Settled {
  readonly chunks: readonly NewChunk[];
  readonly intents: readonly Intent[];
  /** The mode that the session is in from here on. */
  readonly setsMode?: PermissionMode | undefined;
}

export interface RequestsOptions extends AskedIn {
  /** What `allow_always` covers, kept for as long as the session lasts. */
  readonly rules: { has(key: string): boolean; add(rule: NewRule): void };
  /** Who settled a request of an earlier life of the bridge. */
  readonly answeredBy: (requestId: RequestId) => PermissionResolver | undefined;
  /** Up to here the log may be shown. */
  readonly committedSeq: () => number;
}

interface Waiting {
  readonly requestId: RequestId;
  readonly event: RequestEvent;
  /** Null: it has no place in the log yet. */
  shown: { readonly whole: WaitingRequest; readonly listed: WaitingRequest } | null;
}

export function makeRequests(options: RequestsOptions): Requests {
  const { rules } = options;
  const waiting = new Map<string, Waiting>();
  /** As far back as an answer may still come in before the log tells who was first. */
  const settled = new Map<string, PermissionResolver>();
  const kinds = new Map<string, ToolKind>();
  const unrun = new Set<string>();

  function settle({ requestId, event }: Waiting, by: PermissionResolver): void {
    waiting.delete(requestId);
    remember(settled, requestId, by);
    // Taken out again where it is allowed, or told to have ended.
    if (event.toolCallId !== undefined) unrun.add(event.toolCallId);
  }

  function decide(request: Waiting, decision: PermissionOutcome, by: PermissionResolver): NewChunk {
    const { requestId, event } = request;
    settle(request, by);
    if (event.type === "question_request") {
      return { type: "question_resolved", content: "cancelled", requestId, outcome: "cancelled", by };
    }
    if (decision.startsWith("allow")) unrun.delete(event.toolCallId);
    // What was not asked is told by the call that it is for.
    const call = by === "policy" ? { toolCallId: event.toolCallId } : {};
    return { type: "permission_resolved", content: decision, requestId, decision, by, ...call };
  }

  /** Where the program asks whatever was allowed before (it offers no "always"), it is asked. */
  function isAllowed(event: RequestEvent): event is PermissionRequestEvent {
    if (event.type !== "permission_request" || event.setsMode !== undefined) return false;
    if (!event.options.some(({ decision }) => decision === "allow_always")) return false;
    const { exact, covers } = ruleKeys(event);
    return rules.has(exact) || (covers.length > 0 && covers.every((key) => rules.has(key)));
  }

  function allowByRule(request: Waiting): Settled {
    const { requestKey } = request.event;
    const intents = [{ type: "answer", requestKey, decision: "allow_once" }] as const;
    return { chunks: [decide(request, "allow_always", "policy")], intents };
  }

  /** One that waits. */
  function need(requestId: RequestId): Waiting {
    const by = settled.get(requestId) ?? (waiting.has(requestId) ? undefined : options.answeredBy(requestId));
    if (by !== undefined)
      throw new SwitchyardError("ALREADY_ANSWERED", "This request is already answered.", { by });
    const request = waiting.get(requestId);
    if (request !== undefined) return request;
    throw new SwitchyardError("REQUEST_NOT_FOUND", "This session has no such request.", { requestId });
  }

  function isTold({ shown }: Waiting): boolean {
    return shown !== null && shown.whole.seq <= options.committedSeq();
  }

  return {
    unrun,
    waiting: () => waiting.size,
    questions: () => [...waiting.values()].filter(({ event }) => event.type === "question_request").length,
    list: () =>
      [...waiting.values()].flatMap((each) => (isTold(each) && each.shown ? [each.shown.listed] : [])),
    get(requestId) {
      const request = need(requestId);
      if (isTold(request) && request.shown !== null) return request.shown.whole;
      throw new SwitchyardError("REQUEST_NOT_FOUND", "This session has no such request.", { requestId });
    },
    open(event, late) {
      const requestId = RequestId.parse(uuid());
      const request: Waiting = { requestId, event, shown: null };
      waiting.set(requestId, request);
      const chunk = requestChunk(requestId, event);
      if (late !== null) {
        return { chunks: [chunk, decide(request, "cancelled", late)], intents: [cancelled(event)] };
      }
      return isAllowed(event) ? allowByRule(request) : { chunks: [chunk], intents: [] };
    },
    placed(chunk) {
      if (chunk.type !== "permission_request" && chunk.type !== "question_request") return;
      const request = waiting.get(chunk.requestId);
      if (request === undefined) return;
      const { requestId, event } = request;
      const toolKind = kinds.get(event.toolCallId ?? "") ?? "other";
      const whole = waitingRequest(options, { requestId, event, toolKind, seq: chunk.seq, at: chunk.at });
      request.shown = { whole, listed: listed(whole) };
    },
    saw(event) {
      if (event.type === "tool_call") remember(kinds, event.toolCallId, event.kind);
      if (event.type !== "tool_call_update" || event.status === "in_progress") return;
      kinds.delete(event.toolCallId);
      unrun.delete(event.toolCallId);
    },
    answer(requestId, decision, message) {
      const request = need(requestId);
      const { event } = request;
      if (event.type === "question_request") {
        throw new InvalidParamsError(["requestId"], "This request is a form. Answer it with answerQuestion.");
      }
      const option = event.options.find((each) => each.decision === decision);
      if (option === undefined) {
        const offered = event.options.map((each) => each.decision).join(", ");
        throw new InvalidParamsError(["decision"], `The request offers ${offered}.`);
      }
      const isRule = decision === "allow_always" && event.setsMode === undefined;
      if (isRule) {
        const { label, detail } = shortOption({ detail: event.title, ...option });
        rules.add({ ...ruleKeys(event), label, detail, at: Date.now() });
      }
      const chunk = decide(request, decision, "user");
      const words = message === undefined ? {} : { message };
      const intent = { type: "answer", requestKey: event.requestKey, decision, ...words } as const;
      // It would be odd to be asked once more for what was just allowed for good.
      const covered = isRule ? [...waiting.values()].filter((each) => isAllowed(each.event)) : [];
      const others = covered.map(allowByRule);
      return {
        chunks: [chunk, ...others.flatMap(({ chunks }) => chunks)],
        intents: [intent, ...others.flatMap(({ intents }) => intents)],
        setsMode: decision.startsWith("allow") ? event.setsMode : undefined,
      };
    },
    answerQuestion(requestId, given, note) {
      const request = need(requestId);
      const { event } = request;
      if (event.type === "permission_request") {
        throw new InvalidParamsError(
          ["requestId"],
          "This request is no form. Answer it with approveSuggestion.",
        );
      }
      const answers = given === null ? null : takeAnswers(event.questions, given);
      settle(request, "user");
      const words = note === undefined ? {} : { note };
      const intent = { type: "answer_question", requestKey: event.requestKey, answers, ...words } as const;
      const common = { type: "question_resolved", requestId, by: "user", ...words } as const;
      if (answers === null) {
        return { chunks: [{ ...common, content: note ?? "skipped", outcome: "skipped" }], intents: [intent] };
      }
      if (event.toolCallId !== undefined) unrun.delete(event.toolCallId);
      const content = readAnswers(event.questions, answers, note);
      return { chunks: [{ ...common, content, outcome: "answered", answers }], intents: [intent] };
    },
    settledByAgent({ requestKey, ...how }) {
      const request = [...waiting.values()].find(({ event }) => event.requestKey === requestKey);
      const decision = how.type === "permission_resolved" ? how.decision : "cancelled";
      return request === undefined ? [] : [decide(request, decision, "agent")];
    },
    cancelAll: (by) => [...waiting.values()].map((request) => decide(request, "cancelled", by)),
  };
}

function requestChunk(requestId: RequestId, event: RequestEvent): NewChunk {
  if (event.type === "question_request") {
    const { requestKey: _key, ...chunk } = event;
    return { ...chunk, requestId };
  }
  const { requestKey: _key, toolName: _name, setsMode: _mode, covers: _rules, like: _like, ...chunk } = event;
  return { ...chunk, requestId };
}

/** What a CLI is told that asks too late. */
function cancelled({ type, requestKey }: RequestEvent): Intent {
  return type === "question_request"
    ? { type: "answer_question", requestKey, answers: null }
    : { type: "answer", requestKey, decision: "cancelled" };
}

function remember<K, V>(map: Map<K, V>, key: K, value: V): void {
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > MOST_REMEMBERED && oldest !== undefined) map.delete(oldest);
}

const MOST_REMEMBERED = 1_000;
