import type { BackendInfo } from "@switchyard/core/protocol";
import { Match, Show, Switch } from "solid-js";
import { Icon } from "../../ui/Icon.tsx";
import { PowerOffIcon, TriangleAlertIcon } from "../../ui/icons.ts";
import { StatusGlyph } from "../../ui/StatusGlyph.tsx";
import { words } from "../../words/en.ts";

/** How a backend's program is: its shape, its word, its version; of the demo, what it is. */
export function BackendState(props: { backend: BackendInfo }) {
  return (
    <>
      <BackendGlyph state={props.backend.state} />
      <span class="nowrap">{backendWord(props.backend.state)}</span>
      <Show
        when={props.backend.isDemo && props.backend.state === "ready"}
        fallback={
          <>
            <Show when={props.backend.version}>
              <span class="text-3 cut">{props.backend.version}</span>
            </Show>
            <Show when={props.backend.source === "bundled"}>
              <span class="text-3">{words.backend.bundled}</span>
            </Show>
          </>
        }
      >
        <span class="text-3">{words.backend.demoKind}</span>
      </Show>
    </>
  );
}

/** A shape of its own for each state, so that colour is never the only difference. */
export function BackendGlyph(props: { state: BackendInfo["state"] }) {
  return (
    <Switch fallback={<StatusGlyph glyph="waiting" />}>
      <Match when={props.state === "ready"}>
        <StatusGlyph glyph="check" />
      </Match>
      <Match when={props.state === "checking"}>
        <StatusGlyph glyph="running" />
      </Match>
      <Match when={props.state === "not_logged_in" || props.state === "broken"}>
        <Icon of={TriangleAlertIcon} size={14} />
      </Match>
      <Match when={props.state === "off"}>
        <Icon of={PowerOffIcon} size={14} />
      </Match>
    </Switch>
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
  off: words.backend.off,
};
