import { For, Show } from "solid-js";
import { z } from "zod";
import { Button } from "../../ui/Button.tsx";
import { CopyButton } from "../../ui/CopyButton.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { TriangleAlertIcon } from "../../ui/icons.ts";
import { Note } from "../../ui/Note.tsx";
import type { WireError } from "../../wire/wire-error.ts";
import { worktreeWords as words } from "../../words/worktree-words.ts";
import type { WorktreeAct } from "./create-worktree-acts.ts";

/** Why a worktree was not merged or removed, in the bridge's words: where the work is, and which files are meant. */
export function RefusalNote(props: {
  act: WorktreeAct;
  error: WireError;
  /** Puts a message to the session into its composer; absent where no session is there to be asked. */
  onAsk?: ((text: string) => void) | undefined;
  /** What it would be merged into. */
  base: string | null;
  onDismiss: () => void;
}) {
  const work = () => {
    const told = Work.safeParse(props.error.data);
    return told.success ? told.data : { path: undefined, files: [], total: 0 };
  };
  const left = () => Math.max(work().total, work().files.length) - Math.min(work().files.length, SHOWN);
  const message = () => {
    if (props.error.code === "MERGE_CONFLICT") {
      return { label: words.askResolve, text: words.resolveMessage(props.base ?? "", work().files) };
    }
    if (props.error.code !== "WORKTREE_HAS_WORK" || work().files.length === 0) return undefined;
    return { label: words.askCommit, text: words.commitMessage };
  };
  return (
    <Note
      icon={<Icon of={TriangleAlertIcon} />}
      title={props.act === "merge" ? words.notMerged : words.notRemoved}
      role="alert"
      actions={
        <>
          <Show when={props.onAsk !== undefined && message()}>
            {(message) => (
              <Button size={24} onClick={() => props.onAsk?.(message().text)}>
                {message().label}
              </Button>
            )}
          </Show>
          <Button size={24} variant="ghost" onClick={() => props.onDismiss()}>
            {words.dismiss}
          </Button>
        </>
      }
    >
      <p>{props.error.message}</p>
      <Show when={work().path}>
        {(path) => (
          <p class="worktree-work">
            <code>{path()}</code>
            <CopyButton text={path()} label={words.copyWork} />
          </p>
        )}
      </Show>
      <Show when={work().files.length > 0}>
        <ul class="worktree-files" aria-label={words.files}>
          <For each={work().files.slice(0, SHOWN)}>
            {(file) => (
              <li>
                <code>{file}</code>
              </li>
            )}
          </For>
          <Show when={left() > 0}>
            <li class="text-3">{words.moreFiles(left())}</li>
          </Show>
        </ul>
      </Show>
    </Note>
  );
}

const SHOWN = 20;

/** What a refusal tells of the work that stands against it. */
const Work = z.object({
  path: z.string().optional(),
  files: z.array(z.string()).default([]),
  /** How many files there are, where not all are named. */
  total: z.number().default(0),
});
