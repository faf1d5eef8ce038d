import type { FileDiff } from "@switchyard/core/protocol";
import { createSignal, onCleanup, onMount, Show } from "solid-js";
import { Button } from "../../../ui/Button.tsx";
import { toolWords as words } from "../../../words/tool-words.ts";
import { createKept } from "../transcript/row-memory.ts";
import { createRows } from "./create-rows.ts";
import { DiffLines } from "./DiffLines.tsx";
import { diffLayout, SPLIT_WIDTH } from "./layout.ts";
import { LayoutChoice } from "./LayoutChoice.tsx";
import { createChange } from "./read-change.ts";

/**
 * One file's change in a card: its first 40 rows, up to 2,000 when asked for, in a frame of their own; what is
 * longer opens as a page.
 */
export function DiffView(props: {
  diffs: readonly FileDiff[];
  /** What it belongs to, of which it remembers whether all was asked for. */
  of: string;
  showPath: boolean;
  isExcerpt: boolean;
  onOpen: () => void;
}) {
  let root!: HTMLDivElement;
  const [width, setWidth] = createSignal(0);
  const [isAll, setAll] = createKept<boolean>(`diff:${props.of}:${props.diffs[0]?.path}`);
  const change = createChange(
    () => props.diffs,
    () => ({ isExcerpt: props.isExcerpt }),
  );
  const hasRoom = () => width() >= SPLIT_WIDTH;
  const isSplit = () => hasRoom() && diffLayout() === "split";
  const shown = createRows(change, isSplit);
  const rest = () => (isAll() === true ? 0 : Math.max(0, shown.rows().length - FOLD_AT));
  const isPage = () => shown.rows().length > MOST;
  onMount(() => {
    if (typeof ResizeObserver === "undefined") return;
    const watcher = new ResizeObserver(() => setWidth(root.clientWidth));
    watcher.observe(root);
    onCleanup(() => watcher.disconnect());
  });
  return (
    <div class="diff" ref={root} data-all={isAll() === true ? "" : undefined}>
      <Show when={props.showPath || hasRoom()}>
        <div class="diff-head">
          <code class="cut grow">{props.showPath ? props.diffs[0]?.path : ""}</code>
          <Show when={hasRoom()}>
            <LayoutChoice />
          </Show>
        </div>
      </Show>
      <Show when={change()} fallback={<p class="diff-reading">{words.readingDiff}</p>}>
        {(change) => (
          <DiffLines
            change={change()}
            shown={shown}
            isSplit={isSplit()}
            limit={isAll() === true ? undefined : FOLD_AT}
          />
        )}
      </Show>
      <Show when={rest() > 0}>
        <Button
          variant="ghost"
          size={24}
          class="diff-more"
          aria-expanded={isPage() ? undefined : false}
          onClick={() => (isPage() ? props.onOpen() : setAll(true))}
        >
          {isPage() ? words.openAll(shown.rows().length) : words.showMore(rest())}
        </Button>
      </Show>
    </div>
  );
}

const FOLD_AT = 40;
const MOST = 2_000;
