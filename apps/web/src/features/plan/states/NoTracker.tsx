import type { ProjectId } from "@switchyard/core/protocol";
import type { JSX } from "solid-js";
import { ariaKeys } from "../../../keys/keyboard.ts";
import { useApp } from "../../../state/app.ts";
import { Button } from "../../../ui/Button.tsx";
import { CopyButton } from "../../../ui/CopyButton.tsx";
import { EmptyState } from "../../../ui/EmptyState.tsx";
import { type IconComponent } from "../../../ui/Icon.tsx";
import { ChartGanttIcon, ListChecksIcon, PlusIcon } from "../../../ui/icons.ts";
import { words as pageWords } from "../../../words/en.ts";
import { projectWords } from "../../../words/project-words.ts";
import { useShell } from "../../shell/shell-context.ts";
import "../../backend/BackendHint.css";

const words = projectWords.empty;

/** The folder has no tracker: what one is, how one is made, and what works without. */
export function NoTracker(props: { projectId: ProjectId }) {
  const app = useApp();
  return (
    <Without
      projectId={props.projectId}
      icon={ChartGanttIcon}
      title={words.noTrackerTitle(app.projects.nameOf(props.projectId))}
      command={words.init}
      after={words.noTrackerAfter}
    >
      {words.noTrackerText}
    </Without>
  );
}

/** The tracker is there and holds nothing. */
export function EmptyTracker(props: { projectId: ProjectId }) {
  return (
    <Without projectId={props.projectId} icon={ListChecksIcon} title={words.zeroTitle} command={words.create}>
      {words.zeroText}
    </Without>
  );
}

function Without(props: {
  projectId: ProjectId;
  icon: IconComponent;
  title: string;
  command: string;
  after?: string;
  children: JSX.Element;
}) {
  const shell = useShell();
  return (
    <EmptyState
      icon={props.icon}
      title={props.title}
      actions={
        <div class="plan-without">
          <span class="command-line">
            <code class="command">{props.command}</code>
            <CopyButton text={props.command} label={pageWords.copyCommand} />
          </span>
          {props.after === undefined ? undefined : <p class="text-2">{props.after}</p>}
          <Button
            icon={PlusIcon}
            keys="c"
            aria-keyshortcuts={ariaKeys("newSession")}
            onClick={() => shell.openNewSession({ projectId: props.projectId })}
          >
            {words.newSession}
          </Button>
        </div>
      }
    >
      {props.children}
    </EmptyState>
  );
}
