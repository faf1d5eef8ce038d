import { personaWords as words } from "../../words/persona-words.ts";
import type { PersonaGroup } from "./find-personas.ts";
import "./personas.css";

/** "This project  .claude/agents  200", "Installed  @acme/personas 1.2.0  2". */
export function GroupHeading(props: { id: string; group: PersonaGroup }) {
  const source = () =>
    props.group.layer === "built_in" ? "" : words.pack(props.group.source, props.group.packVersion);
  return (
    <span class="persona-heading" id={props.id}>
      <span class="nowrap">{words.layers[props.group.layer]}</span>
      <code class="cut">{source()}</code>
      <span class="persona-heading-count">{props.group.personas.length}</span>
    </span>
  );
}
