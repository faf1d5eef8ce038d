import type { KeyName } from "../../keys/table.ts";
import type { IconComponent } from "../../ui/Icon.tsx";
import {
  ChartGanttIcon,
  CpuIcon,
  InboxIcon,
  LayoutGridIcon,
  SearchIcon,
  SettingsIcon,
  SquareTerminalIcon,
} from "../../ui/icons.ts";
import { words } from "../../words/en.ts";

interface Place {
  readonly path: string;
  readonly label: string;
  readonly icon: IconComponent;
  /** The key that goes there. */
  readonly key: KeyName;
}

/** The places that there are: the rail, their keys and the palette read this table. */
export const places: readonly Place[] = [
  { path: "/inbox", label: words.nav.inbox, icon: InboxIcon, key: "goInbox" },
  { path: "/sessions", label: words.nav.sessions, icon: SquareTerminalIcon, key: "goSessions" },
  { path: "/fleet", label: words.nav.fleet, icon: LayoutGridIcon, key: "goFleet" },
  { path: "/plan", label: words.nav.plan, icon: ChartGanttIcon, key: "goPlan" },
  { path: "/search", label: words.nav.search, icon: SearchIcon, key: "search" },
  { path: "/processes", label: words.nav.processes, icon: CpuIcon, key: "goProcesses" },
  { path: "/settings", label: words.nav.settings, icon: SettingsIcon, key: "goSettings" },
];
