import type { SessionWorktree, WorktreeInfo } from "@switchyard/core/protocol";
import { createEffect, type JSX, on, Show } from "solid-js";
import { Button } from "../../ui/Button.tsx";
import { CopyButton } from "../../ui/CopyButton.tsx";
import { FolderGitIcon, GitMergeIcon } from "../../ui/icons.ts";
import { toast } from "../../ui/toast.ts";
import { words as common } from "../../words/en.ts";
import { worktreeWords as words } from "../../words/worktree-words.ts";
import { addToDraft } from "../session/composer/add-to-draft.ts";
import { Part } from "../session/inspector/Part.tsx";
import { useSession } from "../session/session-context.ts";
import { ActNotes } from "./ActNotes.tsx";
import { createWorktreeActs, type WorktreeActs } from "./create-worktree-acts.ts";
import { isPreparing, stateWord } from "./worktree-state.ts";
import "./worktree.css";

/** The session's own worktree: where it is, what is in it, and the ways back to the branch it was made from. */
export default function WorktreePart(props: { worktree: SessionWorktree }) {
  const view = useSession();
  const worktrees = view.watchWorktrees();
  const info = () =>
    worktrees.list()?.find(({ worktreeId }) => worktreeId === props.worktree.worktreeId) ?? null;
  const acts = createWorktreeActs(worktrees, () => props.worktree.worktreeId);
  createEffect(
    on(
      () => view.info.lastTurn?.endedAt,
      () => void worktrees.reload(),
      { defer: true },
    ),
  );
  return (
    <Part
      icon={FolderGitIcon}
      title={words.part.title}
      end={stateWord(props.worktree.state, isPreparing(view.info)) || undefined}
    >
      <dl class="facts worktree-facts">
        <Fact name={words.part.folder}>
          <code class="cut" title={props.worktree.path}>
            {props.worktree.path}
          </code>
          <CopyButton text={props.worktree.path} label={words.part.copyFolder} />
        </Fact>
        <Fact name={words.part.branch}>
          <code class="cut" title={props.worktree.branch}>
            {props.worktree.branch}
          </code>
          <CopyButton text={props.worktree.branch} label={words.part.copyBranch} />
        </Fact>
        <Fact name={words.part.base}>
          <code class="cut">{props.worktree.base ?? words.part.noBase}</code>
          <code class="text-3">{props.worktree.baseCommit.slice(0, 7)}</code>
        </Fact>
        <Contents info={info()} worktree={props.worktree} />
      </dl>
      <Show when={worktrees.error()}>
        {(error) => <p class="part-none">{words.part.failed(error().message)}</p>}
      </Show>
      <Acts worktree={props.worktree} acts={acts} />
    </Part>
  );
}

function Contents(props: { info: WorktreeInfo | null; worktree: SessionWorktree }) {
  const { part } = words;
  const count = (value: number | null | undefined, tell: (value: number) => string) => {
    if (value === undefined) return part.reading;
    if (value === null) return part.untold;
    return value === 0 ? part.nothing : tell(value);
  };
  return (
    <>
      <Show when={props.worktree.state !== "missing"}>
        <Fact name={part.uncommitted}>{count(props.info?.uncommitted, part.files)}</Fact>
      </Show>
      <Fact name={part.ahead(props.worktree.base)}>{count(props.info?.ahead, part.commits)}</Fact>
      {/* Without a remote there is nothing to push to. */}
      <Show when={typeof props.info?.unpushed === "number"}>
        <Fact name={part.unpushed}>{count(props.info?.unpushed, part.commits)}</Fact>
      </Show>
    </>
  );
}

function Fact(props: { name: string; children: JSX.Element }) {
  return (
    <>
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </>
  );
}

/** The ways back, and under them what came of the last one that was taken. */
function Acts(props: { worktree: SessionWorktree; acts: WorktreeActs }) {
  const view = useSession();
  const isAway = () => view.connection !== "live";
  const { acts } = props;
  const ask = (text: string) => {
    addToDraft(view, text);
    acts.dismiss();
    toast(words.inDraft);
  };
  return (
    <div class="worktree-acts">
      <div class="worktree-ways">
        <Show when={props.worktree.base !== null}>
          <Button
            size={24}
            icon={GitMergeIcon}
            busy={acts.busy() === "merge"}
            disabled={isAway()}
            reason={common.notConnected}
            onClick={() => void acts.merge()}
          >
            {words.merge(props.worktree.base ?? "")}
          </Button>
        </Show>
        <Button
          size={24}
          variant="ghost"
          disabled={isAway()}
          reason={common.notConnected}
          onClick={() => acts.askToRemove()}
        >
          {words.remove}
        </Button>
      </div>
      <Show when={props.worktree.base === null}>
        <p class="part-none">{words.mergeNone}</p>
      </Show>
      <ActNotes worktree={props.worktree} acts={acts} onAsk={ask} />
    </div>
  );
}
