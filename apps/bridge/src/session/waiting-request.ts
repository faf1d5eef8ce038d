import type { PermissionRequestEvent, QuestionRequestEvent } from "@switchyard/core/backend";
import type {
  PermissionOption,
  Question,
  RequestId,
  SessionId,
  ToolKind,
  WaitingRequest,
} from "@switchyard/core/protocol";
import { likeOf } from "./like/like.ts";

export type RequestEvent = PermissionRequestEvent | QuestionRequestEvent;

export interface AskedIn {
  readonly sessionId: SessionId;
  readonly backendId: string;
  /** The session's folder. */
  readonly cwd: string;
}

export interface Asked {
  readonly requestId: RequestId;
  readonly event: RequestEvent;
  readonly toolKind: ToolKind;
  readonly seq: number;
  readonly at: number;
}

/** A request as it is shown before it is answered, with its whole input. */
export function waitingRequest({ sessionId, backendId, cwd }: AskedIn, asked: Asked): WaitingRequest {
  const { requestId, event, toolKind, seq, at } = asked;
  const common = { sessionId, requestId, seq, at, title: event.title };
  if (event.type === "question_request")
    return { kind: "question", ...common, questions: [...event.questions] };
  return {
    kind: "permission",
    ...common,
    toolCallId: event.toolCallId,
    toolName: event.toolName,
    toolKind,
    input: event.input,
    isInputCut: false,
    options: [...event.options],
    like: likeOf({ requestId, event, toolKind, backendId, cwd }),
  };
}

/** As it stands in a list: what is long is left out, or cut. */
export function listed(request: WaitingRequest): WaitingRequest {
  const title = cutMiddle(request.title, LONG_TITLE);
  if (request.kind === "question") {
    const isLong = bytesOf(request.questions) > LONG_INPUT;
    return { ...request, title, questions: isLong ? request.questions.map(short) : request.questions };
  }
  const isInputCut = bytesOf(request.input) > LONG_INPUT;
  return {
    ...request,
    title,
    input: isInputCut ? undefined : request.input,
    isInputCut,
    options: request.options.map((option) => shortOption(option, LONG_TITLE)),
  };
}

/**
 * A list that one frame holds: where it is too long, all inputs are left out, and failing that the newest
 * requests. They come with what is told when the others are answered.
 */
export function boundedList(requests: readonly WaitingRequest[]): WaitingRequest[] {
  if (bytesOf(requests) <= LONGEST_LIST) return [...requests];
  let left = LONGEST_LIST;
  const shortest = requests.map(bare);
  const end = shortest.findIndex((request) => {
    left -= bytesOf(request) + 1;
    return left < 0;
  });
  return end === -1 ? shortest : shortest.slice(0, end);
}

/** What the row of a list needs. */
function bare(request: WaitingRequest): WaitingRequest {
  const title = cutMiddle(request.title, SHORT_TITLE);
  if (request.kind === "question") {
    const isLong = bytesOf(request.questions) > SHORT_INPUT;
    return { ...request, title, questions: isLong ? request.questions.map(short) : request.questions };
  }
  const options = request.options.map(({ decision, label }) => shortOption({ decision, label }, SHORT_TITLE));
  return { ...request, title, input: undefined, isInputCut: true, options };
}

/** A form can still be answered: what it is answered with is whole. */
function short({ detail: _detail, ...question }: Question): Question {
  const options = question.options.map(({ value, label }) => ({
    value,
    label: cutMiddle(label, LONG_TITLE),
  }));
  return { ...question, question: cutMiddle(question.question, LONG_TITLE), options };
}

/** As much of its words as a list has room for. */
export function shortOption(
  { detail, ...option }: PermissionOption,
  most: number = LONG_TITLE,
): PermissionOption {
  const label = cutMiddle(option.label, most);
  return { ...option, label, ...(detail === undefined ? {} : { detail: cutMiddle(detail, most) }) };
}

/** The beginning and the end of a text tell most: of an option, for how long it holds. */
function cutMiddle(text: string, most: number): string {
  if (text.length <= most) return text;
  const end = Math.floor(most / 3);
  return `${text.slice(0, most - end - 1)}…${text.slice(-end)}`.toWellFormed();
}

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value) ?? "");
}

/** In bytes of JSON. */
const LONG_INPUT = 8 * 1024;
const SHORT_INPUT = 512;
/** A frame holds 1 MiB. */
const LONGEST_LIST = 1_000_000;
/** In characters. */
const LONG_TITLE = 1_000;
const SHORT_TITLE = 120;
