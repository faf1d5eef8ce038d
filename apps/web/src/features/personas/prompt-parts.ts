import { nameUnseen } from "@switchyard/core/persona";
import { nameOf } from "../ask/visible-text.ts";

/** A stretch of a prompt: as it is; characters that nobody sees, by their names; or what names no variable. */
export interface PromptPart {
  readonly kind: "text" | "unseen" | "fault";
  readonly text: string;
}

/** A prompt in parts, of which those that nobody sees are named. `faults` are the `{{…}}` that its problems tell of. */
export function promptParts(prompt: string, faults: ReadonlySet<string>): readonly PromptPart[] {
  const unseen: string[] = [];
  // A NUL of the text itself is unseen, so that each that stands there afterwards is one of ours.
  const stretches = nameUnseen(prompt, (character) => {
    unseen.push(nameOf(character));
    return "\0";
  }).split("\0");
  const parts = stretches.flatMap((text, at) => [...faultParts(text, faults), ...unseenPart(unseen[at])]);
  return joined(parts);
}

/** The `{{…}}` that messages name. */
export function faultsIn(messages: readonly string[]): ReadonlySet<string> {
  return new Set(messages.flatMap((message) => message.match(TAG) ?? []));
}

const TAG = /\{\{[^{}]*\}\}/g;

function faultParts(text: string, faults: ReadonlySet<string>): PromptPart[] {
  if (faults.size === 0) return text === "" ? [] : [{ kind: "text", text }];
  const parts: PromptPart[] = [];
  let at = 0;
  for (const { 0: tag, index } of text.matchAll(TAG)) {
    if (!faults.has(tag)) continue;
    if (index > at) parts.push({ kind: "text", text: text.slice(at, index) });
    parts.push({ kind: "fault", text: tag });
    at = index + tag.length;
  }
  if (at < text.length) parts.push({ kind: "text", text: text.slice(at) });
  return parts;
}

function unseenPart(name: string | undefined): PromptPart[] {
  return name === undefined ? [] : [{ kind: "unseen", text: name }];
}

/** Whole messages are written in characters that nobody sees: those that stand together are one part. */
function joined(parts: readonly PromptPart[]): readonly PromptPart[] {
  const all: { kind: PromptPart["kind"]; texts: string[] }[] = [];
  for (const { kind, text } of parts) {
    const last = all.at(-1);
    if (kind === "unseen" && last?.kind === "unseen") last.texts.push(text);
    else all.push({ kind, texts: [text] });
  }
  return all.map(({ kind, texts }) => ({ kind, text: texts.join(" ") }));
}
