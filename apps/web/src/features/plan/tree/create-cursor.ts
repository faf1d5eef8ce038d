import { type Accessor, createMemo, createSignal, onCleanup } from "solid-js";
import { DRAFT_ID, type PlanRows } from "../model/rows.ts";

/** The one row that has the keys. It is followed by its id, whatever comes and goes around it. */
export interface Cursor {
  readonly active: Accessor<string | undefined>;
  /** Makes a row the active one, without the focus. */
  set(id: string): void;
  /** Brings a row into view and gives it the focus. */
  focus(id: string | undefined): void;
  /** Takes the element of a row, as long as the owner lives. */
  mount(element: HTMLElement, id: string): void;
}

export interface CursorOptions {
  rows: Accessor<PlanRows>;
  /** Which one it is at first, where it has a row. @default the first */
  initial: string | undefined;
  /** The nearest bead above that has a row; undefined: none has. */
  above: (id: string) => string | undefined;
  show: (id: string) => void;
}

interface Place {
  readonly id: string | undefined;
  readonly rows: PlanRows;
}

/** Where its row leaves, the row that it is folded into is next, or else the next one, or the last. */
export function createCursor(of: CursorOptions): Cursor {
  const [wanted, setWanted] = createSignal(of.initial, { equals: false });
  const elements = new Map<string, HTMLElement>();
  const place = createMemo<Place>((before) => {
    const [rows, id] = [of.rows(), wanted()];
    if (before !== undefined && before.rows === rows) return { id: rows.at(id) >= 0 ? id : before.id, rows };
    // What was asked for and is gone may come back: then it is asked for again.
    const last = before?.id ?? id;
    return { id: last === undefined ? firstOf(rows) : nearest(last, before?.rows, rows), rows };
  });
  const active = createMemo(() => place().id);

  function nearest(id: string, before: PlanRows | undefined, rows: PlanRows): string | undefined {
    if (rows.at(id) >= 0) return id;
    const above = of.above(id);
    const parent = above === undefined ? undefined : rows.list[rows.at(above)];
    if (parent?.isParent === true && !parent.isOpen) return parent.id;
    const at = before?.at(id) ?? -1;
    const behind = at < 0 ? [] : (before?.ids.slice(at + 1) ?? []);
    const ahead = at < 0 ? [] : (before?.ids.slice(0, at).toReversed() ?? []);
    return [...behind, ...ahead].find((other) => isBead(other) && rows.at(other) >= 0) ?? firstOf(rows);
  }

  function focus(id: string | undefined): void {
    if (id === undefined || of.rows().at(id) < 0) return;
    setWanted(id);
    of.show(id);
    elements.get(id)?.focus({ preventScroll: true });
  }

  return {
    active,
    set: setWanted,
    focus,
    mount(element, id) {
      elements.set(id, element);
      onCleanup(() => {
        if (elements.get(id) === element) elements.delete(id);
        // The row goes with the focus in it: the one that takes its place has it then.
        if (element.contains(document.activeElement)) queueMicrotask(() => focus(active()));
      });
    },
  };
}

/** The row of a bead that is being written has a field of its own for the keys. */
function isBead(id: string): boolean {
  return id !== DRAFT_ID;
}

function firstOf(rows: PlanRows): string | undefined {
  return rows.ids.find(isBead);
}
