import type { ProjectId } from "@switchyard/core/protocol";
import { type JSX, Show } from "solid-js";
import { ariaKeys } from "../../../keys/keyboard.ts";
import { useApp } from "../../../state/app.ts";
import { Button } from "../../../ui/Button.tsx";
import { CopyButton } from "../../../ui/CopyButton.tsx";
import { EmptyState } from "../../../ui/EmptyState.tsx";
import { type IconComponent } from "../../../ui/Icon.tsx";
import { ChartGanttIcon, ListChecksIcon, PlusIcon } from "../../../ui/icons.ts";
import { words as pageWords } from "../../../words/en.ts";
import { planWords } from "../../../words/plan-words.ts";
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

/** The tracker is there and holds nothing; where it can't be written here, it is in a terminal. */
export function EmptyTracker(props: { projectId: ProjectId; onNewBead?: (() => void) | undefined }) {
  return (
    <Without
      projectId={props.projectId}
      icon={ListChecksIcon}
      title={words.zeroTitle}
      command={props.onNewBead === undefined ? words.create : undefined}
      act={
        <Show when={props.onNewBead}>
          {(write) => (
            <Button variant="primary" icon={PlusIcon} onClick={() => write()()}>
              {planWords.edit.newBead}
            </Button>
          )}
        </Show>
      }
    >
      {props.onNewBead === undefined ? words.zeroText : words.zeroWritable}
    </Without>
  );
}

function Without(props: {
  projectId: ProjectId;
  icon: IconComponent;
  title: string;
  command: string | undefined;
  act?: JSX.Element;
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
          {props.act}
          <Show when={props.command}>
            {(command) => (
              <span class="command-line">
                <code class="command">{command()}</code>
                <CopyButton text={command()} label={pageWords.copyCommand} />
              </span>
            )}
          </Show>
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
