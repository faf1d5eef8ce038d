import type { PersonaInfo } from "@switchyard/core/protocol";
import { Show } from "solid-js";
import "./personas.css";

/** What a persona is called; its id stands beside it where the name does not tell it. */
export function PersonaName(props: { persona: PersonaInfo }) {
  const isTold = () =>
    props.persona.displayName.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-") === props.persona.id;
  return (
    <span class="persona-name">
      <bdi class="cut">{props.persona.displayName}</bdi>
      <Show when={!isTold()}>
        <code class="cut">{props.persona.id}</code>
      </Show>
    </span>
  );
}
