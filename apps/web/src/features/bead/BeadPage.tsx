import type { Beads } from "@switchyard/beads";
import type { Bead, ProjectId } from "@switchyard/core/protocol";
import { createMemo, Match, Show, Switch } from "solid-js";
import { KeyScope } from "../../keys/keyboard.ts";
import { useApp } from "../../state/app.ts";
import type { ProjectBeads } from "../../state/beads.ts";
import type { WholeBead } from "../../state/whole-bead.ts";
import { Button } from "../../ui/Button.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { LockIcon, RotateCwIcon, TriangleAlertIcon } from "../../ui/icons.ts";
import { Note } from "../../ui/Note.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { beadEditWords } from "../../words/bead-edit-words.ts";
import { beadWords as words } from "../../words/bead-words.ts";
import { BeadComments } from "./BeadComments.tsx";
import { BeadFacts } from "./BeadFacts.tsx";
import { BeadHeader } from "./BeadHeader.tsx";
import { BeadRelations } from "./BeadRelations.tsx";
import { SectionHeading } from "./BeadSection.tsx";
import { BeadSessionList } from "./BeadSessionList.tsx";
import { BeadMore, BeadTexts } from "./BeadTexts.tsx";
import { OwnChange } from "./own-change.ts";
import "./BeadPage.css";
import "./edit/edit.css";

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
  /** Whether there is a way to change it. */
  readonly canEdit: boolean;
}

/** Everything that is known of a bead, to read and to edit: its outline at once, its texts as they come. */
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
  const readOnlyWhy = createMemo(() => app.beadEdits.readOnlyWhy(props.projectId));
  const isThere = createMemo(() => bead() !== undefined);
  // One object as long as there is a bead: what is edited in it stays open while the bead changes.
  const shown = createMemo((): ShownBead | null => {
    if (!isThere()) return null;
    const latest = createMemo((before: Bead | undefined) => bead() ?? before);
    return {
      get projectId() {
        return props.projectId;
      },
      get bead() {
        const known = latest();
        if (known === undefined) throw new Error("A bead that is shown is known");
        return known;
      },
      get beads() {
        return beads().relations();
      },
      get canEdit() {
        return readOnlyWhy() === null;
      },
    };
  });
  const heading = {
    get level() {
      return props.layout === "page" ? ("h2" as const) : ("h3" as const);
    },
  };
  let article!: HTMLElement;
  // Beside the plan the keys are its own, but for those that are pressed in here.
  const hasKeys = () => props.layout === "page" || article.contains(document.activeElement);
  return (
    <article
      ref={article}
      class="bead-page"
      data-layout={props.layout}
      aria-label={words.page.label(bead()?.title ?? props.beadId)}
    >
      <KeyScope.Provider value={hasKeys}>
        <BeadHeader {...props} shown={shown()} />
        <div class="bead-page-body">
          <Show
            when={shown()}
            keyed
            fallback={<Without beads={beads()} whole={whole()} beadId={props.beadId} />}
          >
            {(known) => (
              <SectionHeading.Provider value={heading}>
                <OwnChange.Provider value={() => beads().overlay.isChanging(props.beadId)}>
                  <Whole shown={known} whole={whole()} readOnlyWhy={readOnlyWhy()} />
                </OwnChange.Provider>
              </SectionHeading.Provider>
            )}
          </Show>
        </div>
      </KeyScope.Provider>
    </article>
  );
}

/** The outline is newer than the texts, which are read after it: what it leaves out of its own fields is empty. */
function joined(whole: Bead | null, outline: Bead | undefined): Bead | undefined {
  if (outline === undefined || whole === null) return outline ?? whole ?? undefined;
  const {
    assignee: _assignee,
    labels: _labels,
    estimated_minutes: _estimate,
    due_at: _due,
    defer_until: _defer,
    external_ref: _external,
    dependencies: _edges,
    closed_at: _closed,
    close_reason: _reason,
    ...rest
  } = whole;
  return { ...rest, ...outline };
}

function Whole(props: { shown: ShownBead; whole: WholeBead; readOnlyWhy: string | null }) {
  return (
    <>
      <Show when={props.readOnlyWhy}>
        {(why) => (
          <p class="bead-read-only">
            <Icon of={LockIcon} size={12} />
            <span>{beadEditWords.readOnly(why())}</span>
          </p>
        )}
      </Show>
      <div class="bead-columns">
        <div class="bead-side">
          <BeadFacts {...props.shown} />
          <BeadSessionList {...props.shown} />
          <BeadRelations {...props.shown} />
        </div>
        <div class="bead-main">
          <Show when={props.whole.error()}>
            {(error) => <Failed why={error().message} again={props.whole.refresh} />}
          </Show>
          <Switch>
            {/* What was read stays, and what is written in it too. */}
            <Match when={props.whole.bead() !== null}>
              <BeadTexts {...props.shown} />
              <BeadComments {...props.shown} />
            </Match>
            <Match when={props.whole.error() === null}>
              <Skeleton label={words.readingTexts} lines={["full", "long", "half"]} />
            </Match>
          </Switch>
          <BeadMore {...props.shown} />
        </div>
      </div>
    </>
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
