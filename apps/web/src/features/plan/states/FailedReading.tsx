import { Show } from "solid-js";
import type { ProjectBeads } from "../../../state/beads.ts";
import { Button } from "../../../ui/Button.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { RotateCwIcon, TriangleAlertIcon } from "../../../ui/icons.ts";
import { Note } from "../../../ui/Note.tsx";
import { projectWords } from "../../../words/project-words.ts";

/** Nothing could be read, ever: in the tracker's own words why. */
export function FailedReading(props: { beads: ProjectBeads }) {
  const own = () => props.beads.error()?.message ?? props.beads.tracker()?.note ?? undefined;
  return (
    <div class="plan-state-note">
      <Note
        tone="danger"
        role="alert"
        icon={<Icon of={TriangleAlertIcon} />}
        title={projectWords.empty.failedTitle}
        actions={
          <Button
            size={24}
            icon={RotateCwIcon}
            busy={props.beads.isReading()}
            onClick={() => void props.beads.refresh()}
          >
            {projectWords.tracker.again}
          </Button>
        }
      >
        <Show when={own()}>{(text) => <p class="tracker-words">{text()}</p>}</Show>
      </Note>
    </div>
  );
}
