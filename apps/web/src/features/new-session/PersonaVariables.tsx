import { Show } from "solid-js";
import { Field } from "../../ui/Field.tsx";
import { Keyed } from "../../ui/Keyed.tsx";
import { personaWords as words } from "../../words/persona-words.ts";
import type { StartPersona } from "./start-persona.ts";

/** What the chosen persona leaves to whoever starts it. */
export function PersonaVariables(props: { who: StartPersona }) {
  const persona = () => props.who.chosen();
  return (
    <Show when={(persona()?.variables.length ?? 0) > 0}>
      <div class="start-variables" role="group" aria-label={words.variablesOf(persona()?.displayName ?? "")}>
        <Keyed each={persona()?.variables ?? []} by={({ name }) => `${persona()?.id}/${name}`}>
          {(variable) => (
            <Field
              label={words.variable(variable().name)}
              note={variable().description}
              placeholder={variable().default ?? ""}
              maxlength={MOST}
              value={props.who.variable(variable().name)}
              onValue={(value) => props.who.setVariable(variable().name, value)}
            />
          )}
        </Keyed>
      </div>
    </Show>
  );
}

/** As long as the wire takes. */
const MOST = 4096;
