import type { FileDiff } from "@switchyard/core/protocol";
import { type Accessor, createMemo, createSignal, onCleanup } from "solid-js";
import { otherTasks } from "../../state/other-tasks.ts";
import { sumOf } from "../session/diff/counts.ts";

interface Lines {
  readonly added: number;
  readonly removed: number;
}

/** Characters; a larger change is not counted in a tile. */
const MOST = 100_000;

/**
 * How many lines diffs add and remove; undefined until they are counted, and where that would take too long. It is a
 * comparison of files: one at a time, between the page's other work.
 */
export function createCounts(diffs: Accessor<readonly FileDiff[]>): Accessor<Lines | undefined> {
  const counted = createMemo(() => {
    const [lines, setLines] = createSignal<Lines>();
    const wanted = diffs();
    let isOver = false;
    onCleanup(() => (isOver = true));
    const size = wanted.reduce((sum, file) => sum + (file.oldText?.length ?? 0) + file.newText.length, 0);
    if (size > MOST) return lines;
    line = line.then(async () => {
      await otherTasks();
      if (!isOver) setLines(sumOf(wanted));
    });
    return lines;
  });
  return () => counted()();
}

/** Who waits to be counted. */
let line: Promise<void> = Promise.resolve();
