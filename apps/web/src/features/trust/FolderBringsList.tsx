import type { TrustQuestion } from "@switchyard/core/protocol";
import { For } from "solid-js";
import { words } from "../../words/en.ts";
import "./FolderBringsList.css";

/** What a folder brings, in plain words and in its files' own: the user sees what would run before it does. */
export function FolderBringsList(props: { question: TrustQuestion }) {
  return (
    <ul class="folder-brings">
      <For each={props.question.brings}>
        {(brings) => (
          <li>
            <p>
              <code class="folder-brings-file">{brings.file}</code> {words.start.brings[brings.kind]}
            </p>
            <ul>
              <For each={brings.detail}>{(detail) => <li data-mono>{detail}</li>}</For>
            </ul>
          </li>
        )}
      </For>
    </ul>
  );
}
