import type { PersonaInfo } from "@switchyard/core/protocol";

/** Whether a session can have it: its text has no fault. */
export function isUsable(persona: PersonaInfo): boolean {
  return persona.problems.length === 0;
}
