import { type Accessor, createComputed, createEffect, on } from "solid-js";

/** A row that goes elsewhere in the page loses the focus on its way: what had it has it again. */
export function keepFocus(scroller: () => HTMLElement | undefined, moves: Accessor<unknown>): void {
  let held: Element | null = null;
  createComputed(
    on(moves, () => {
      const at = document.activeElement;
      held = scroller()?.contains(at) === true ? at : null;
    }),
  );
  createEffect(
    on(moves, () => {
      if (held instanceof HTMLElement && held.isConnected && document.activeElement !== held) {
        held.focus({ preventScroll: true });
      }
    }),
  );
}
