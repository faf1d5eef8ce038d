import type { Project } from "@switchyard/core/protocol";
import { createSignal, Show } from "solid-js";
import { useApp } from "../../../state/app.ts";
import { Button } from "../../../ui/Button.tsx";
import { PlusIcon } from "../../../ui/icons.ts";
import { Segmented } from "../../../ui/Segmented.tsx";
import { planWords } from "../../../words/plan-words.ts";
import { projectWords } from "../../../words/project-words.ts";
import { PaletteButton } from "../../palette/PaletteButton.tsx";
import { ProjectSwitcher } from "../../projects/ProjectSwitcher.tsx";
import { SignalPill } from "../../signal/SignalPill.tsx";
import type { PlanFilter } from "../plan-filter.ts";
import { ClosedMenu } from "./ClosedMenu.tsx";
import { FilterField } from "./FilterField.tsx";
import { PlanTotals } from "./PlanTotals.tsx";
import { ShowChoice } from "./ShowChoice.tsx";
import { TrackerChip } from "./TrackerChip.tsx";
import { isBroken, TrackerNote } from "./TrackerNote.tsx";
import "./header.css";

const words = projectWords.filter;

/** Which project, how it is read, and what of it is shown: two rows over the plan. */
export function PlanHeader(props: {
  project: Project;
  filter: PlanFilter;
  /** Why the timeline can't show days; undefined: it can. */
  noDays?: string | undefined;
  /** Writes a bead on the top level; undefined: nothing can be written. */
  onNewBead?: (() => void) | undefined;
}) {
  const app = useApp();
  const beads = () => app.beads.of(props.project.projectId);
  const [isExplained, setExplained] = createSignal(false);
  const hasBeads = () => beads().list().length > 0;
  // Where nothing was ever read, the place of the tree says why.
  const showsNote = () => (isBroken(beads()) || isExplained()) && beads().isLoaded() && !isEmptyHanded();
  const isEmptyHanded = () => isBroken(beads()) && beads().list().length === 0;
  return (
    <header class="plan-header">
      <div class="plan-bar">
        <h1>{projectWords.plan}</h1>
        <ProjectSwitcher project={props.project} />
        <TrackerChip
          beads={beads()}
          readOnly={app.beadEdits.readOnlyWhy(props.project.projectId)}
          isExplained={showsNote()}
          onExplain={() => setExplained((shown) => !shown)}
        />
        <span class="grow" />
        <PaletteButton />
        <SignalPill />
      </div>
      <Show when={showsNote()}>
        <TrackerNote beads={beads()} />
      </Show>
      <Show when={hasBeads()}>
        <div class="plan-filter">
          <FilterField filter={props.filter} />
          <ShowChoice project={props.project} filter={props.filter} />
          <ClosedMenu filter={props.filter} />
          <span class="plan-filter-end">
            <Show when={props.onNewBead}>
              {(write) => (
                <Button size={24} icon={PlusIcon} onClick={() => write()()}>
                  {planWords.edit.newBead}
                </Button>
              )}
            </Show>
            <PlanTotals project={props.project} />
            <Segmented
              label={words.timeline}
              value={props.noDays === undefined ? props.filter.timeline() : "order"}
              onValue={(mode) => props.filter.setTimeline(mode)}
              options={[
                { value: "order", label: words.order },
                {
                  value: "days",
                  label: words.days,
                  ...(props.noDays !== undefined && { unavailable: true, title: props.noDays }),
                },
              ]}
            />
          </span>
        </div>
      </Show>
    </header>
  );
}
