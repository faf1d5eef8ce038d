import { For, Show } from "solid-js";
import type { AnsiLine } from "../../../../ansi/screen.ts";
import { toolWords as words } from "../../../../words/tool-words.ts";
import { type Found, LONGEST, outputPieces } from "./pieces.ts";

/** One line of an output, in its colours. */
export function OutputLine(props: {
  line: AnsiLine;
  found?: readonly Found[];
  hasCaret?: boolean;
  /** Another line stands below it: what is copied has a break there. */ isFollowed?: boolean;
}) {
  return (
    <span class="output-line">
      <For each={outputPieces(props.line, props.found ?? [])}>
        {(piece) => {
          const className = piece.classes === "" ? undefined : piece.classes;
          if (piece.found !== "")
            return (
              <mark class={className} data-here={piece.found === "here" ? "" : undefined}>
                {piece.text}
              </mark>
            );
          return className === undefined ? piece.text : <span class={className}>{piece.text}</span>;
        }}
      </For>
      <Show when={props.line.text.length > LONGEST}>
        <i>{words.moreCharacters(props.line.text.length - LONGEST)}</i>
      </Show>
      <Show when={props.hasCaret}>
        <span class="caret" aria-hidden="true" />
      </Show>
      {props.isFollowed ? "\n" : ""}
    </span>
  );
}
