import type { PermissionOption, Question, ToolKind, WaitingRequest } from "@switchyard/core/protocol";
import type { QuestionItem, RequestItem } from "@switchyard/core/session";
import { type InputPart, inputParts, isNothing } from "./input-parts.ts";

/** What the card of a permission request shows. */
export interface AskedPermission {
  readonly requestId: string;
  /** Unix ms. */
  readonly at: number;
  readonly title: string;
  readonly toolKind: ToolKind;
  readonly parts: readonly InputPart[];
  readonly options: readonly PermissionOption[];
  readonly resolved: RequestItem["resolved"];
  /** Its input was too long for a list and is not here: it can be rejected, and not allowed. */
  readonly isCut?: boolean;
}

/** What the form of a question shows. */
export interface AskedQuestion {
  readonly requestId: string;
  /** Unix ms. */
  readonly at: number;
  readonly title: string;
  readonly questions: readonly Question[];
  readonly resolved: QuestionItem["resolved"];
}

export type Asked = AskedPermission | AskedQuestion;

export function isQuestion(asked: Asked): asked is AskedQuestion {
  return "questions" in asked;
}

/** What the card of a request shows that waits in any session. */
export function askedOf(request: WaitingRequest): Asked {
  const { requestId, at, title } = request;
  const common = { requestId, at, title, resolved: null };
  if (request.kind === "question") return { ...common, questions: request.questions };
  const { toolKind, options, isInputCut } = request;
  return { ...common, toolKind, options, parts: partsOf(request), isCut: isInputCut };
}

function partsOf({ input, title }: { input?: unknown; title: string }): InputPart[] {
  return isNothing(input) ? [{ label: "", text: title, tone: "plain" }] : inputParts(input);
}
