import { createEffect, createSignal } from "solid-js";
import { Icon, type IconComponent, type IconSize } from "./Icon.tsx";
import { CodeXmlIcon, CompassIcon, FlaskConicalIcon, TerminalIcon, UserRoundIcon } from "./icons.ts";

/** The icon that a persona names; a name that the page does not have shows a person. */
export function PersonaIcon(props: { name: string | undefined; size?: IconSize }) {
  const name = () => props.name ?? "user-round";
  createEffect(() => {
    if (!first.has(name())) readMore();
  });
  return <Icon of={first.get(name()) ?? more().get(name()) ?? UserRoundIcon} size={props.size ?? 14} />;
}

const first: ReadonlyMap<string, IconComponent> = new Map([
  ["code-xml", CodeXmlIcon],
  ["compass", CompassIcon],
  ["flask-conical", FlaskConicalIcon],
  ["terminal", TerminalIcon],
  ["user-round", UserRoundIcon],
]);

const [more, setMore] = createSignal<ReadonlyMap<string, IconComponent>>(new Map());
let isAsked = false;

function readMore(): void {
  if (isAsked) return;
  isAsked = true;
  import("./more-persona-icons.ts").then(
    ({ morePersonaIcons }) => setMore(morePersonaIcons),
    // Without the connection the person stands for it, until another is asked for.
    () => (isAsked = false),
  );
}
