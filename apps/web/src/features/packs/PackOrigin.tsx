import type { PackInfo } from "@switchyard/core/protocol";
import { Show } from "solid-js";
import { packWords as words } from "../../words/pack-words.ts";
import { Visible } from "./Visible.tsx";

/** "Plug-in acme-backend 1.2.0 · MIT · from npm as acme-backend@1 · 1a2b3c4d". */
export function PackOrigin(props: { pack: PackInfo }) {
  return (
    <p class="pack-origin">
      <Show when={props.pack.kind === "backend"}>{words.plugin} </Show>
      <code>{words.pack(props.pack.name, props.pack.version)}</code> ·{" "}
      <Visible text={props.pack.license ?? words.noLicense} /> ·{" "}
      <Show when={props.pack.spec !== props.pack.name} fallback={words.fromNpm}>
        {words.from[props.pack.origin]}{" "}
        <code>
          <Visible text={props.pack.spec} />
        </code>
      </Show>{" "}
      · <code title={words.hashTitle(props.pack.hash)}>{words.hash(props.pack.hash)}</code>
    </p>
  );
}
