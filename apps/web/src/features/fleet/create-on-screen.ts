import { onCleanup } from "solid-js";

/** Around what is seen, so that a tile has its lines when it is scrolled to. */
const MARGIN = "160px 0px";
/** A tile that has left stays on so long: scrolling to and fro subscribes to nothing twice. */
const LINGER_MS = 2000;

/** Tells of each element whether it is on screen, or was a moment ago. */
export interface OnScreen {
  /** As long as the owner of the caller lives. */
  watch(element: Element, tell: (isOn: boolean) => void): void;
}

/** One observer for all; `scroller` is what they scroll in. */
export function createOnScreen(scroller: () => Element | null): OnScreen {
  const listeners = new Map<Element, (isSeen: boolean) => void>();
  let observer: IntersectionObserver | undefined;
  onCleanup(() => observer?.disconnect());

  const observe = (element: Element) => {
    observer ??= new IntersectionObserver(
      (entries) => {
        for (const entry of entries) listeners.get(entry.target)?.(entry.isIntersecting);
      },
      { root: scroller(), rootMargin: MARGIN },
    );
    observer.observe(element);
  };

  return {
    watch(element, tell) {
      let timer: ReturnType<typeof setTimeout> | undefined;
      listeners.set(element, (isSeen) => {
        clearTimeout(timer);
        if (isSeen) tell(true);
        else timer = setTimeout(() => tell(false), LINGER_MS);
      });
      observe(element);
      onCleanup(() => {
        clearTimeout(timer);
        listeners.delete(element);
        observer?.unobserve(element);
      });
    },
  };
}
