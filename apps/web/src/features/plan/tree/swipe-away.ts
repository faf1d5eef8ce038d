import { onCleanup } from "solid-js";

/** So far, and so much more sideways than up or down, goes a finger that turns a page. */
const FAR_PX = 60;
const SLANT = 2;

/** Runs `turn` when a finger sweeps from right to left, where that scrolls nothing. */
export function swipeAway(element: HTMLElement, turn: () => void): void {
  let from: Touch | undefined;
  const start = (event: TouchEvent) => {
    from = event.touches.length === 1 ? event.touches[0] : undefined;
  };
  const end = (event: TouchEvent) => {
    const to = event.changedTouches[0];
    const canScroll = element.scrollWidth > element.clientWidth;
    if (from === undefined || to === undefined || canScroll) return;
    const [dx, dy] = [from.clientX - to.clientX, Math.abs(from.clientY - to.clientY)];
    if (dx > FAR_PX && dx > SLANT * dy) turn();
  };
  element.addEventListener("touchstart", start, { passive: true });
  element.addEventListener("touchend", end, { passive: true });
  onCleanup(() => {
    element.removeEventListener("touchstart", start);
    element.removeEventListener("touchend", end);
  });
}
