import { personaWords as words } from "../../words/persona-words.ts";
import type { PersonaGroup } from "./find-personas.ts";
import "./personas.css";

/** "This project  .claude/agents  200". */
export function GroupHeading(props: { id: string; group: PersonaGroup }) {
  const layer = () => (props.group.layer === "installed" ? "" : words.layers[props.group.layer]);
  const source = () =>
    props.group.layer === "built_in" ? "" : words.pack(props.group.source, props.group.packVersion);
  return (
    <span class="persona-heading" id={props.id}>
      <span class="nowrap">{layer()}</span>
      <code class="cut">{source()}</code>
      <span class="persona-heading-count">{props.group.personas.length}</span>
    </span>
  );
}
