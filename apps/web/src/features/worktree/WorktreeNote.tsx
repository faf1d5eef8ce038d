import type { SessionWorktree } from "@switchyard/core/protocol";
import { createSignal, Match, Show, Switch } from "solid-js";
import { Button } from "../../ui/Button.tsx";
import { CopyButton } from "../../ui/CopyButton.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { FolderGitIcon, RotateCwIcon } from "../../ui/icons.ts";
import { Note } from "../../ui/Note.tsx";
import { Spinner } from "../../ui/Spinner.tsx";
import { words as common } from "../../words/en.ts";
import { worktreeWords } from "../../words/worktree-words.ts";
import { attempt, useSession } from "../session/session-context.ts";
import "./worktree.css";

const words = worktreeWords.notes;

/** What is out of the ordinary with the session's worktree: not prepared yet, or not there. */
export default function WorktreeNote(props: { worktree: SessionWorktree }) {
  const icon = () => <Icon of={FolderGitIcon} />;
  return (
    <div class="dock-note">
      <Switch>
        <Match when={props.worktree.state === "preparing"}>
          <Note icon={<Spinner />} title={worktreeWords.preparing} role="status">
            {words.preparing}
          </Note>
        </Match>
        <Match when={props.worktree.state === "failed"}>
          <FailedNote message={props.worktree.message} />
        </Match>
        <Match when={props.worktree.state === "missing"}>
          <Note
            icon={icon()}
            title={words.missing}
            role="status"
            code={addAgain(props.worktree)}
            actions={
              <CopyButton
                text={addAgain(props.worktree)}
                label={words.copyCommand}
                words={words.copyCommand}
              />
            }
          >
            {words.missingText(props.worktree.branch, props.worktree.root)}
          </Note>
        </Match>
        <Match when={props.worktree.state === "removed"}>
          <Note icon={icon()} title={words.removed} role="status">
            {props.worktree.message} {words.removedText}
          </Note>
        </Match>
      </Switch>
    </div>
  );
}

/** The setup did not go through: the next turn tries it again. */
function FailedNote(props: { message: string | null }) {
  const view = useSession();
  const [isBusy, setBusy] = createSignal(false);
  const tryAgain = async () => {
    setBusy(true);
    await attempt(words.tryFailed, () => view.goOn());
    setBusy(false);
  };
  return (
    <Note
      tone="danger"
      icon={<Icon of={FolderGitIcon} />}
      title={words.failed}
      role="status"
      {...codeOf(props.message)}
      actions={
        <Show when={view.info.status !== "stopped"}>
          <Button
            size={24}
            icon={RotateCwIcon}
            busy={isBusy()}
            disabled={view.connection !== "live"}
            reason={common.notConnected}
            onClick={() => void tryAgain()}
          >
            {words.tryAgain}
          </Button>
        </Show>
      }
    />
  );
}

/** What puts the folder back, at the branch's last commit. */
function addAgain({ root, path, branch }: SessionWorktree): string {
  return `git -C ${quoted(root)} worktree add -f ${quoted(path)} ${quoted(branch)}`;
}

/** As a shell takes it. */
function quoted(text: string): string {
  return /^[\w./@+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

function codeOf(text: string | null): { code?: string } {
  return text === null || text === "" ? {} : { code: text };
}
