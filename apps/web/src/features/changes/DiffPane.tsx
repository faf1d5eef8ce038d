import type { ChangedFile, FileDiff } from "@switchyard/core/protocol";
import { createMemo, createResource, type JSX, Match, Show, Switch } from "solid-js";
import { Button } from "../../ui/Button.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { toolWords as words } from "../../words/tool-words.ts";
import { createRows } from "../session/diff/create-rows.ts";
import { DiffLines } from "../session/diff/DiffLines.tsx";
import { inputDiffs } from "../session/diff/input-diffs.ts";
import { createChange } from "../session/diff/read-change.ts";
import { messageOf, useSession } from "../session/session-context.ts";
import { diffsOfFile } from "../session/inspector/changed-files.ts";
import type { ChangeSpot } from "./session-changes.ts";
import { toolOf } from "./tool-of.ts";

/** A file as it was when the session began beside what it is now; read again when `turn` is another. */
export function GitDiff(props: {
  path: string;
  status: ChangedFile["status"] | null;
  turn: unknown;
  ignoresSpace: boolean;
  isSplit: boolean;
}) {
  const view = useSession();
  const [read, { refetch }] = createResource(
    () => ({ path: props.path, turn: props.turn }),
    async ({ path }) => ({ path, ...(await view.readFileChange(path)) }),
  );
  const failed = () => (read.state === "errored" ? messageOf(read.error) : null);
  // What was read before is shown until the next is here.
  const latest = () => (failed() === null ? read.latest : undefined);
  const file = () => (latest()?.path === props.path ? latest() : undefined);
  const diffs = createMemo((): FileDiff[] => {
    const now = file();
    return now === undefined ? [] : [{ path: now.path, oldText: now.oldText, newText: now.newText ?? "" }];
  });
  return (
    <div class="changes-pane">
      <Switch
        fallback={
          <div class="changes-wait">
            <Skeleton label={words.changesReading} lines={["half", "full", "long", "short", "full"]} />
          </div>
        }
      >
        <Match when={failed()}>
          {(why) => (
            <Said>
              {words.fileFailed(why())}{" "}
              <Button size={24} onClick={() => void refetch()}>
                {words.again}
              </Button>
            </Said>
          )}
        </Match>
        <Match when={file()?.isBinary}>
          <Said>{words.isBinary}</Said>
        </Match>
        <Match when={file()}>
          {(file) => (
            <>
              <Show when={file().isCut}>
                <Said>{words.isCut}</Said>
              </Show>
              <Show when={file().newText === null && file().oldText !== null}>
                <Said>{words.isDeleted}</Said>
              </Show>
              <WholeDiff diffs={diffs()} ignoresSpace={props.ignoresSpace} isSplit={props.isSplit} />
            </>
          )}
        </Match>
      </Switch>
    </div>
  );
}

/** What one call did to a file, or what all the edits that are loaded did. */
export function CallDiff(props: { spot: ChangeSpot; ignoresSpace: boolean; isSplit: boolean }) {
  const view = useSession();
  const tool = () => (props.spot.kind === "call" ? toolOf(view, props.spot.toolCallId) : undefined);
  const diffs = createMemo(() => {
    const { spot } = props;
    if (spot.kind === "file") return diffsOfFile(view.transcript.sections, spot.path);
    const all = tool()?.diff ?? inputDiffs(tool()?.input);
    return all.filter((diff) => diff.path === spot.path);
  });
  const isExcerpt = () => props.spot.kind === "call" && tool()?.diff === null;
  return (
    <div class="changes-pane">
      <Show when={diffs().length > 0} fallback={<Said>{words.notLoaded}</Said>}>
        <WholeDiff
          diffs={diffs()}
          isExcerpt={isExcerpt()}
          ignoresSpace={props.ignoresSpace}
          isSplit={props.isSplit}
        />
      </Show>
    </div>
  );
}

function WholeDiff(props: {
  diffs: readonly FileDiff[];
  isExcerpt?: boolean;
  ignoresSpace: boolean;
  isSplit: boolean;
}) {
  const change = createChange(
    () => props.diffs,
    () => ({ ignoresSpace: props.ignoresSpace, isExcerpt: props.isExcerpt === true }),
  );
  const shown = createRows(change, () => props.isSplit);
  const isSame = () => change() !== null && change()?.added === 0 && change()?.removed === 0;
  return (
    <Show when={change()} fallback={<Said>{words.readingDiff}</Said>}>
      {(change) => (
        <>
          <Show when={isSame()}>
            <Said>{props.ignoresSpace ? words.onlySpace : words.isUnchanged}</Said>
          </Show>
          <DiffLines change={change()} shown={shown} isSplit={props.isSplit} ref={takeKeys} />
        </>
      )}
    </Show>
  );
}

/** The keys scroll a diff that has just come, where nothing in the page around it was chosen meanwhile. */
function takeKeys(scroller: HTMLElement): void {
  queueMicrotask(() => {
    if (document.activeElement === scroller.closest(".changes-view")) scroller.focus({ preventScroll: true });
  });
}

function Said(props: { children: JSX.Element }) {
  return <p class="changes-said">{props.children}</p>;
}
