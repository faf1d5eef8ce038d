import type { BackendInfo } from "@switchyard/core/protocol";
import { Show } from "solid-js";
import { Icon } from "../../ui/Icon.tsx";
import { TriangleAlertIcon } from "../../ui/icons.ts";
import { StatusGlyph } from "../../ui/StatusGlyph.tsx";
import { words } from "../../words/en.ts";

/** How a backend's program is: its shape, its word, its version. */
export function BackendState(props: { backend: BackendInfo }) {
  return (
    <>
      <BackendGlyph state={props.backend.state} />
      <span class="nowrap">{backendWord(props.backend.state)}</span>
      <Show when={props.backend.version}>
        <span class="text-3 cut">{props.backend.version}</span>
      </Show>
      <Show when={props.backend.source === "bundled"}>
        <span class="text-3">{words.backend.bundled}</span>
      </Show>
    </>
  );
}

export function BackendGlyph(props: { state: BackendInfo["state"] }) {
  return (
    <Show
      when={props.state === "not_logged_in" || props.state === "broken"}
      fallback={
        <StatusGlyph
          glyph={props.state === "ready" ? "check" : props.state === "checking" ? "running" : "waiting"}
        />
      }
    >
      <Icon of={TriangleAlertIcon} size={14} />
    </Show>
  );
}

export function backendWord(state: BackendInfo["state"]): string {
  return stateWords[state];
}

const stateWords: Readonly<Record<BackendInfo["state"], string>> = {
  checking: words.backend.checking,
  ready: words.backend.ready,
  not_logged_in: words.backend.notLoggedIn,
  not_installed: words.backend.notInstalled,
  broken: words.backend.broken,
};
