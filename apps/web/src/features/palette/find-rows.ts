import type { JSX } from "solid-js";
import { fitOf, type Sought, soughtOf } from "./match.ts";
import { folded } from "../../words/folded.ts";

/** Something that can be gone to or done. */
export interface PaletteRow {
  /** It is remembered by it. */
  readonly key: string;
  readonly label: string;
  readonly icon: () => JSX.Element;
  /** An id, in mono. */
  readonly code?: string;
  /** What else is to be known of it, as it is now. */
  detail?(): string;
  /** The chord that does it too. */
  readonly keys?: string;
  run(): void;
  /** Opens it beside what is open. */
  beside?(): void;
}

interface Found {
  readonly row: PaletteRow;
  /** As `fitOf` tells it. */
  readonly fit: number;
}

/** Where rows of one kind come from. */
export interface Source {
  readonly label: string;
  /** How many are shown at most. */
  readonly most: number;
  /** The best first. */
  find(sought: Sought): readonly Found[];
  /** The one that is remembered by a key. */
  row(key: string): PaletteRow | undefined;
}

export interface RowGroup {
  readonly label: string;
  readonly rows: readonly PaletteRow[];
}

/** More are found by more letters. With the way on to the search there are fifty. */
export const MOST_ROWS = 49;

/** What fits a text, by kind: the kind with the best fit first. For an empty text what was chosen last stands above all. */
export function findRows(
  sources: readonly Source[],
  query: string,
  recent: { readonly label: string; readonly keys: readonly string[] },
): readonly RowGroup[] {
  const sought = soughtOf(query);
  if (sought.text === "") {
    const again = recent.keys.flatMap((key) => firstOf(sources, key) ?? []);
    const known = new Set(again.map(({ key }) => key));
    const rest = sources.map((source) => ({
      label: source.label,
      rows: source.find(sought).flatMap(({ row }) => (known.has(row.key) ? [] : [row])),
    }));
    return within(MOST_ROWS, [{ label: recent.label, rows: again }, ...rest]);
  }
  const groups = sources
    .map((source) => ({ label: source.label, found: source.find(sought).slice(0, source.most) }))
    .toSorted((a, b) => bestOf(a.found) - bestOf(b.found));
  return within(
    MOST_ROWS,
    groups.map(({ label, found }) => ({ label, rows: found.map(({ row }) => row) })),
  );
}

/** A source of what is listed once, when the palette opens: in the given order where two fit alike. */
export function listSource<T>(
  list: readonly T[],
  how: {
    label: string;
    most: number;
    /** How many of them stand there while nothing is sought. @default most */
    unasked?: number;
    keyOf(item: T): string;
    /** What it is found by. */
    textOf(item: T): string;
    rowOf(item: T): Omit<PaletteRow, "key">;
  },
): Source {
  const { label, most, unasked = most, keyOf } = how;
  const rowOf = keptRows((item: T): PaletteRow => ({ ...how.rowOf(item), key: keyOf(item) }));
  const texts = list.map((item) => folded(how.textOf(item)));
  return {
    label,
    most,
    find(sought) {
      if (sought.text === "") return list.slice(0, unasked).map((item) => ({ row: rowOf(item), fit: 0 }));
      const byFit: [T[], T[], T[]] = [[], [], []];
      list.forEach((item, at) => {
        const fit = fitOf(texts[at] ?? "", sought);
        if (fit !== null) byFit[fit].push(item);
      });
      return byFit
        .flatMap((items, fit) => items.slice(0, most).map((item) => ({ item, fit })))
        .slice(0, most)
        .map(({ item, fit }) => ({ row: rowOf(item), fit }));
    },
    row(key) {
      const item = list.find((each) => keyOf(each) === key);
      return item === undefined ? undefined : rowOf(item);
    },
  };
}

/** Makes each row once, so that one that stays from letter to letter is not drawn anew. */
export function keptRows<T>(make: (item: T) => PaletteRow): (item: T) => PaletteRow {
  const made = new Map<T, PaletteRow>();
  return (item) => {
    const known = made.get(item);
    if (known !== undefined) return known;
    const row = make(item);
    made.set(item, row);
    return row;
  };
}

function firstOf(sources: readonly Source[], key: string): PaletteRow | undefined {
  for (const source of sources) {
    const row = source.row(key);
    if (row !== undefined) return row;
  }
  return undefined;
}

function bestOf(found: readonly Found[]): number {
  return Math.min(...found.map(({ fit }) => fit));
}

function within(most: number, groups: readonly RowGroup[]): RowGroup[] {
  let left = most;
  return groups.flatMap(({ label, rows }) => {
    const shown = rows.slice(0, left);
    left -= shown.length;
    return shown.length === 0 ? [] : [{ label, rows: shown }];
  });
}
