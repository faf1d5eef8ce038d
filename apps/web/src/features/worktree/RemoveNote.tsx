import type { SessionWorktree } from "@switchyard/core/protocol";
import { Button } from "../../ui/Button.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { TrashIcon } from "../../ui/icons.ts";
import { Note } from "../../ui/Note.tsx";
import { worktreeWords as words } from "../../words/worktree-words.ts";
import type { WorktreeActs } from "./create-worktree-acts.ts";

/** Asks before a worktree's folder goes: what git ignores in it goes too. */
export function RemoveNote(props: { worktree: SessionWorktree; acts: WorktreeActs }) {
  return (
    <Note
      icon={<Icon of={TrashIcon} />}
      title={words.asks}
      role="status"
      actions={
        <>
          <Button
            ref={(element) => queueMicrotask(() => element.focus({ preventScroll: true }))}
            size={24}
            busy={props.acts.busy() === "remove"}
            onClick={() => void props.acts.remove()}
          >
            {words.remove}
          </Button>
          <Button size={24} variant="ghost" onClick={() => props.acts.dismiss()}>
            {words.keep}
          </Button>
        </>
      }
    >
      {props.worktree.state === "missing" ? words.asksGone : words.asksText(props.worktree.path)}
    </Note>
  );
}
