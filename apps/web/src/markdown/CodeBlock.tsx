import { createEffect, createSignal, onCleanup, Show } from "solid-js";
import { CopyButton } from "../ui/CopyButton.tsx";
import { highlight } from "./highlight.ts";
import { languageOf } from "./language-names.ts";
import { markdownWords as words } from "./markdown-words.ts";
import { growText } from "./morph.ts";
import { codeFragment } from "./runs.ts";

/** Code with its language, copy and wrap; plain while it is still being written, then highlighted. */
export function CodeBlock(props: { text: string; lang: string; open?: boolean }) {
  const [wrapped, setWrapped] = createSignal(false);
  const language = () => languageOf(props.lang);
  const name = () => language()?.name ?? props.lang;
  const text = document.createTextNode("");
  const code = document.createElement("code");
  code.append(text);
  createEffect(() => growText(text, props.text));
  createEffect(() => {
    const id = language()?.id;
    const source = props.text;
    if (props.open || id === undefined) return;
    let current = true;
    onCleanup(() => {
      current = false;
      code.replaceChildren(text);
    });
    void highlight(source, id).then((lines) => {
      if (current && lines) code.replaceChildren(codeFragment(source, lines));
    });
  });
  return (
    <figure class="md-code">
      <figcaption>
        <span class="md-code-lang">{name()}</span>
        <button
          type="button"
          class="md-code-wrap"
          aria-pressed={wrapped()}
          onClick={() => setWrapped(!wrapped())}
        >
          {words.wrap}
        </button>
        <CopyButton text={() => props.text} label={words.copy} />
      </figcaption>
      <pre tabindex="0" role="region" aria-label={words.code(name())} data-wrap={wrapped() ? "" : undefined}>
        {code}
        <Show when={props.open}>
          <span class="caret" aria-hidden="true" />
        </Show>
      </pre>
    </figure>
  );
}
