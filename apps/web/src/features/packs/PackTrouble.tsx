import type { PackInfo } from "@switchyard/core/protocol";
import { Show } from "solid-js";
import { packWords as words } from "../../words/pack-words.ts";
import { Visible } from "./Visible.tsx";

/** Why an installed pack is not in use, and what to do. */
export function PackTrouble(props: { pack: PackInfo }) {
  const word = () => words.states[props.pack.state];
  const reason = () => {
    const { reason, state } = props.pack;
    if (state === "changed" || state === "safe" || state === "off") return words.reasons[state];
    return reason ?? "";
  };
  /** Why one failed says that it did. */
  const said = () => {
    if (reason() === "") return word();
    return props.pack.state === "failed" ? reason() : words.because(word(), reason());
  };
  return (
    <Show when={!isWell(props.pack)}>
      <p class={["safe", "off"].includes(props.pack.state) ? undefined : "text-danger"}>
        <Visible text={said()} />
      </p>
      <Show when={props.pack.state === "failed"}>
        <p>{words.failedHelp}</p>
      </Show>
    </Show>
  );
}

/** It is in use, or about to be. */
export function isWell({ state }: PackInfo): boolean {
  return state === "ready" || state === "loading";
}
