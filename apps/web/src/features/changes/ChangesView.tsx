import type { ChangedFile } from "@switchyard/core/protocol";
import { createMemo, createSignal, onCleanup, onMount, Show } from "solid-js";
import { createShortcut } from "../../keys/keyboard.ts";
import { Button } from "../../ui/Button.tsx";
import { ArrowLeftIcon, ChevronDownIcon, ChevronLeftIcon, ChevronRightIcon, XIcon } from "../../ui/icons.ts";
import { Icon } from "../../ui/Icon.tsx";
import { Menu } from "../../ui/Menu.tsx";
import { toolWords as words } from "../../words/tool-words.ts";
import { useSession } from "../session/session-context.ts";
import { diffLayout, SPLIT_WIDTH } from "../session/diff/layout.ts";
import { LayoutChoice } from "../session/diff/LayoutChoice.tsx";
import { shortPath } from "../session/tool/tool-facts.ts";
import { Sums } from "../session/tool/Sums.tsx";
import { changeKeys } from "./change-keys.ts";
import { CallDiff, GitDiff } from "./DiffPane.tsx";
import { CommitList } from "./CommitList.tsx";
import { FileList } from "./FileList.tsx";
import { createShownFiles } from "./shown-files.ts";
import type { ChangeSpot, SessionChanges } from "./session-changes.ts";
import "./changes.css";

/** The diff of a file over the whole of the transcript's place, with the files that changed beside it. */
export default function ChangesView(props: {
  changes: SessionChanges;
  spot: ChangeSpot;
  /** Whether the files are listed beside it already. */ hasFiles: boolean;
}) {
  const view = useSession();
  let root!: HTMLElement;
  const [width, setWidth] = createSignal(0);
  const [ignoresSpace, setIgnoresSpace] = createSignal(false);
  const files = createShownFiles(props.changes, () => props.spot);
  const at = createMemo(() => files().findIndex((file) => file.path === props.spot.path));
  const go = (path: string) => props.changes.open({ ...props.spot, path });
  const step = (way: 1 | -1) => {
    const next = files()[at() + way];
    if (next !== undefined) go(next.path);
  };
  const hasChoice = () => width() >= SPLIT_WIDTH;
  const isSplit = () => hasChoice() && diffLayout() === "split";
  // Two sides take the room of the list; where the details tell the files it is one too many.
  const hasList = () =>
    files().length > 1 && !props.hasFiles && width() >= (isSplit() ? SPLIT_WIDTH + LIST_WIDTH : LIST_FROM);
  createShortcut(changeKeys.next, () => step(1));
  createShortcut(changeKeys.previous, () => step(-1));
  onMount(() => {
    root.focus({ preventScroll: true });
    setWidth(root.clientWidth);
    if (typeof ResizeObserver === "undefined") return;
    const watcher = new ResizeObserver(() => setWidth(root.clientWidth));
    watcher.observe(root);
    onCleanup(() => watcher.disconnect());
  });
  const shown = (path: string) => shortPath(path, view.info.cwd);
  return (
    <section class="changes-view" ref={root} tabindex="-1" aria-label={words.changes}>
      <header class="changes-head">
        <Button
          variant="ghost"
          icon={ArrowLeftIcon}
          label={words.backToTranscript}
          aria-keyshortcuts="Escape"
          onClick={() => props.changes.close()}
        />
        <Show
          when={!hasList() && files().length > 1}
          fallback={
            <h2 class="cut" title={props.spot.path}>
              <code>{shown(props.spot.path)}</code>
            </h2>
          }
        >
          <FileMenu files={files()} path={props.spot.path} onGo={go} shown={shown} />
        </Show>
        <Show when={files()[at()]}>
          {(file) => (
            <Show when={file().added !== null} fallback={<span class="text-3">{words.binary}</span>}>
              <Sums added={file().added ?? 0} removed={file().removed ?? 0} />
            </Show>
          )}
        </Show>
        <span class="grow" />
        <label class="changes-space" title={words.ignoreSpaceTitle}>
          <input
            type="checkbox"
            checked={ignoresSpace()}
            onChange={(event) => setIgnoresSpace(event.currentTarget.checked)}
          />
          {words.ignoreSpace}
        </label>
        <Show when={hasChoice()}>
          <LayoutChoice />
        </Show>
        <Show when={files().length > 1}>
          <span class="changes-place">{words.filePlace(at() + 1, files().length)}</span>
          <Button
            variant="ghost"
            icon={ChevronLeftIcon}
            label={words.previousFile}
            aria-keyshortcuts="k"
            disabled={at() <= 0}
            onClick={() => step(-1)}
          />
          <Button
            variant="ghost"
            icon={ChevronRightIcon}
            label={words.nextFile}
            aria-keyshortcuts="j"
            disabled={at() === -1 || at() >= files().length - 1}
            onClick={() => step(1)}
          />
        </Show>
        <Button
          variant="ghost"
          icon={XIcon}
          label={words.closeChanges}
          class="changes-close"
          onClick={() => props.changes.close()}
        />
      </header>
      <div class="changes-body" data-list={hasList() ? "" : undefined}>
        <Show when={hasList()}>
          <div class="changes-files">
            <CommitList commits={props.spot.kind === "file" ? (props.changes.told()?.commits ?? []) : []} />
            <FileList files={files()} path={props.spot.path} cwd={view.info.cwd} onGo={go} />
          </div>
        </Show>
        <Show
          when={props.spot.kind === "file" && props.changes.told()?.source === "git"}
          fallback={<CallDiff spot={props.spot} ignoresSpace={ignoresSpace()} isSplit={isSplit()} />}
        >
          <GitDiff
            path={props.spot.path}
            status={files()[at()]?.status ?? null}
            turn={props.changes.told()}
            ignoresSpace={ignoresSpace()}
            isSplit={isSplit()}
          />
        </Show>
      </div>
    </section>
  );
}

/** The list of files needs that much beside a diff, in CSS pixels, of which it takes so much. */
const LIST_FROM = 720;
const LIST_WIDTH = 240;

function FileMenu(props: {
  files: readonly ChangedFile[];
  path: string;
  onGo: (path: string) => void;
  shown: (path: string) => string;
}) {
  const items = () =>
    props.files.map((file) => ({
      label: props.shown(file.path),
      checked: file.path === props.path,
      run: () => props.onGo(file.path),
    }));
  return (
    <Menu
      label={words.files}
      items={items()}
      trigger={(trigger) => (
        <Button {...trigger} variant="ghost" class="changes-pick">
          <code class="cut">{props.shown(props.path)}</code>
          <Icon of={ChevronDownIcon} size={12} />
        </Button>
      )}
    />
  );
}
