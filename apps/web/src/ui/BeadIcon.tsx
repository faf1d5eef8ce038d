import { Icon, type IconComponent, type IconSize } from "./Icon.tsx";
import { BugIcon, CircleDotIcon, DiamondIcon, LayersIcon, SquareIcon } from "./icons.ts";

/** The icon of a kind of bead; one for all kinds that a project made up, whose name must be told beside it. */
export function BeadIcon(props: { type: string | undefined; size?: IconSize }) {
  return <Icon of={byType[props.type ?? ""] ?? CircleDotIcon} size={props.size ?? 14} />;
}

const byType: Readonly<Record<string, IconComponent>> = {
  epic: LayersIcon,
  feature: DiamondIcon,
  task: SquareIcon,
  bug: BugIcon,
};
