import type { BackendInfo } from "@switchyard/core/protocol";
import { Show } from "solid-js";
import { CopyButton } from "../../ui/CopyButton.tsx";
import { words } from "../../words/en.ts";
import "./BackendHint.css";

/** The one command that helps where a backend is not ready, with a button that copies it. */
export function BackendHint(props: { backend: BackendInfo }) {
  return (
    <Show when={props.backend.state !== "ready" && props.backend.hint}>
      {(hint) => (
        <>
          <span class="small text-3">{hint().text}</span>
          <span class="command-line">
            <code class="command">{hint().command}</code>
            <CopyButton text={hint().command} label={words.copyCommand} />
          </span>
        </>
      )}
    </Show>
  );
}
