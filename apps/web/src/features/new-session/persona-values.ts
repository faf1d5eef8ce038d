import type { ParamsOf, PersonaInfo } from "@switchyard/core/protocol";
import type { Accessor } from "solid-js";

/** What was typed for the variables of personas: of each its own, whoever is chosen meanwhile. */
export interface PersonaValues {
  typed(persona: PersonaInfo, name: string): string;
  type(persona: PersonaInfo, name: string, value: string): void;
  /** What was filled in, as start and preview send it. */
  given(persona: PersonaInfo | undefined): Pick<ParamsOf<"startAgentSession">, "variables">;
}

/** `kept` holds what was typed by `persona/variable`, and `keep` puts it there. */
export function createPersonaValues(
  kept: Accessor<Readonly<Record<string, string>>>,
  keep: (key: string, value: string) => void,
): PersonaValues {
  const keyOf = ({ id }: PersonaInfo, name: string) => `${id}/${name}`;
  const typed = (persona: PersonaInfo, name: string) => kept()[keyOf(persona, name)] ?? "";
  return {
    typed,
    type: (persona, name, value) => keep(keyOf(persona, name), value),
    given(persona) {
      const filled = (persona?.variables ?? []).flatMap(({ name }) => {
        const value = persona === undefined ? "" : typed(persona, name);
        return value.trim() === "" ? [] : [[name, value] as const];
      });
      return filled.length === 0 ? {} : { variables: Object.fromEntries(filled) };
    },
  };
}
