import type { WaitingRequest } from "@switchyard/core/protocol";
import { inboxWords as words } from "../../words/inbox-words.ts";
import { askedOf, isQuestion } from "../ask/asked.ts";
import { type InputPart, isNothing } from "../ask/input-parts.ts";
import { visibleText } from "../ask/visible-text.ts";
import { oneLine } from "../session/tool/tool-facts.ts";

/** What a request asks, in one line. */
export interface RequestLine {
  readonly verb: string;
  /** A command, a path or an address as it is; else words. */
  readonly text: string;
  readonly isCode: boolean;
}

export function requestLine(request: WaitingRequest): RequestLine {
  const asked = askedOf(request);
  if (isQuestion(asked)) {
    const [first, ...rest] = asked.questions;
    const text = oneLine(first?.question ?? asked.title);
    return { verb: "", text: rest.length === 0 ? text : words.andMore(text, rest.length), isCode: false };
  }
  const main = asked.parts.find((part) => part.label === "");
  if (main === undefined || !hasInput(request) || asked.toolKind === "other")
    return { verb: "", text: oneLine(asked.title), isCode: false };
  return { verb: words.verbs[asked.toolKind], text: oneLine(main.text), isCode: true };
}

/** Whether it says what would be done; else only its title does. */
function hasInput(request: WaitingRequest): boolean {
  return request.kind === "permission" && !isNothing(request.input);
}

/**
 * The whole input of a request in one line, with nothing hidden or left out but the program's own words about a
 * command; null where it takes more than that.
 */
export function wholeLine(request: WaitingRequest): readonly InputPart[] | null {
  const asked = askedOf(request);
  if (isQuestion(asked) || asked.isCut === true) return null;
  const length = asked.parts.reduce((sum, part) => sum + part.label.length + part.text.length, 0);
  const isPlain = asked.parts.every(
    ({ text, tone }) =>
      tone === "plain" &&
      !/[\n\t]/.test(text) &&
      visibleText(text).every((stretch) => stretch.kind === "text"),
  );
  if (!isPlain || length > LINE) return null;
  return asked.parts.filter(({ label }) => asked.toolKind !== "execute" || label !== "description");
}

/** Characters that are read at a glance. */
const LINE = 160;
