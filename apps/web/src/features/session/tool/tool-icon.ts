import type { ToolKind } from "@switchyard/core/protocol";
import type { IconComponent } from "../../../ui/Icon.tsx";
import {
  ArrowRightIcon,
  FileIcon,
  GlobeIcon,
  LightbulbIcon,
  PencilIcon,
  SearchIcon,
  ShieldIcon,
  TerminalIcon,
  TrashIcon,
  WrenchIcon,
} from "../../../ui/icons.ts";

const ICONS: Record<ToolKind, IconComponent> = {
  read: FileIcon,
  edit: PencilIcon,
  delete: TrashIcon,
  move: ArrowRightIcon,
  search: SearchIcon,
  execute: TerminalIcon,
  think: LightbulbIcon,
  fetch: GlobeIcon,
  switch_mode: ShieldIcon,
  other: WrenchIcon,
};

export function toolIcon(kind: ToolKind): IconComponent {
  return ICONS[kind];
}
