import type { Section, Transcript } from "@switchyard/core/session";
import { type Accessor, createMemo, mapArray } from "solid-js";
import { foldKey, looksKey } from "./row-memory.ts";
import { reuseRows, type Row, rowsOf } from "./rows.ts";

/** One turn, or what happened between two, with the lines it is shown as. */
export interface Part extends PartFacts {
  readonly lines: Accessor<readonly Line[]>;
}

export interface PartFacts {
  readonly key: string;
  readonly section: Accessor<Section>;
}

/** What enters and leaves the page as one: a row, or (`row` null) how the turn ends or goes on. */
export interface Line {
  readonly key: string;
  readonly part: PartFacts;
  readonly row: Row | null;
  /** Whether its part begins with it. */
  readonly isFirst: boolean;
}

/** The parts of a transcript; what did not change stays the same objects, also when pages come before it. */
export function createParts(shown: () => Transcript): Accessor<readonly Part[]> {
  const sections = createMemo(() => new Map(shown().sections.map((section) => [partKey(section), section])));
  const keys = createMemo(() => [...sections().keys()]);
  return createMemo(
    mapArray(keys, (key) => {
      const section = createMemo<Section | undefined>((before) => sections().get(key) ?? before);
      const rows = createMemo<readonly Row[]>(
        (before) => reuseRows(before, rowsOf(section()?.items ?? [])),
        [],
      );
      const of = { key, section: () => section() ?? NOTHING };
      return { ...of, lines: createMemo<readonly Line[]>((before) => linesOf(of, rows(), before), []) };
    }),
  );
}

/** A turn is known by its number: the chunk that it starts with changes as older pages come. */
export function partKey(section: Section): string {
  return section.turn > 0 ? `turn-${section.turn}` : `at-${section.key}`;
}

/** A line that says the same stays the same object: what shows it is left alone. */
function linesOf(part: PartFacts, rows: readonly Row[], before: readonly Line[]): Line[] {
  const old = new Map(before.map((line) => [line.key, line]));
  const all: (Row | null)[] = part.section().turn > 0 ? [...rows, null] : [...rows];
  return all.map((row, at) => {
    const line = { key: `${part.key}/${row?.id ?? "end"}`, part, row, isFirst: at === 0 };
    const known = old.get(line.key);
    return known?.row === row && known.isFirst === line.isFirst ? known : line;
  });
}

const NOTHING: Section = { key: 0, turn: 0, by: null, startedAt: 0, items: [], end: null };

/** Whether a row shows an item, by itself or within. */
export function showsItem(row: Row, id: string): boolean {
  if (row.kind === "item") return row.item.id === id;
  if (row.kind === "looks") return row.tools.some((tool) => tool.id === id);
  return row.tool.id === id || row.request?.id === id || row.children.some((child) => showsItem(child, id));
}

/** What has to be opened in a row so that an item is seen, from the outside in. */
export function foldsAround(row: Row, id: string): string[] {
  if (row.kind === "item") return [];
  if (row.kind === "looks") return [looksKey(row.tools[0]?.id), foldKey(id)];
  if (row.tool.id === id) return [foldKey(id)];
  const child = row.children.find((each) => showsItem(each, id));
  return child ? [foldKey(row.tool.id), ...foldsAround(child, id)] : [];
}

/** The id of the first item that a row shows. */
export function firstItem(row: Row): string {
  if (row.kind === "item") return row.item.id;
  return row.kind === "tool" ? row.tool.id : (row.tools[0]?.id ?? row.id);
}

/** The likely height of a line, in CSS pixels. */
export function guessHeight(line: Line): number {
  if (line.row === null) return 46;
  if (line.row.kind !== "item") return 46;
  const { item } = line.row;
  if (item.kind === "message") return 16 + 22 * textLines(item.text);
  if (item.kind === "user") return 54 + 22 * textLines(item.text);
  return 34;
}

function textLines(text: string): number {
  return Math.ceil(text.length / 95) + (text.match(/\n/g)?.length ?? 0);
}
