import { type Accessor, createSignal, onCleanup } from "solid-js";
import type { DropPlace } from "./drop-rules.ts";

/** Beads that are being dragged, and where they would go if they were let go now. */
export interface Dragged {
  readonly ids: readonly string[];
  /** The pointer, in px of the window. */
  readonly x: number;
  readonly y: number;
  /** Null: nothing is under the pointer that they could go to. */
  readonly place: DropPlace | null;
}

export interface Drag {
  readonly dragged: Accessor<Dragged | null>;
  /** A press on a row, from which a drag may follow. */
  press(event: PointerEvent, ids: () => readonly string[]): void;
}

export interface DragOptions {
  scroller: () => HTMLElement;
  /** What is under a point of the window. */
  placeAt: (x: number, y: number) => DropPlace | null;
  drop: (ids: readonly string[], place: DropPlace) => void;
}

/** So far goes a press until it is a drag, in px. */
const SLACK = 5;
/** So near to the edge of the tree, in px, it scrolls; and so far with each frame. */
const EDGE = 36;
const STEP = 10;

/** Dragging by mouse or pen: a finger scrolls, and moves beads by the row's menu. */
export function createDrag(of: DragOptions): Drag {
  const [dragged, setDragged] = createSignal<Dragged | null>(null);
  let pressed: { x: number; y: number; ids: () => readonly string[] } | null = null;
  let frame = 0;

  function follow(x: number, y: number): void {
    setDragged((before) => before && { ...before, x, y, place: of.placeAt(x, y) });
  }
  function onMove(event: PointerEvent): void {
    const { clientX: x, clientY: y } = event;
    if (pressed !== null && Math.hypot(x - pressed.x, y - pressed.y) > SLACK) {
      setDragged({ ids: pressed.ids(), x, y, place: null });
      pressed = null;
      getSelection()?.removeAllRanges();
      frame = requestAnimationFrame(scroll);
    }
    if (dragged() === null) return;
    event.preventDefault();
    follow(x, y);
  }
  function scroll(): void {
    const at = dragged();
    if (at === null) return;
    const box = of.scroller().getBoundingClientRect();
    const up = at.y < box.top + 2 * EDGE && at.y > box.top + EDGE ? -STEP : 0;
    const down = at.y > box.bottom - EDGE && at.y < box.bottom + EDGE ? STEP : 0;
    if (up + down !== 0) {
      of.scroller().scrollTop += up + down;
      follow(at.x, at.y);
    }
    frame = requestAnimationFrame(scroll);
  }
  function onUp(): void {
    const at = dragged();
    end();
    if (at === null) return;
    // The click that follows a drag is none.
    window.addEventListener("click", swallow, { capture: true, once: true });
    setTimeout(letClick);
    if (at.place !== null) of.drop(at.ids, at.place);
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== "Escape" || dragged() === null) return;
    swallow(event);
    end();
  }
  function end(): void {
    pressed = null;
    cancelAnimationFrame(frame);
    setDragged(null);
    window.removeEventListener("pointermove", onMove);
    window.removeEventListener("pointerup", onUp);
    window.removeEventListener("pointercancel", end);
    window.removeEventListener("blur", end);
    window.removeEventListener("keydown", onKeyDown, true);
  }
  onCleanup(() => {
    end();
    letClick();
  });

  return {
    dragged,
    press(event, ids) {
      if (event.button !== 0 || event.pointerType === "touch") return;
      end();
      pressed = { x: event.clientX, y: event.clientY, ids };
      window.addEventListener("pointermove", onMove);
      window.addEventListener("pointerup", onUp);
      window.addEventListener("pointercancel", end);
      window.addEventListener("blur", end);
      window.addEventListener("keydown", onKeyDown, true);
    },
  };
}

function letClick(): void {
  window.removeEventListener("click", swallow, true);
}

function swallow(event: Event): void {
  event.preventDefault();
  event.stopPropagation();
}
