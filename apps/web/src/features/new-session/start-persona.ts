import { suggestPersona } from "@switchyard/beads";
import type { PersonaInfo, TaskId } from "@switchyard/core/protocol";
import { type Accessor, createMemo } from "solid-js";
import { recall, remember } from "../../state/local.ts";
import type { PlacePersonas } from "../../state/personas.ts";
import { personaWords } from "../../words/persona-words.ts";
import { keepRecent } from "../personas/quick-personas.ts";
import { whyUnusable } from "../personas/told-facts.ts";
import { isUsable } from "../personas/usable.ts";
import { formValues as values, setFormValues as setValues } from "./form-values.ts";
import { createPersonaValues, type PersonaValues } from "./persona-values.ts";
import type { StartBead } from "./start-bead.ts";

/** Who the session is to be. */
export interface StartPersona {
  readonly chosen: Accessor<PersonaInfo | undefined>;
  /** Why the one that the user chose can't be had here; undefined: it can, or none was chosen. */
  readonly missing: Accessor<string | undefined>;
  /** What it is asked to do with the bead; undefined: what it does by default. */
  readonly task: Accessor<TaskId | undefined>;
  /** What was typed for the variables of this one and the others. */
  readonly values: PersonaValues;
  /** Keeps the choice for the next start. */
  keep(): void;
}

export function createStartPersona(personas: PlacePersonas, on: StartBead): StartPersona {
  const chosen = createMemo(() => {
    const usable = personas.list().filter(isUsable);
    // Nobody else takes the place of one that was chosen: a session must not begin as another by itself.
    if (values.persona !== null) return usable.find(({ id }) => id === values.persona);
    const wanted = [on.suggestion()?.persona, recall(KEPT), "specialist"];
    const known = wanted.map((id) => usable.find((persona) => persona.id === id));
    return [...known, usable.find(({ layer }) => layer === "built_in"), ...usable].find(
      (one) => one !== undefined,
    );
  });
  const missing = () => {
    if (values.persona === null || chosen() !== undefined || !personas.isLoaded()) return undefined;
    const faulty = personas.get(values.persona);
    const why = faulty === undefined ? null : whyUnusable(faulty);
    return why === null
      ? personaWords.missing(values.persona)
      : personaWords.because(faulty?.displayName ?? values.persona, why);
  };
  return {
    chosen,
    missing,
    task() {
      const [bead, own] = [on.bead(), chosen()];
      if (bead === undefined || own === undefined) return undefined;
      // A persona of the user's choice has its own task for such a bead, or none.
      return (on.suggestion()?.persona === own.id ? on.suggestion() : suggestPersona(bead, [own]))?.task;
    },
    values: createPersonaValues(
      () => values.variables,
      (key, value) => setValues("variables", key, value),
    ),
    keep() {
      const persona = chosen();
      if (persona === undefined) return;
      keepRecent(persona.id);
      // What a bead suggested was no choice for the next one.
      if (values.persona !== null || on.suggestion() === null) remember(KEPT, persona.id);
    },
  };
}

const KEPT = "start.persona";
