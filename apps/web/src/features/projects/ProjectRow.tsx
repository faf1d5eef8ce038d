import { useNavigate } from "@solidjs/router";
import type { Project } from "@switchyard/core/protocol";
import { createUniqueId, Show } from "solid-js";
import { useApp } from "../../state/app.ts";
import { now } from "../../state/clock.ts";
import { Button } from "../../ui/Button.tsx";
import { Chip } from "../../ui/Chip.tsx";
import { StarIcon, XIcon } from "../../ui/icons.ts";
import { words as pageWords } from "../../words/en.ts";
import { projectWords } from "../../words/project-words.ts";
import { tellFailure } from "../session-menu/tell-failure.ts";
import { ProjectWorktrees } from "../worktree/ProjectWorktrees.tsx";
import { ProjectBackends } from "./ProjectBackends.tsx";
import { ProjectTrace } from "./ProjectTrace.tsx";
import { removeWithUndo } from "./removing.ts";

const words = projectWords.settings;

/** One project in the settings. */
export function ProjectRow(props: { project: Project }) {
  const app = useApp();
  const navigate = useNavigate();
  const id = createUniqueId();
  const name = () => app.projects.nameOf(props.project.projectId);
  const isAway = () => app.connection.link() !== "live";
  const away = () => ({ disabled: isAway(), reason: pageWords.notConnected });
  const open = () => {
    if (props.project.isOpen) return navigate("/plan");
    tellFailure(
      words.openFailed,
      app.projects.openProject(props.project.projectId).then(() => navigate("/plan")),
    );
  };
  const facts = () => {
    const { hasBeads, isSample, isThere, lastOpened, projectId } = props.project;
    const parts = [
      isThere ? (hasBeads ? words.beads : words.noBeads) : projectWords.notThere,
      isSample ? projectWords.sample : "",
      words.sessions(app.beadSessions.inProject(projectId).length),
      lastOpened === null ? "" : words.openedAgo(pageWords.ago(now() / 1000 - lastOpened)),
    ];
    return parts.filter((part) => part !== "").join(" · ");
  };
  return (
    <li>
      <div class="project-row" role="group" aria-labelledby={id}>
        <Button
          {...away()}
          class="project-star"
          variant="ghost"
          icon={StarIcon}
          label={words.favoriteOf(name())}
          aria-pressed={props.project.isFavorite}
          onClick={() =>
            tellFailure(words.favoriteFailed, app.projects.toggleFavorite(props.project.projectId))
          }
        />
        <div class="project-row-body">
          <h3 id={id}>
            <span class="cut">{name()}</span>
            <Show when={props.project.isOpen}>
              <Chip tone="line">{words.isOpen}</Chip>
            </Show>
          </h3>
          <p class="project-row-path">{props.project.path}</p>
          <p>{facts()}</p>
          <Show when={app.backends.isLoaded()}>
            <ProjectBackends project={props.project} />
          </Show>
          <ProjectWorktrees project={props.project} />
          <ProjectTrace project={props.project} />
        </div>
        <span class="project-row-actions">
          <Button size={24} {...away()} aria-label={words.openOf(name())} onClick={open}>
            {words.open}
          </Button>
          <Button
            size={24}
            variant="ghost"
            icon={XIcon}
            {...away()}
            label={words.removeOf(name())}
            onClick={() => removeWithUndo(app, props.project)}
          />
        </span>
      </div>
    </li>
  );
}
