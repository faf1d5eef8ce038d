import type { PersonaInfo } from "@switchyard/core/protocol";
import { personaWords as words } from "../../words/persona-words.ts";

/** What is unusual about a persona, in short: what it stands before, and what of its file is not applied. */
export function toldFacts(persona: PersonaInfo): readonly string[] {
  const { overrides } = persona;
  const ignored = ignoredFields(persona);
  return [
    ...(overrides.length === 0 ? [] : [words.overrides(overrides)]),
    ...(ignored.length === 0 ? [] : [words.ignored(ignored)]),
  ];
}

/** Why no session can have it; null: one can. */
export function whyUnusable({ problems }: PersonaInfo): string | null {
  const [first] = problems;
  return first === undefined ? null : words.unusable(words.problem(first), problems.length - 1);
}

export function ignoredFields(persona: PersonaInfo): readonly string[] {
  return [...new Set(persona.ignored.map(({ field }) => field))];
}
