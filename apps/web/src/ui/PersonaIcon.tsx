import { Icon, type IconComponent, type IconSize } from "./Icon.tsx";
import { CodeXmlIcon, CompassIcon, FlaskConicalIcon, TerminalIcon, UserRoundIcon } from "./icons.ts";

/** The icon that a persona names; a name that the page does not have shows a person. */
export function PersonaIcon(props: { name: string | undefined; size?: IconSize }) {
  return <Icon of={byName[props.name ?? ""] ?? UserRoundIcon} size={props.size ?? 14} />;
}

const byName: Readonly<Record<string, IconComponent>> = {
  "code-xml": CodeXmlIcon,
  compass: CompassIcon,
  "flask-conical": FlaskConicalIcon,
  terminal: TerminalIcon,
};
