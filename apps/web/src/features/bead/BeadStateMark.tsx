import { Match, Switch } from "solid-js";
import { Icon } from "../../ui/Icon.tsx";
import { CircleDotIcon, ClockIcon, LockIcon, PlayIcon } from "../../ui/icons.ts";
import { StatusGlyph } from "../../ui/StatusGlyph.tsx";
import type { BeadStateName } from "./bead-state.ts";

/** A bead's own state as a shape; the word stands beside it. */
export function BeadStateMark(props: { state: BeadStateName }) {
  return (
    <Switch fallback={<StatusGlyph glyph="idle" size={12} />}>
      <Match when={props.state === "closed"}>
        <StatusGlyph glyph="check" size={14} />
      </Match>
      <Match when={props.state === "in_progress"}>
        <Icon of={CircleDotIcon} size={12} />
      </Match>
      <Match when={props.state === "blocked"}>
        <Icon of={LockIcon} size={12} />
      </Match>
      <Match when={props.state === "ready"}>
        <Icon of={PlayIcon} size={12} />
      </Match>
      <Match when={props.state === "deferred"}>
        <Icon of={ClockIcon} size={12} />
      </Match>
    </Switch>
  );
}
