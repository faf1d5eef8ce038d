import type { Accessor } from "solid-js";
import type { Pages, Place, SessionView } from "../../../state/session-view.ts";
import { sessionWords as words } from "../../../words/session-words.ts";
import type { LogWindow, RowPlace } from "../scroll/create-log-window.ts";
import { attempt } from "../session-context.ts";
import { firstItem, foldsAround, type Line, showsItem } from "./create-lines.ts";
import { openKept } from "./row-memory.ts";

/** The ways through a transcript that is in the page in part alone. */
export interface LogMoves {
  toEnd(): void;
  toStart(): Promise<void>;
  /** To the start of the turn before, or behind, the one in view. */
  toTurn(way: "before" | "behind"): Promise<void>;
  /** Goes to the row that shows a chunk, opens what hides it there, and returns its key; undefined: there is none. */
  toChunk(seq: number): Promise<string | undefined>;
  /** The first chunk of the row at the top of the view; 0: there is none. */
  seqInView(): number;
  toPlace(place: Place): void;
  /** Reads what comes above or below, where the view is near that. */
  loadNear(log: HTMLElement): Promise<void>;
}

export function createMoves(of: {
  view: SessionView;
  scroll: LogWindow;
  lines: Accessor<readonly Line[]>;
  memory: Map<string, unknown>;
  log: () => HTMLElement;
}): LogMoves {
  const { view, scroll, lines } = of;
  const { pages } = view;

  function reveal(line: Line | undefined, top: number): void {
    if (line) scroll.reveal(line.key, top);
  }

  function lineOf(seq: number): Line | undefined {
    const item = pages.itemAt(seq);
    if (item === undefined) return undefined;
    return (
      lines().find(({ row }) => row !== null && showsItem(row, item.id)) ??
      lines().find(({ part }) => part.section().turn === item.turn)
    );
  }

  const toEnd = (): void => {
    pages.showEnd();
    scroll.toEnd();
  };
  return {
    toEnd,
    async toStart() {
      await attempt(words.loadFailed, () => pages.showStart());
      reveal(lines()[0], 0);
    },
    async toTurn(way) {
      const first = scroll.first();
      const at = lines().findIndex((line) => line.key === first?.key);
      const here = lines()[at];
      const start = lines().findIndex((line) => line.part === here?.part);
      const next = lines().find((line, index) => index > at && line.part !== here?.part);
      if (way === "behind") return next ? reveal(next, 0) : toEnd();
      const isAtStart = at === start && (first?.top ?? 0) > -2;
      if (!isAtStart) return reveal(lines()[start], 0);
      if (start === 0) await pages.loadOlder().catch(() => undefined);
      const last = lines()[lines().findIndex((line) => line.part.key === here?.part.key) - 1];
      reveal(last && lines().find((line) => line.part === last.part), 0);
    },
    async toChunk(seq) {
      let isThere = false;
      await attempt(words.loadFailed, async () => {
        isThere = await pages.showAround(seq);
      });
      const line = isThere ? lineOf(seq) : undefined;
      const id = pages.itemAt(seq)?.id;
      if (line?.row && id !== undefined) {
        for (const key of foldsAround(line.row, id)) openKept(of.memory, key);
      }
      reveal(line, of.log().clientHeight / 3);
      return line?.key;
    },
    seqInView() {
      const byKey = new Map(lines().map((line) => [line.key, line]));
      return placeOf(pages, byKey, scroll.seen())?.seq ?? 0;
    },
    toPlace: ({ seq, top }) => reveal(lineOf(seq), top),
    async loadNear(log) {
      if (view.loading || log.clientHeight === 0) return;
      const below = log.scrollHeight - log.clientHeight - log.scrollTop;
      if (log.scrollTop < NEAR && pages.hasOlder) await pages.loadOlder().catch(() => undefined);
      else if (below < NEAR && pages.hasNewer) await pages.loadNewer().catch(() => undefined);
    },
  };
}

/** More is read before an edge is reached, in CSS pixels. */
const NEAR = 600;

/** Where a row in view stands, in terms that outlive the page's rows. */
export function placeOf(
  pages: Pages,
  lines: ReadonlyMap<string, Line>,
  seen: readonly RowPlace[],
): Place | null {
  for (const { key, top } of seen) {
    const row = lines.get(key)?.row;
    const seq = row ? pages.seqOf(firstItem(row)) : undefined;
    if (seq !== undefined) return { seq, top };
  }
  return null;
}
