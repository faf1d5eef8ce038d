import { For, Show } from "solid-js";
import { toolWords as words } from "../../../words/tool-words.ts";
import { LineWindow } from "../lines/LineWindow.tsx";
import type { ShownRows } from "./create-rows.ts";
import type { DiffRow } from "./diff-rows.ts";
import { DiffRowView } from "./DiffRowView.tsx";
import type { FileChange } from "./file-change.ts";
import { createLineRuns } from "./line-runs.ts";
import "./diff.css";

/** The rows of a change: `limit` of them, or without one all, of which those around the view are in the page. */
export function DiffLines(props: {
  change: FileChange;
  shown: ShownRows;
  isSplit: boolean;
  limit?: number | undefined;
  ref?: (element: HTMLElement) => void;
}) {
  const runsOf = createLineRuns(() => props.change);
  const label = () => words.diffOf(props.change.path, props.change.added, props.change.removed);
  const row = (of: () => DiffRow) => (
    <DiffRowView row={of()} runsOf={runsOf} isNumbered={props.change.isNumbered} onOpen={props.shown.open} />
  );
  return (
    <div
      class="diff-lines"
      data-numbered={props.change.isNumbered ? "" : undefined}
      data-split={props.isSplit ? "" : undefined}
    >
      <Show
        when={props.limit}
        fallback={
          <LineWindow
            count={props.shown.rows().length}
            columns={longest(props.change)}
            label={label()}
            isSticky={props.isSplit}
            ref={(element) => props.ref?.(element)}
          >
            {(index) => <Show when={props.shown.rows()[index]}>{row}</Show>}
          </LineWindow>
        }
      >
        {(limit) => (
          <div class="diff-part" role="region" tabindex="0" aria-label={label()}>
            <For each={props.shown.rows().slice(0, limit())}>{(of) => row(() => of)}</For>
          </div>
        )}
      </Show>
    </div>
  );
}

/** In characters; a line that is cut says how much it leaves out. */
function longest(change: FileChange): number {
  const most = change.regions.reduce(
    (sum, { lines }) => lines.reduce((length, { text }) => Math.max(length, text.length), sum),
    0,
  );
  return Math.min(most, 2_040);
}
