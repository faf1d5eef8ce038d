import type { Beads } from "@switchyard/beads";
import type { Bead, ProjectId } from "@switchyard/core/protocol";
import { createMemo, Match, Show, Switch } from "solid-js";
import { useApp } from "../../state/app.ts";
import type { ProjectBeads } from "../../state/beads.ts";
import type { WholeBead } from "../../state/whole-bead.ts";
import { Button } from "../../ui/Button.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { RotateCwIcon, TriangleAlertIcon } from "../../ui/icons.ts";
import { Note } from "../../ui/Note.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { beadWords as words } from "../../words/bead-words.ts";
import { BeadFacts } from "./BeadFacts.tsx";
import { BeadHeader } from "./BeadHeader.tsx";
import { BeadRelations } from "./BeadRelations.tsx";
import { BeadSessionList } from "./BeadSessionList.tsx";
import { BeadComments, BeadMore, BeadTexts } from "./BeadTexts.tsx";
import "./BeadPage.css";

export interface BeadPageProps {
  projectId: ProjectId;
  beadId: string;
  /** A screen of its own, or beside the plan. */
  layout: "page" | "panel";
  onClose: () => void;
}

/** What a part of the page shows: a bead among the others of its project. */
export interface ShownBead {
  readonly projectId: ProjectId;
  readonly bead: Bead;
  readonly beads: Beads;
}

/** Everything that is known of a bead: its outline at once, its texts as they come. */
export function BeadPage(props: BeadPageProps) {
  return (
    <Show when={`${props.projectId} ${props.beadId}`} keyed>
      <OneBead {...props} />
    </Show>
  );
}

function OneBead(props: BeadPageProps) {
  const app = useApp();
  const beads = createMemo(() => app.beads.of(props.projectId));
  const whole = createMemo(() => app.beads.whole(props.projectId, props.beadId));
  // Without the others nothing can be said of its state.
  const isSettled = () => beads().isLoaded() || beads().error() !== null;
  const bead = createMemo(() =>
    isSettled() ? joined(whole().bead(), beads().relations().get(props.beadId)) : undefined,
  );
  return (
    <article
      class="bead-page"
      data-layout={props.layout}
      aria-label={words.page.label(bead()?.title ?? props.beadId)}
    >
      <BeadHeader {...props} bead={bead()} beads={beads().relations()} />
      <div class="bead-page-body">
        <Show when={bead()} fallback={<Without beads={beads()} whole={whole()} beadId={props.beadId} />}>
          {(bead) => {
            const shown: ShownBead = {
              get projectId() {
                return props.projectId;
              },
              get bead() {
                return bead();
              },
              get beads() {
                return beads().relations();
              },
            };
            return <Whole shown={shown} whole={whole()} />;
          }}
        </Show>
      </div>
    </article>
  );
}

/** The outline is newer than the texts, which are read after it. */
function joined(whole: Bead | null, outline: Bead | undefined): Bead | undefined {
  if (outline === undefined) return whole ?? undefined;
  return whole === null ? outline : { ...whole, ...outline };
}

function Whole(props: { shown: ShownBead; whole: WholeBead }) {
  return (
    <div class="bead-columns">
      <div class="bead-side">
        <BeadFacts {...props.shown} />
        <BeadSessionList {...props.shown} />
        <BeadRelations {...props.shown} />
      </div>
      <div class="bead-main">
        <Switch fallback={<Skeleton label={words.readingTexts} lines={["full", "long", "half"]} />}>
          <Match when={props.whole.error()}>
            {(error) => <Failed why={error().message} again={props.whole.refresh} />}
          </Match>
          <Match when={props.whole.bead() !== null}>
            <BeadTexts {...props.shown} />
            <BeadComments {...props.shown} />
          </Match>
        </Switch>
        <BeadMore {...props.shown} />
      </div>
    </div>
  );
}

/** No bead to show: it is being read, could not be, or is not there. */
function Without(props: { beads: ProjectBeads; whole: WholeBead; beadId: string }) {
  const isMissing = () =>
    props.beads.isLoaded() &&
    !props.whole.isReading() &&
    (props.whole.error() === null || props.whole.error()?.code === "BEAD_NOT_FOUND");
  const failure = () => props.beads.error() ?? (props.beads.isLoaded() ? props.whole.error() : null);
  return (
    <Switch fallback={<Skeleton label={words.reading} lines={["half", "full", "long", "full", "short"]} />}>
      <Match when={isMissing()}>
        <EmptyState title={words.page.missingTitle}>{words.page.missingText(props.beadId)}</EmptyState>
      </Match>
      <Match when={failure()}>
        {(error) => (
          <Failed
            why={error().message}
            again={() => {
              props.whole.refresh();
              void props.beads.refresh();
            }}
          />
        )}
      </Match>
    </Switch>
  );
}

function Failed(props: { why: string; again: () => void }) {
  return (
    <Note
      tone="danger"
      role="alert"
      icon={<Icon of={TriangleAlertIcon} />}
      title={words.page.failedTitle}
      actions={
        <Button size={24} icon={RotateCwIcon} onClick={() => props.again()}>
          {words.page.again}
        </Button>
      }
    >
      {props.why}
    </Note>
  );
}
