import { createSignal, createUniqueId, Show } from "solid-js";
import type { PersonaPlace } from "../../state/personas.ts";
import { Button } from "../../ui/Button.tsx";
import { Keyed } from "../../ui/Keyed.tsx";
import { personaWords } from "../../words/persona-words.ts";
import type { PersonaGroup } from "./find-personas.ts";
import { GroupHeading } from "./GroupHeading.tsx";
import { PersonaRow } from "./PersonaRow.tsx";

/** The personas of one source; of many the first few, until more are asked for. */
export function PersonaGroupRows(props: { group: PersonaGroup; place: PersonaPlace }) {
  const heading = createUniqueId();
  const [room, setRoom] = createSignal(FIRST);
  const shown = () => props.group.personas.slice(0, room());
  const left = () => props.group.personas.length - shown().length;
  let list!: HTMLUListElement;
  const showMore = () => {
    const from = shown().length;
    setRoom(from + MORE);
    list.children[from]?.querySelector("summary")?.focus();
  };
  return (
    <section aria-labelledby={heading}>
      <h3>
        <GroupHeading id={heading} group={props.group} />
      </h3>
      <ul ref={list} class="persona-rows">
        <Keyed each={shown()} by={({ id }) => id}>
          {(persona) => <PersonaRow persona={persona()} place={props.place} />}
        </Keyed>
      </ul>
      <Show when={left() > 0}>
        <Button variant="ghost" size={24} onClick={showMore}>
          {personaWords.settings.more(Math.min(left(), MORE))}
        </Button>
      </Show>
    </section>
  );
}

const FIRST = 5;
const MORE = 100;
