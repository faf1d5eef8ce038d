import type { ProjectId } from "@switchyard/core/protocol";
import { type JSX, Match, Switch } from "solid-js";
import { useApp } from "../../../state/app.ts";
import { isBroken } from "../header/TrackerNote.tsx";
import type { PlanFilter } from "../plan-filter.ts";
import { FailedReading } from "./FailedReading.tsx";
import { FolderMissing } from "./FolderMissing.tsx";
import { LoadingPlan } from "./LoadingPlan.tsx";
import { NoMatch } from "./NoMatch.tsx";
import { EmptyTracker, NoTracker } from "./NoTracker.tsx";
import "./states.css";

/** The plan's tree, or why there is none: loading, failed, no tracker, no bead, nothing that fits the filter. */
export function PlanGate(props: {
  projectId: ProjectId;
  filter: PlanFilter;
  /** How many rows there are. */
  shown: number;
  /** Writes the first bead; undefined: nothing can be written. */
  onNewBead?: (() => void) | undefined;
  /** Whether a bead is being written: its row is in the tree, though it may be the only one. */
  isWriting?: boolean;
  children: JSX.Element;
}) {
  const app = useApp();
  const beads = () => app.beads.of(props.projectId);
  const project = () => app.projects.get(props.projectId);
  const isEmpty = () => beads().list().length === 0 && props.isWriting !== true;
  return (
    <Switch fallback={props.children}>
      <Match when={isEmpty() && project()?.isThere === false && project()}>
        {(missing) => <FolderMissing project={missing()} beads={beads()} />}
      </Match>
      <Match when={isEmpty() && isBroken(beads())}>
        <FailedReading beads={beads()} />
      </Match>
      <Match when={!beads().isLoaded()}>
        <LoadingPlan />
      </Match>
      <Match when={isEmpty() && beads().tracker()?.source === "none"}>
        <NoTracker projectId={props.projectId} />
      </Match>
      <Match when={isEmpty()}>
        <EmptyTracker projectId={props.projectId} onNewBead={props.onNewBead} />
      </Match>
      <Match when={props.shown === 0}>
        <NoMatch filter={props.filter} />
      </Match>
    </Switch>
  );
}
