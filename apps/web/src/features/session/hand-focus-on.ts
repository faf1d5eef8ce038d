import { onCleanup } from "solid-js";

/** For what goes away with its deed: where it has the focus then, its session's message field gets it, but on a phone. */
export function handFocusOn(element: () => HTMLElement | undefined): void {
  onCleanup(() => {
    const going = element();
    if (going === undefined || !going.contains(document.activeElement)) return;
    if (matchMedia("(hover: none), (max-width: 639px)").matches) return;
    const field = going.closest(".session")?.querySelector<HTMLElement>(".composer textarea");
    field?.focus({ preventScroll: true });
  });
}
