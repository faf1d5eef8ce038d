import type { PackInfo } from "@switchyard/core/protocol";
import { createUniqueId, Show } from "solid-js";
import { Icon } from "../../ui/Icon.tsx";
import { PackageIcon, TriangleAlertIcon } from "../../ui/icons.ts";
import { packWords as words } from "../../words/pack-words.ts";
import { PackActions } from "./PackActions.tsx";
import type { PackActs } from "./PackDialogs.tsx";
import { PackOrigin } from "./PackOrigin.tsx";
import { isWell, PackTrouble } from "./PackTrouble.tsx";
import { Visible } from "./Visible.tsx";

/** One pack that is installed. */
export function PackRow(props: { pack: PackInfo; acts: PackActs }) {
  const id = createUniqueId();
  const facts = () => {
    const { kind, personas, state } = props.pack;
    if (state === "loading") return words.states.loading;
    return kind === "personas" ? words.personaCount(personas.length) : "";
  };
  return (
    <li>
      <div class="pack-row" role="group" aria-labelledby={id}>
        <Icon of={isWell(props.pack) ? PackageIcon : TriangleAlertIcon} size={14} />
        <h4 id={id}>
          <Visible text={props.pack.displayName} />
        </h4>
        <PackActions pack={props.pack} acts={props.acts} />
        <div class="pack-row-body">
          <PackTrouble pack={props.pack} />
          <Show when={facts()}>
            <p>{facts()}</p>
          </Show>
          <PackOrigin pack={props.pack} />
        </div>
      </div>
    </li>
  );
}
