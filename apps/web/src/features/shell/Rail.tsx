import { A, useLocation } from "@solidjs/router";
import { For, Show } from "solid-js";
import { ariaKeys } from "../../keys/keyboard.ts";
import { useApp } from "../../state/app.ts";
import { Button } from "../../ui/Button.tsx";
import { Count } from "../../ui/Count.tsx";
import { Icon, type IconComponent } from "../../ui/Icon.tsx";
import {
  ChartGanttIcon,
  CpuIcon,
  InboxIcon,
  LayoutGridIcon,
  PanelLeftIcon,
  SearchIcon,
  SettingsIcon,
  SquareTerminalIcon,
} from "../../ui/icons.ts";
import { Mark } from "../../ui/Mark.tsx";
import { words } from "../../words/en.ts";
import { ConnectionState } from "./ConnectionState.tsx";
import "./Rail.css";

interface Place {
  readonly path: string;
  readonly label: string;
  readonly icon: IconComponent;
}

/** The places that there are; a place that does not work yet is not shown. */
const places: readonly Place[] = [
  { path: "/inbox", label: words.nav.inbox, icon: InboxIcon },
  { path: "/sessions", label: words.nav.sessions, icon: SquareTerminalIcon },
  { path: "/fleet", label: words.nav.fleet, icon: LayoutGridIcon },
  { path: "/plan", label: words.nav.plan, icon: ChartGanttIcon },
  { path: "/search", label: words.nav.search, icon: SearchIcon },
  { path: "/processes", label: words.nav.processes, icon: CpuIcon },
  { path: "/settings", label: words.nav.settings, icon: SettingsIcon },
];

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
