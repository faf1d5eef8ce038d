import type { SessionWorktree } from "@switchyard/core/protocol";
import { Match, Switch } from "solid-js";
import { Button } from "../../ui/Button.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { GitMergeIcon, TrashIcon } from "../../ui/icons.ts";
import { Note } from "../../ui/Note.tsx";
import { worktreeWords as words } from "../../words/worktree-words.ts";
import type { ActTold, WorktreeActs } from "./create-worktree-acts.ts";
import { InPlace } from "./InPlace.tsx";
import { RefusalNote } from "./RefusalNote.tsx";

/** What came of the act on a worktree that was taken last, or is asked before it is done. */
export function ActNotes(props: {
  worktree: SessionWorktree;
  acts: WorktreeActs;
  /** Puts a message to the session into its composer; absent where no session is there to be asked. */
  onAsk?: (text: string) => void;
}) {
  const told = <K extends ActTold["kind"]>(kind: K) => {
    const last = props.acts.told();
    return isOf(last, kind) ? last : undefined;
  };
  return (
    <Switch>
      <Match when={told("asks")}>
        <InPlace>
          <RemoveNote worktree={props.worktree} acts={props.acts} />
        </InPlace>
      </Match>
      <Match when={told("refused")}>
        {(refused) => (
          <InPlace>
            <RefusalNote
              act={refused().act}
              error={refused().error}
              base={props.worktree.base}
              onAsk={props.onAsk}
              onDismiss={() => props.acts.dismiss()}
            />
          </InPlace>
        )}
      </Match>
      <Match when={told("merged")}>
        {(merged) => (
          <InPlace>
            <Note
              icon={<Icon of={GitMergeIcon} />}
              title={words.merged(merged().result.merged, merged().result.into)}
              role="status"
              actions={<RemoveOrKeep acts={props.acts} />}
            >
              {words.mergedText}
            </Note>
          </InPlace>
        )}
      </Match>
    </Switch>
  );
}

function isOf<K extends ActTold["kind"]>(
  told: ActTold | null,
  kind: K,
): told is Extract<ActTold, { kind: K }> {
  return told?.kind === kind;
}

/** What git ignores in a worktree goes with its folder. */
function RemoveNote(props: { worktree: SessionWorktree; acts: WorktreeActs }) {
  return (
    <Note
      icon={<Icon of={TrashIcon} />}
      title={words.asks}
      role="status"
      actions={<RemoveOrKeep acts={props.acts} takesFocus />}
    >
      {props.worktree.state === "missing" ? words.asksGone : words.asksText(props.worktree.path)}
    </Note>
  );
}

function RemoveOrKeep(props: { acts: WorktreeActs; takesFocus?: boolean }) {
  return (
    <>
      <Button
        ref={(element) => {
          if (props.takesFocus === true) queueMicrotask(() => element.focus({ preventScroll: true }));
        }}
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
  );
}
