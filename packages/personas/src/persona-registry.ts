import type { Persona } from "@switchyard/core/persona";
import { type PersonaId, SwitchyardError } from "@switchyard/core/protocol";
import { makeRegistry, type Registry } from "@switchyard/core/registry";

/** The personas that sessions can have, in the order in which they are offered. */
export type PersonaRegistry = Registry<PersonaId, Persona>;

/** A miss is `UNKNOWN_PERSONA` and names those that are there; two of one id are refused. */
export function createPersonaRegistry(personas: readonly Persona[]): PersonaRegistry {
  return makeRegistry(personas, {
    idOf: (persona) => persona.id,
    onMiss: (id, present) =>
      new SwitchyardError(
        "UNKNOWN_PERSONA",
        `There is no persona "${id}". There are: ${present.join(", ")}.`,
        {
          persona: id,
          personas: present,
        },
      ),
  });
}
