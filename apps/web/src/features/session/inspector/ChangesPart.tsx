import { createMemo, onMount, Show } from "solid-js";
import { GitBranchIcon } from "../../../ui/icons.ts";
import { toolWords as words } from "../../../words/tool-words.ts";
import { CommitList } from "../../changes/CommitList.tsx";
import { FileList } from "../../changes/FileList.tsx";
import { useChanges } from "../../changes/session-changes.ts";
import { createChangedFiles } from "../../changes/shown-files.ts";
import { useSession } from "../session-context.ts";
import { Sums } from "../tool/Sums.tsx";
import { sumOfFiles } from "./changed-files.ts";
import { Part } from "./Part.tsx";

/** The files that differ from what they were when the session began; a press opens a file's diff. */
export function ChangesPart() {
  const view = useSession();
  const changes = useChanges();
  const files = createChangedFiles(changes);
  const sum = createMemo(() => sumOfFiles(files()));
  const told = () => changes?.told() ?? null;
  const unlisted = () => (told()?.source === "git" ? (told()?.total ?? 0) - files().length : 0);
  onMount(() => changes?.refresh());
  return (
    <Part
      icon={GitBranchIcon}
      title={words.changes}
      end={files().length > 0 ? <Sums {...sum()} /> : undefined}
    >
      <CommitList commits={told()?.commits ?? []} />
      <Show when={files().length > 0} fallback={<p class="part-none">{words.noChanges}</p>}>
        <FileList
          files={files()}
          cwd={view.info.cwd}
          {...pathOf(changes?.spot()?.path)}
          onGo={(path) => changes?.open({ kind: "file", path })}
        />
        <Show when={unlisted() > 0}>
          <p class="part-none">{words.moreFiles(unlisted())}</p>
        </Show>
        <Show when={told()?.source === "none"}>
          <p class="part-none">
            {told()?.reason === undefined ? words.fromEdits : words.fromEditsBecause(told()?.reason ?? "")}
          </p>
        </Show>
        <Show when={told()?.isShared}>
          <p class="part-none">{words.shared}</p>
        </Show>
      </Show>
    </Part>
  );
}

function pathOf(path: string | undefined): { path?: string } {
  return path === undefined ? {} : { path };
}
