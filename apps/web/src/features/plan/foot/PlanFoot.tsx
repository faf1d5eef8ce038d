import { isClosed } from "@switchyard/beads";
import type { Project } from "@switchyard/core/protocol";
import { createMemo, createSignal, type JSX, Show } from "solid-js";
import { ariaKeys, createShortcut } from "../../../keys/keyboard.ts";
import { useApp } from "../../../state/app.ts";
import { Button } from "../../../ui/Button.tsx";
import { Keyed } from "../../../ui/Keyed.tsx";
import { KeyHint } from "../../../ui/KeyHint.tsx";
import { PlayIcon } from "../../../ui/icons.ts";
import { batchWords as words } from "../../../words/batch-words.ts";
import { words as pageWords } from "../../../words/en.ts";
import { lazyDialog } from "../../shell/lazy-part.tsx";
import { BatchLine } from "./BatchLine.tsx";
import { hindranceOf } from "../start/hindrance.ts";
import { freePlaces } from "./free-places.ts";
import { waitingBatches } from "./waiting-batches.ts";
import "./foot.css";

const StartReadyDialog = lazyDialog(() => import("../start/StartReadyDialog.tsx"));

/** What is ready, what waits, and starting the ready ones (also by ⇧S, while it is mounted). */
export function PlanFoot(props: {
  project: Project;
  /** The beads that were ticked in the tree; empty: all that are ready are meant. */
  ticked: readonly string[];
  /** What else can be done with the ticked ones; it stands in the place of what is ready. */
  tickBar?: () => JSX.Element;
  /** The ticked ones were started. */
  onStarted: () => void;
}) {
  const app = useApp();
  const [isStarting, setStarting] = createSignal(false);
  const beads = () => app.beads.of(props.project.projectId);
  const ready = createMemo(() => {
    const relations = beads().relations();
    return relations.list.filter((bead) => !isClosed(bead) && relations.isReady(bead.id));
  });
  const startable = createMemo(() => {
    const active = app.beadSessions.active(props.project.projectId);
    const relations = beads().relations();
    return ready().filter((bead) => hindranceOf(bead, relations, active.has(bead.id)) === null).length;
  });
  const batches = createMemo(() => waitingBatches(app.beadSessions.inProject(props.project.projectId)));
  const places = createMemo(() => freePlaces(app));
  const hasBar = () => props.tickBar !== undefined && props.ticked.length > 0;
  const obstacle = () => {
    if (app.connection.link() !== "live") return pageWords.notConnected;
    return ready().length === 0 && props.ticked.length === 0 ? words.noneReady : undefined;
  };
  const start = () => {
    if (obstacle() === undefined) setStarting(true);
  };
  createShortcut("startReady", start);

  return (
    <Show when={beads().list().length > 0 || batches().length > 0}>
      <footer class="plan-foot">
        <Show when={hasBar()}>{props.tickBar?.()}</Show>
        <span class="plan-foot-counts" hidden={hasBar()}>
          <Show when={beads().isLoaded()}>
            <span class="strong">{words.ready(ready().length)}</span>
          </Show>
          <Show when={startable() < ready().length}>
            <span class="text-2" title={words.startableTitle}>
              {words.startable(startable())}
            </span>
          </Show>
          <Show when={props.ticked.length > 0}>
            <span class="text-2">{words.ticked(props.ticked.length)}</span>
          </Show>
          <Show when={places()}>
            {(places) => (
              <span class="text-2" title={words.freeTitle(places().free, places().limit)}>
                {words.free(places().free)}
              </span>
            )}
          </Show>
        </span>
        <Keyed each={batches()} by={({ batchId }) => batchId}>
          {(batch) => <BatchLine batch={batch()} />}
        </Keyed>
        <span class="grow" />
        <span class="plan-foot-legend" hidden={hasBar()} title={words.criticalPathTitle}>
          <i aria-hidden="true" />
          {words.criticalPath}
        </span>
        <span class="plan-foot-hint" hidden={hasBar()}>
          <KeyHint keys="s" />
          {words.startOne}
        </span>
        <Button
          variant="primary"
          icon={PlayIcon}
          keys="Shift+s"
          aria-keyshortcuts={ariaKeys("startReady")}
          disabled={obstacle() !== undefined}
          {...(obstacle() === undefined ? {} : { reason: obstacle() ?? "" })}
          onClick={start}
        >
          {props.ticked.length > 0 ? words.startTicked(props.ticked.length) : words.startReady}
        </Button>
        <Show when={isStarting()}>
          <StartReadyDialog
            project={props.project}
            ticked={props.ticked}
            onStarted={() => props.onStarted()}
            onClose={() => setStarting(false)}
          />
        </Show>
      </footer>
    </Show>
  );
}
