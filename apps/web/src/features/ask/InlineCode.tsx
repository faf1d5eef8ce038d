import { For, type JSX } from "solid-js";

/** Words in which what stands between backticks is code. */
export function InlineCode(props: { text: string }): JSX.Element {
  return (
    <For each={props.text.split("`")}>
      {(part, at) => (at() % 2 === 1 && hasEnd(props.text, at()) ? <code>{part}</code> : plain(part, at()))}
    </For>
  );
}

/** A backtick without another one is itself. */
function hasEnd(text: string, at: number): boolean {
  return at < text.split("`").length - 1;
}

function plain(part: string, at: number): string {
  return at % 2 === 1 ? `\`${part}` : part;
}
