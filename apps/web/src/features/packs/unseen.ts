import { nameUnseen } from "@switchyard/core/persona";
import { nameOf } from "../ask/visible-text.ts";

/** Text with what nobody sees named, where no part of it can look different from the rest: a name, a diff. */
export function markedText(text: string): string {
  return nameUnseen(text, (character) => `‹${nameOf(character)}›`);
}
