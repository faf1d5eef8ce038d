import type { PersonaInfo } from "@switchyard/core/protocol";
import { createSignal, For, Show } from "solid-js";
import type { PersonaPlace } from "../../state/personas.ts";
import { Icon } from "../../ui/Icon.tsx";
import { ChevronRightIcon } from "../../ui/icons.ts";
import { PersonaIcon } from "../../ui/PersonaIcon.tsx";
import { PersonaDetails } from "./PersonaDetails.tsx";
import { PersonaName } from "./PersonaName.tsx";
import { toldFacts, whyUnusable } from "./told-facts.ts";

/** One persona in the settings; unfolded, all that is known of it. */
export function PersonaRow(props: { persona: PersonaInfo; place: PersonaPlace }) {
  const [isOpen, setOpen] = createSignal(false);
  return (
    <li>
      <details class="persona-row" onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <PersonaIcon name={props.persona.icon} size={16} />
          <span class="grow">
            <PersonaName persona={props.persona} />
            <span class="persona-says">{props.persona.description}</span>
            <Show when={whyUnusable(props.persona)}>
              {(why) => <span class="persona-unusable">{why()}</span>}
            </Show>
            <Show when={toldFacts(props.persona).length > 0}>
              <span class="persona-told">
                <For each={toldFacts(props.persona)}>{(fact) => <span>{fact}</span>}</For>
              </span>
            </Show>
          </span>
          <Icon of={ChevronRightIcon} size={14} />
        </summary>
        <Show when={isOpen()}>
          <PersonaDetails persona={props.persona} place={props.place} />
        </Show>
      </details>
    </li>
  );
}
