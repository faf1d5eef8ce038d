import { createEffect, createMemo, createSignal, on, onCleanup, onMount, Show } from "solid-js";
import { readAnsi, trimmedLines } from "../../../../ansi/read-ansi.ts";
import { sessionWords } from "../../../../words/session-words.ts";
import { LINE_HEIGHT, LineWindow } from "../../lines/LineWindow.tsx";
import { findInLines, type Place } from "./find-in-lines.ts";
import { OutputFind } from "./OutputFind.tsx";
import { OutputLine } from "./OutputLine.tsx";
import { LONGEST, type Wrapped, wrapped } from "./pieces.ts";

/** All of an output, of which the lines around the view are in the page; what is found in it is marked. */
export function WholeOutput(props: {
  text: string;
  isWrapped: boolean;
  isFinding: boolean;
  onFinding: (isFinding: boolean) => void;
  /** More comes, and the end is looked at. */
  follows: boolean;
}) {
  let root!: HTMLDivElement;
  let scroller: HTMLElement | undefined;
  const [columns, setColumns] = createSignal<number | null>(null);
  const [query, setQuery] = createSignal("");
  const [here, setHere] = createSignal(0);
  const lines = createMemo(() => trimmedLines(readAnsi(props.text)));
  const rows = createMemo(() => wrapped(lines(), props.isWrapped ? columns() : null));
  const places = createMemo(() => (props.isFinding ? findInLines(lines(), query()) : []));
  const byLine = createMemo(() => Map.groupBy(places(), (place) => place.line));
  const current = () => places()[here()];
  const longest = createMemo(() => rows().reduce((most, { line }) => Math.max(most, line.text.length), 0));
  const rowOf = (place: Place | undefined) => {
    if (place === undefined) return null;
    const at = rows().findLastIndex(({ of, from }) => of === place.line && from <= place.start);
    return at === -1 ? null : at;
  };
  const foundIn = ({ of, from, line }: Wrapped) =>
    (byLine().get(of) ?? [])
      .filter(({ start, end }) => end > from && start < from + line.text.length)
      .map((place) => ({
        start: Math.max(0, place.start - from),
        end: Math.min(line.text.length, place.end - from),
        isHere: place === current(),
      }));
  createEffect(on(query, () => setHere(0), { defer: true }));
  onMount(() => {
    const measure = () => setColumns(columnsOf(root));
    const watcher = typeof ResizeObserver === "undefined" ? null : new ResizeObserver(measure);
    watcher?.observe(root);
    onCleanup(() => watcher?.disconnect());
    if (props.follows) queueMicrotask(() => scroller?.scrollTo({ top: rows().length * LINE_HEIGHT }));
  });
  const step = (way: 1 | -1) => {
    const count = places().length;
    if (count > 0) setHere((here() + way + count) % count);
  };
  return (
    <div ref={root} class="output-whole">
      <Show when={props.isFinding}>
        <OutputFind
          query={query()}
          onQuery={setQuery}
          at={places().length === 0 ? 0 : here() + 1}
          count={places().length}
          onStep={step}
          onClose={() => props.onFinding(false)}
        />
      </Show>
      <LineWindow
        count={rows().length}
        columns={Math.min(longest(), LONGEST + 40)}
        label={sessionWords.output}
        at={rowOf(current())}
        ref={(element) => (scroller = element)}
      >
        {(index) => (
          <Show when={rows()[index]}>{(row) => <OutputLine line={row().line} found={foundIn(row())} />}</Show>
        )}
      </LineWindow>
    </div>
  );
}

/** How many characters of `--t-code` stand beside each other in an element; null where nothing has a size. */
function columnsOf(root: HTMLElement): number | null {
  const room = root.clientWidth - SIDES;
  return room > 0 ? Math.max(20, Math.floor(room / CHARACTER) - 1) : null;
}

const SIDES = 24;
const CHARACTER = 7.2;
