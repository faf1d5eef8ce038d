import { useNavigate, useParams, useSearchParams } from "@solidjs/router";
import type { Project } from "@switchyard/core/protocol";
import { createMemo, createSignal, onCleanup, Show, Suspense } from "solid-js";
import { useApp } from "../../state/app.ts";
import { beadPath } from "../../state/beads.ts";
import { sessionPath } from "../../state/sessions.ts";
import { planWords as words } from "../../words/plan-words.ts";
import { useShell } from "../shell/shell-context.ts";
import { lazyPart } from "../shell/lazy-part.tsx";
import { createPlan } from "./create-plan.ts";
import { createPlanEditor } from "./edit/plan-editor.ts";
import { TickBar } from "./edit/TickBar.tsx";
import { PlanFoot } from "./foot/PlanFoot.tsx";
import { PlanHeader } from "./header/PlanHeader.tsx";
import { createPlanFilter } from "./plan-filter.ts";
import { usePlanProject } from "./plan-project.ts";
import { NoProject } from "./states/NoProject.tsx";
import { PlanGate } from "./states/PlanGate.tsx";
import type { TreeActs } from "./tree/create-tree-input.ts";
import { PlanTree } from "./tree/PlanTree.tsx";
import "./plan.css";

const BeadPage = lazyPart(async () => ({ default: (await import("../bead/BeadPage.tsx")).BeadPage }));

/** What is to do in a project, where agents work and what is ready: `/plan`, or `/plan/BEAD` with a bead's page. */
export default function PlanPlace() {
  const app = useApp();
  const { project, isNamed } = usePlanProject();
  const projectId = createMemo(() => project()?.projectId);
  const isKnown = () => app.projects.isLoaded() || app.projects.error() !== null;
  return (
    <Show
      when={projectId()}
      keyed
      fallback={
        <Show when={isKnown()} fallback={<div />}>
          <NoProject isGone={isNamed()} />
        </Show>
      }
    >
      {(id) => <Show when={app.projects.get(id)}>{(known) => <ProjectPlan project={known()} />}</Show>}
    </Show>
  );
}

function ProjectPlan(props: { project: Project }) {
  const app = useApp();
  const shell = useShell();
  const navigate = useNavigate();
  const params = useParams<{ beadId?: string }>();
  const [search] = useSearchParams<{ project?: string }>();
  const isWide = createMedia("(min-width: 1280px)");
  const filter = createPlanFilter();
  // oxlint-disable-next-line solid/reactivity -- another project is another plan: it is keyed by its id
  const plan = createPlan(app, props.project, filter);
  const editor = createPlanEditor(app, plan);
  const newBead = () => (editor.whyNot() === null ? () => editor.newBead(null) : undefined);
  const opened = () => params.beadId;
  const noDays = () => (plan.beads.isLoaded() && !plan.hasDays() ? words.noDays : undefined);
  let place!: HTMLDivElement;

  const close = () => {
    const named = search.project === undefined ? "" : `?project=${encodeURIComponent(search.project)}`;
    navigate(`/plan${named}`);
    // Back where one came from: in the tree, on the row.
    queueMicrotask(() =>
      place.querySelector<HTMLElement>('[role="treegrid"] [role="row"][tabindex="0"]')?.focus(),
    );
  };
  const acts: TreeActs = {
    open: (id) => navigate(beadPath(props.project.projectId, id)),
    start: (id) => shell.openNewSession({ projectId: props.project.projectId, beadId: id }),
    openSession: (sessionId) => navigate(sessionPath(sessionId)),
  };
  return (
    <div
      ref={place}
      class="plan"
      data-bead={opened() === undefined ? undefined : isWide() ? "beside" : "alone"}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.defaultPrevented) return;
        const isInBead = event.target instanceof Element && event.target.closest(".plan-bead") !== null;
        if (plan.ticked().size > 0 && !isInBead) plan.clearTicks();
        else if (opened() !== undefined) close();
        else return;
        event.preventDefault();
      }}
    >
      <div class="plan-whole">
        <PlanHeader project={props.project} filter={filter} noDays={noDays()} onNewBead={newBead()} />
        <div class="plan-room">
          <PlanGate
            projectId={props.project.projectId}
            filter={filter}
            shown={plan.rows().ids.length}
            onNewBead={newBead()}
            isWriting={plan.draft() !== null}
          >
            <PlanTree
              plan={plan}
              editor={editor}
              opened={opened()}
              pathOf={(id) => beadPath(props.project.projectId, id)}
              acts={acts}
            />
          </PlanGate>
          <Show when={opened()}>
            {(id) => (
              <div class="plan-bead">
                <Suspense>
                  <BeadPage
                    projectId={props.project.projectId}
                    beadId={id()}
                    layout={isWide() ? "panel" : "page"}
                    onClose={close}
                  />
                </Suspense>
              </div>
            )}
          </Show>
        </div>
        <PlanFoot
          project={props.project}
          ticked={[...plan.ticked()]}
          tickBar={() => <TickBar plan={plan} editor={editor} />}
          onStarted={() => plan.clearTicks()}
        />
      </div>
    </div>
  );
}

function createMedia(query: string): () => boolean {
  const media = matchMedia(query);
  const [matches, setMatches] = createSignal(media.matches);
  const follow = () => setMatches(media.matches);
  media.addEventListener("change", follow);
  onCleanup(() => media.removeEventListener("change", follow));
  return matches;
}
