import { type Beads, makeBeads } from "@switchyard/beads";
import { type Accessor, createComputed, createSignal, onCleanup, untrack } from "solid-js";

/**
 * The beads, a task later than they change: over thousands of them the tree comes first, then the timeline, and what
 * the user does goes between. The first ones come at once, if they are few.
 */
export function createSettled(beads: Accessor<Beads>): Accessor<Beads> {
  const [settled, setSettled] = createSignal(isFew(untrack(beads)) ? untrack(beads) : makeBeads([], 0));
  let timer: ReturnType<typeof setTimeout> | undefined;
  const catchUp = () => {
    timer = undefined;
    setSettled(untrack(beads));
  };
  createComputed(() => {
    const next = beads();
    if (untrack(settled).list.length === 0 && isFew(next)) setSettled(next);
    else timer ??= setTimeout(catchUp);
  });
  onCleanup(() => clearTimeout(timer));
  return settled;
}

function isFew(beads: Beads): boolean {
  return beads.list.length < 400;
}
