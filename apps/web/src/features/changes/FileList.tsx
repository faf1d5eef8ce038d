import type { ChangedFile } from "@switchyard/core/protocol";
import { createMemo, createSignal, For, Show } from "solid-js";
import { Button } from "../../ui/Button.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { FileIcon } from "../../ui/icons.ts";
import { toolWords as words } from "../../words/tool-words.ts";
import { Sums } from "../session/tool/Sums.tsx";
import { shortPath } from "../session/tool/tool-facts.ts";
import "./file-list.css";

/** Files that changed, each with what became of it and its lines; a press opens its diff. */
export function FileList(props: {
  files: readonly ChangedFile[];
  /** The one that is looked at. */
  path?: string;
  cwd: string;
  onGo: (path: string) => void;
}) {
  const [isAll, setAll] = createSignal(false);
  const shown = createMemo(() => (isAll() ? props.files : props.files.slice(0, FIRST)));
  return (
    <nav class="file-nav" aria-label={words.files}>
      <ul class="file-list">
        <For each={shown()}>
          {(file) => (
            <li>
              <button
                type="button"
                title={titleOf(file)}
                aria-current={file.path === props.path ? "true" : undefined}
                onClick={() => props.onGo(file.path)}
              >
                <Show when={LETTERS[file.status]} fallback={<Icon of={FileIcon} size={14} />}>
                  {(letter) => (
                    <span class="file-status" data-status={file.status} aria-hidden="true">
                      {letter()}
                    </span>
                  )}
                </Show>
                <span class="file-path">
                  <bdi>{shortPath(file.path, props.cwd)}</bdi>
                </span>
                <Show when={file.status !== "modified"}>
                  <span class="sr-only">, {words.statuses[file.status]}</span>
                </Show>
                <Show when={file.added !== null} fallback={<span class="text-3">{words.binary}</span>}>
                  <Sums added={file.added ?? 0} removed={file.removed ?? 0} />
                </Show>
              </button>
            </li>
          )}
        </For>
      </ul>
      <Show when={shown().length < props.files.length}>
        <Button variant="ghost" size={24} onClick={() => setAll(true)}>
          {words.showAllFiles(props.files.length)}
        </Button>
      </Show>
    </nav>
  );
}

const FIRST = 200;

/** What stands where a plain change has its icon. */
const LETTERS: Record<ChangedFile["status"], string | null> = {
  added: "A",
  modified: null,
  deleted: "D",
  renamed: "R",
};

function titleOf(file: ChangedFile): string {
  const parts = [file.path, words.statuses[file.status]];
  if (file.oldPath !== undefined) parts.push(words.renamedFrom(file.oldPath));
  return parts.join(", ");
}
