import { Show } from "solid-js";
import { Icon } from "../../../ui/Icon.tsx";
import { FolderGitIcon, GitBranchIcon } from "../../../ui/icons.ts";
import { Spinner } from "../../../ui/Spinner.tsx";
import { toolWords as words } from "../../../words/tool-words.ts";
import { worktreeWords } from "../../../words/worktree-words.ts";
import { useChanges } from "../../changes/session-changes.ts";
import { isPreparing } from "../../worktree/worktree-state.ts";
import { useSession } from "../session-context.ts";

/** The branch that is checked out where the session works, as git told it last; in a worktree of its own, that. */
export function BranchFact() {
  const view = useSession();
  const changes = useChanges();
  const worktree = () => view.info.worktree;
  const isGone = () => worktree()?.state === "missing" || worktree()?.state === "removed";
  const hasOwn = () => worktree() !== null;
  // A worktree that is not there has no branch checked out, whatever was told before.
  const branch = () => (isGone() ? undefined : (changes?.told()?.branch ?? worktree()?.branch));
  return (
    <Show when={!isPreparing(view.info)} fallback={<Preparing />}>
      <Show when={branch()}>
        {(branch) => (
          <span class="fact" title={hasOwn() ? worktreeWords.fact(branch()) : words.branchOf(branch())}>
            <Icon of={hasOwn() ? FolderGitIcon : GitBranchIcon} size={14} />
            <span class="sr-only">{hasOwn() ? worktreeWords.part.title : words.branch("")}</span>
            <code class="cut">{branch()}</code>
          </span>
        )}
      </Show>
    </Show>
  );
}

function Preparing() {
  return (
    <span class="fact">
      <Spinner />
      {worktreeWords.preparing}
    </span>
  );
}
