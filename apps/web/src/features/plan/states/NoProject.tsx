import { createSignal, Match, Show, Switch } from "solid-js";
import { useApp } from "../../../state/app.ts";
import { Button } from "../../../ui/Button.tsx";
import { EmptyState } from "../../../ui/EmptyState.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { ChartGanttIcon, FolderPlusIcon, RotateCwIcon, TriangleAlertIcon } from "../../../ui/icons.ts";
import { Note } from "../../../ui/Note.tsx";
import { projectWords } from "../../../words/project-words.ts";
import { AddProjectDialog } from "../../projects/AddProjectDialog.tsx";
import { useOpenProject, useOpenSample } from "../../projects/open-project.ts";
import { shownProjects } from "../../projects/removing.ts";
import { SignalPill } from "../../signal/SignalPill.tsx";
import { LoadingPlan } from "./LoadingPlan.tsx";
import "../header/header.css";
import "./states.css";

const words = projectWords.empty;

/**
 * There is no open project, or the one that the address names is gone: what a plan is, and the ways to one. In place
 * of the whole plan.
 */
export function NoProject(props: { isGone: boolean }) {
  const app = useApp();
  return (
    <div class="plan-none">
      <header class="plan-header">
        <div class="plan-bar">
          <h1>{projectWords.plan}</h1>
          <span class="grow" />
          <SignalPill />
        </div>
      </header>
      <Switch>
        <Match when={!app.projects.isLoaded() && app.projects.error()}>
          {(error) => (
            <div class="plan-state-note">
              <Note
                tone="danger"
                role="alert"
                icon={<Icon of={TriangleAlertIcon} />}
                title={words.listFailed}
                actions={
                  <Button size={24} icon={RotateCwIcon} onClick={() => void app.projects.reload()}>
                    {projectWords.tracker.again}
                  </Button>
                }
              >
                {error().message}
              </Note>
            </div>
          )}
        </Match>
        <Match when={!app.projects.isLoaded()}>
          <LoadingPlan />
        </Match>
        <Match when={true}>
          <Ways isGone={props.isGone} />
        </Match>
      </Switch>
    </div>
  );
}

function Ways(props: { isGone: boolean }) {
  const app = useApp();
  const openProject = useOpenProject();
  const sample = useOpenSample();
  const [isAdding, setAdding] = createSignal(false);
  return (
    <EmptyState
      icon={ChartGanttIcon}
      title={props.isGone ? words.goneTitle : words.noProjectTitle}
      actions={
        <>
          <Show when={shownProjects(app)[0]}>
            {(project) => (
              <Button variant="primary" onClick={() => openProject(project().projectId)}>
                {projectWords.settings.openOf(app.projects.nameOf(project().projectId))}
              </Button>
            )}
          </Show>
          <Button
            variant={shownProjects(app).length === 0 ? "primary" : "default"}
            icon={FolderPlusIcon}
            onClick={() => setAdding(true)}
          >
            {projectWords.add.open}
          </Button>
          <Button busy={sample.isBusy()} onClick={sample.open}>
            {projectWords.sampleProject.openLong}
          </Button>
          <Show when={isAdding()}>
            <AddProjectDialog
              onAdded={({ projectId }) => openProject(projectId)}
              onClose={() => setAdding(false)}
            />
          </Show>
        </>
      }
    >
      {props.isGone ? words.goneText : words.noProjectText}
    </EmptyState>
  );
}
