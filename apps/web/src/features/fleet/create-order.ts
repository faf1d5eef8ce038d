import { type Accessor, createEffect, createSignal, untrack } from "solid-js";
import { heldOrder } from "./fleet-model.ts";

const MOVE_MS = 220;

/**
 * The order in which tiles stand: as `next` says, but never changed under the pointer or the focus. When it
 * changes, tiles move to their places; reduced motion sets them there.
 */
export function createOrder(
  next: Accessor<readonly string[]>,
  on: { isHeld: Accessor<boolean>; isThere: (id: string) => boolean; tiles: () => readonly HTMLElement[] },
): Accessor<readonly string[]> {
  const [shown, setShown] = createSignal<readonly string[]>(untrack(next));
  createEffect(() => {
    const wanted = next();
    const isHeld = on.isHeld();
    const before = untrack(shown);
    const order = isHeld ? heldOrder(before, wanted, on.isThere) : wanted;
    if (order.length === before.length && order.every((id, at) => id === before[at])) return;
    const moved = isHeld ? [] : untrack(on.tiles);
    const places = new Map(moved.map((tile) => [tile, tile.getBoundingClientRect()]));
    setShown(order);
    // The document has the new order once all that hangs on it has run.
    queueMicrotask(() => move(places));
  });
  return shown;
}

function move(places: ReadonlyMap<HTMLElement, DOMRect>): void {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  const now = [...places].map(([tile, from]) => ({ tile, from, to: tile.getBoundingClientRect() }));
  for (const { tile, from, to } of now) {
    const [x, y] = [from.left - to.left, from.top - to.top];
    if (!tile.isConnected || (x === 0 && y === 0) || !(isSeen(from) || isSeen(to))) continue;
    tile.animate?.([{ transform: `translate(${x}px, ${y}px)` }, { transform: "none" }], {
      duration: MOVE_MS,
      easing: "cubic-bezier(0.2, 0.8, 0.2, 1)",
    });
  }
}

function isSeen({ top, bottom }: DOMRect): boolean {
  return bottom > 0 && top < innerHeight;
}
