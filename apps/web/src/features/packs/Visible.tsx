import { For } from "solid-js";
import { promptParts } from "../personas/prompt-parts.ts";
import "../personas/prompt.css";

/** What somebody else wrote, with every character in it that nobody sees. */
export function Visible(props: { text: string }) {
  return (
    <bdi>
      <For each={promptParts(props.text, NONE)}>
        {(part) => (part.kind === "text" ? part.text : <span class="prompt-unseen">{part.text}</span>)}
      </For>
    </bdi>
  );
}

const NONE: ReadonlySet<string> = new Set();
