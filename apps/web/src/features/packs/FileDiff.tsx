import type { FileDiff as Diff } from "@switchyard/core/protocol";
import { createMemo, createSignal, Show } from "solid-js";
import { Button } from "../../ui/Button.tsx";
import { packWords } from "../../words/pack-words.ts";
import { toolWords } from "../../words/tool-words.ts";
import { createRows } from "../session/diff/create-rows.ts";
import { DiffLines } from "../session/diff/DiffLines.tsx";
import { createChange } from "../session/diff/read-change.ts";
import { markedText } from "./unseen.ts";

const words = packWords.review;

/** What becomes of a file, line by line; what nobody sees is named in both texts. */
export function FileDiff(props: { path: string; before: string; after: string; isCut: boolean }) {
  const [isAll, setAll] = createSignal(false);
  let box: HTMLDivElement | undefined;
  const diffs = createMemo((): Diff[] => [
    { path: props.path, oldText: shownText(props.before), newText: shownText(props.after) },
  ]);
  const change = createChange(diffs);
  const shown = createRows(change, () => false);
  const rest = () => (isAll() ? 0 : Math.max(0, shown.rows().length - FIRST));
  const limit = () => {
    if (!isAll()) return FIRST;
    return shown.rows().length > MOST ? undefined : MOST;
  };
  const showAll = () => {
    setAll(true);
    box?.querySelector<HTMLElement>("[tabindex]")?.focus();
  };
  const isSame = () => change()?.added === 0 && change()?.removed === 0;
  return (
    <Show when={change()} fallback={<p class="pack-said">{toolWords.readingDiff}</p>}>
      {(change) => (
        <Show
          when={!isSame()}
          fallback={<p class="pack-said">{props.isCut ? words.changedLater : words.onlyLineEnds}</p>}
        >
          <div ref={box} class="pack-diff">
            <DiffLines change={change()} shown={shown} isSplit={false} limit={limit()} />
          </div>
          <Show when={rest() > 0}>
            <Button variant="ghost" size={24} class="pack-more" onClick={showAll}>
              {words.moreRows(rest())}
            </Button>
          </Show>
        </Show>
      )}
    </Show>
  );
}

/** In rows; of more than `MOST` only those around the view are in the page. */
const FIRST = 200;
const MOST = 2_000;

/** A line's end is one, however it is written; what nobody sees is named. */
function shownText(text: string): string {
  return markedText(text.replaceAll("\r\n", "\n"));
}
