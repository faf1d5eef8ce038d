import { useNavigate } from "@solidjs/router";
import type { Project } from "@switchyard/core/protocol";
import { createSignal, Show } from "solid-js";
import { useApp } from "../../state/app.ts";
import { Button } from "../../ui/Button.tsx";
import { Icon } from "../../ui/Icon.tsx";
import {
  ChartGanttIcon,
  ChevronDownIcon,
  FolderIcon,
  FolderPlusIcon,
  SettingsIcon,
  StarIcon,
} from "../../ui/icons.ts";
import { Menu, type MenuItem } from "../../ui/Menu.tsx";
import { projectWords as words } from "../../words/project-words.ts";
import { AddProjectDialog } from "./AddProjectDialog.tsx";
import { useOpenProject, useOpenSample } from "./open-project.ts";
import { shownProjects } from "./removing.ts";
import "./ProjectSwitcher.css";

/** The project that is shown, and the way to the others: choosing one makes it the open one. */
export function ProjectSwitcher(props: { project: Project }) {
  const app = useApp();
  const navigate = useNavigate();
  const openProject = useOpenProject();
  const sample = useOpenSample();
  const [isAdding, setAdding] = createSignal(false);
  const name = () => app.projects.nameOf(props.project.projectId);

  const projects = (): MenuItem[] =>
    shownProjects(app).map((project) => ({
      label: app.projects.nameOf(project.projectId),
      detail: detailOf(project),
      icon: project.isFavorite ? StarIcon : FolderIcon,
      checked: project.projectId === props.project.projectId,
      run: () => openProject(project.projectId),
    }));
  const actions = (): MenuItem[] => [
    { label: words.add.open, icon: FolderPlusIcon, isParted: true, run: () => setAdding(true) },
    ...(app.projects.list().some(({ isSample }) => isSample)
      ? []
      : [{ label: words.sampleProject.open, icon: ChartGanttIcon, run: sample.open }]),
    { label: words.manage, icon: SettingsIcon, run: () => navigate("/settings#projects") },
  ];

  return (
    <>
      <Menu
        label={words.projects}
        items={[...projects(), ...actions()]}
        trigger={(trigger) => (
          <Button
            {...trigger}
            class="project-switcher"
            variant="ghost"
            size={24}
            aria-label={words.switcher(name())}
            title={props.project.path}
          >
            <span class="cut">{name()}</span>
            <Icon of={ChevronDownIcon} size={12} />
          </Button>
        )}
      />
      <Show when={isAdding()}>
        <AddProjectDialog
          onAdded={({ projectId }) => openProject(projectId)}
          onClose={() => setAdding(false)}
        />
      </Show>
    </>
  );
}

/** Its path, and what is to be known before it is chosen. */
function detailOf(project: Project): string {
  const parts = [
    project.path,
    project.isSample ? words.sample : "",
    project.isThere ? "" : words.notThere,
    project.isThere && !project.hasBeads ? words.noTracker : "",
  ];
  return parts.filter((part) => part !== "").join(" · ");
}
