import type { PersonaInfo } from "@switchyard/core/protocol";
import { For, Show } from "solid-js";
import { Icon } from "../../ui/Icon.tsx";
import { CheckIcon } from "../../ui/icons.ts";
import { PersonaIcon } from "../../ui/PersonaIcon.tsx";
import { personaWords as words } from "../../words/persona-words.ts";
import { PersonaName } from "./PersonaName.tsx";
import { toldFacts, whyUnusable } from "./told-facts.ts";

/** One persona in a list to choose from; one that can't be used is read and not chosen. */
export function PersonaOption(props: {
  id: string;
  persona: PersonaInfo;
  isActive: boolean;
  isChosen: boolean;
  /** In a list that is not grouped by source. */
  showsSource: boolean;
  place: { at: number; of: number };
  onChoose: () => void;
}) {
  const facts = () => [
    ...(props.showsSource ? [words.from(props.persona)] : []),
    ...toldFacts(props.persona),
  ];
  return (
    <div
      class="persona-option"
      id={props.id}
      role="option"
      aria-selected={props.isActive}
      aria-disabled={whyUnusable(props.persona) === null ? undefined : "true"}
      aria-setsize={props.place.of}
      aria-posinset={props.place.at + 1}
      onClick={() => props.onChoose()}
    >
      <PersonaIcon name={props.persona.icon} size={16} />
      <div class="grow">
        <PersonaName persona={props.persona} />
        <p class="persona-says">{props.persona.description}</p>
        <Show when={whyUnusable(props.persona)}>{(why) => <p class="persona-unusable">{why()}</p>}</Show>
        <Show when={facts().length > 0}>
          <p class="persona-told">
            <For each={facts()}>{(fact) => <span>{fact}</span>}</For>
          </p>
        </Show>
        <Show when={props.isChosen}>
          <span class="sr-only">{words.picker.chosen}</span>
        </Show>
      </div>
      <Show when={props.isChosen}>
        <Icon of={CheckIcon} size={16} />
      </Show>
    </div>
  );
}
