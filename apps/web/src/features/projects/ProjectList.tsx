import { createSignal, Match, Show, Switch } from "solid-js";
import { useApp } from "../../state/app.ts";
import { Button } from "../../ui/Button.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { ChartGanttIcon, FolderPlusIcon, RotateCwIcon, TriangleAlertIcon } from "../../ui/icons.ts";
import { Keyed } from "../../ui/Keyed.tsx";
import { Note } from "../../ui/Note.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { projectWords } from "../../words/project-words.ts";
import { AddProjectDialog } from "./AddProjectDialog.tsx";
import { useOpenSample } from "./open-project.ts";
import { ProjectRow } from "./ProjectRow.tsx";
import { shownProjects } from "./removing.ts";
import "./ProjectList.css";

const words = projectWords.settings;

/** The settings' part on projects: all of them, with what can be done to one. */
export function ProjectList() {
  const app = useApp();
  const sample = useOpenSample();
  const [isAdding, setAdding] = createSignal(false);
  const hasSample = () => app.projects.list().some(({ isSample }) => isSample);
  return (
    <section aria-labelledby="settings-projects">
      <h2 id="settings-projects">{words.title}</h2>
      <p class="small text-3">{words.text}</p>
      <Switch>
        <Match when={!app.projects.isLoaded() && app.projects.error()}>
          {(error) => (
            <Note
              icon={<Icon of={TriangleAlertIcon} />}
              title={words.failed}
              role="alert"
              actions={
                <Button size={24} icon={RotateCwIcon} onClick={() => void app.projects.reload()}>
                  {words.again}
                </Button>
              }
            >
              {error().message}
            </Note>
          )}
        </Match>
        <Match when={!app.projects.isLoaded()}>
          <Skeleton label={words.loading} lines={["half", "long"]} />
        </Match>
        <Match when={shownProjects(app).length === 0}>
          <p class="project-none text-2">{words.none}</p>
        </Match>
        <Match when={true}>
          <ul class="project-list">
            <Keyed each={shownProjects(app)} by={({ projectId }) => projectId}>
              {(project) => <ProjectRow project={project()} />}
            </Keyed>
          </ul>
        </Match>
      </Switch>
      <div class="project-list-actions">
        <Button icon={FolderPlusIcon} onClick={() => setAdding(true)}>
          {projectWords.add.open}
        </Button>
        <Show when={app.projects.isLoaded() && !hasSample()}>
          <Button variant="ghost" icon={ChartGanttIcon} busy={sample.isBusy()} onClick={sample.open}>
            {projectWords.sampleProject.openLong}
          </Button>
        </Show>
      </div>
      <Show when={isAdding()}>
        <AddProjectDialog onClose={() => setAdding(false)} />
      </Show>
    </section>
  );
}
