import { type Accessor, createMemo, createSignal } from "solid-js";
import { type DiffRow, diffRows } from "./diff-rows.ts";
import type { FileChange } from "./file-change.ts";

export interface ShownRows {
  readonly rows: Accessor<readonly DiffRow[]>;
  /** Shows the lines that a gap leaves out. */
  open(gap: string): void;
}

/** The rows of a change, with the gaps that the user opened. */
export function createRows(change: () => FileChange | null, isSplit: () => boolean): ShownRows {
  const [opened, setOpened] = createSignal<ReadonlySet<string>>(new Set<string>());
  const rows = createMemo(() => {
    const shown = change();
    return shown === null ? [] : diffRows(shown, { isSplit: isSplit(), opened: opened() });
  });
  return { rows, open: (gap) => setOpened(new Set([...opened(), gap])) };
}
