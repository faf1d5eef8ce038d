import { For, Show } from "solid-js";
import type { ProjectBeads } from "../../../state/beads.ts";
import { Button } from "../../../ui/Button.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { LightbulbIcon, RotateCwIcon, TriangleAlertIcon } from "../../../ui/icons.ts";
import { Note } from "../../../ui/Note.tsx";
import { projectWords } from "../../../words/project-words.ts";

const words = projectWords.tracker;

/** Why what is shown may not be what the tracker holds, in the tracker's own words, and reading it again. */
export function TrackerNote(props: { beads: ProjectBeads }) {
  const broken = () => isBroken(props.beads);
  const own = () => props.beads.error()?.message ?? props.beads.tracker()?.note ?? null;
  const faults = () => props.beads.tracker()?.faults ?? [];
  return (
    <div class="tracker-note">
      <Note
        tone={broken() ? "danger" : "neutral"}
        role="status"
        icon={<Icon of={broken() ? TriangleAlertIcon : LightbulbIcon} />}
        title={broken() ? words.failed : (own() ?? words.faults(faults().length))}
        actions={
          <Button
            size={24}
            icon={RotateCwIcon}
            busy={props.beads.isReading()}
            onClick={() => void props.beads.refresh()}
          >
            {words.again}
          </Button>
        }
      >
        <Show when={broken()}>
          <p>{words.before}</p>
          <Show when={own()}>{(text) => <p class="tracker-words">{text()}</p>}</Show>
        </Show>
        <Show when={faults().length > 0}>
          <Show when={broken() || own() !== null}>
            <p>{words.faults(faults().length)}</p>
          </Show>
          <ul class="tracker-words">
            <For each={faults()}>{(fault) => <li>{fault}</li>}</For>
          </ul>
        </Show>
      </Note>
    </div>
  );
}

/** Whether the last reading failed: what is shown, if anything, is from before. */
export function isBroken(beads: ProjectBeads): boolean {
  return beads.error() !== null || beads.tracker()?.failed === true;
}

/** Whether there is more to say than the chip holds. */
export function isExplainable(beads: ProjectBeads): boolean {
  const tracker = beads.tracker();
  return tracker !== null && (tracker.note !== null || tracker.faults.length > 0);
}
