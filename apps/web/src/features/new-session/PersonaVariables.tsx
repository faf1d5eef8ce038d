import type { PersonaInfo } from "@switchyard/core/protocol";
import { Show } from "solid-js";
import { Field } from "../../ui/Field.tsx";
import { Keyed } from "../../ui/Keyed.tsx";
import { personaWords as words } from "../../words/persona-words.ts";
import type { PersonaValues } from "./persona-values.ts";

/** What a persona leaves to whoever starts it. */
export function PersonaVariables(props: {
  persona: PersonaInfo;
  values: PersonaValues;
  /** Nothing beside it tells whose they are. */
  isNamed?: boolean;
}) {
  const label = () => words.variablesOf(props.persona.displayName);
  return (
    <Show when={props.persona.variables.length > 0}>
      <div class="start-variables" role="group" aria-label={label()}>
        <Show when={props.isNamed}>
          <div data-ui="legend" aria-hidden="true">
            {label()}
          </div>
        </Show>
        <Keyed each={props.persona.variables} by={({ name }) => `${props.persona.id}/${name}`}>
          {(variable) => (
            <Field
              label={words.variable(variable().name)}
              note={variable().description}
              placeholder={variable().default ?? ""}
              maxlength={MOST}
              value={props.values.typed(props.persona, variable().name)}
              onValue={(value) => props.values.type(props.persona, variable().name, value)}
            />
          )}
        </Keyed>
      </div>
    </Show>
  );
}

/** As long as the wire takes. */
const MOST = 4096;
