import { A, useLocation } from "@solidjs/router";
import { For, Show } from "solid-js";
import { ariaKeys } from "../../keys/keyboard.ts";
import { useApp } from "../../state/app.ts";
import { Button } from "../../ui/Button.tsx";
import { Count } from "../../ui/Count.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { PanelLeftIcon } from "../../ui/icons.ts";
import { Mark } from "../../ui/Mark.tsx";
import { words } from "../../words/en.ts";
import { ConnectionState } from "./ConnectionState.tsx";
import { places } from "./places.ts";
import "./Rail.css";

/** The way between the places: a rail at the left, tabs at the foot of a phone. */
export function Rail(props: { hasList: boolean; onToggleList: () => void }) {
  const app = useApp();
  const location = useLocation();
  return (
    <nav class="rail" aria-label={words.nav.main}>
      <span class="rail-mark">
        <Mark label={words.product} />
      </span>
      <For each={places}>
        {(place) => (
          <A
            href={place.path}
            class="rail-place"
            activeClass=""
            inactiveClass=""
            data-place={place.path.slice(1)}
            aria-current={location.pathname.startsWith(place.path) ? "page" : undefined}
          >
            <Icon of={place.icon} size={20} />
            {place.label}
            <Show when={place.path === "/inbox" && app.standing.needs() > 0}>
              <Count tone="signal" value={app.standing.needs()} label={words.needYou(app.standing.needs())} />
            </Show>
          </A>
        )}
      </For>
      <Show when={props.hasList}>
        <span class="rail-list">
          <Button
            variant="ghost"
            icon={PanelLeftIcon}
            label={words.list.show}
            aria-keyshortcuts={ariaKeys("toggleList")}
            onClick={() => props.onToggleList()}
          />
        </span>
      </Show>
      <ConnectionState />
    </nav>
  );
}
