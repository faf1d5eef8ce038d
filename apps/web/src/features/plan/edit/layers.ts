import { type Accessor, createSignal } from "solid-js";
import type { Anchor } from "../../../ui/place-layer.ts";

/** What is chosen from: all acts, or the values of one field. */
export type LayerKind = "acts" | "status" | "priority" | "labels" | "move";

export interface OpenLayer {
  readonly kind: LayerKind;
  /** The beads that it changes; one at least. */
  readonly ids: readonly string[];
  readonly anchor: Anchor;
  /** Gives the focus back to what it was opened from. */
  readonly back: () => void;
}

/** The one layer that is open over the plan, if any. */
export interface Layers {
  readonly open: Accessor<OpenLayer | null>;
  show(layer: OpenLayer): void;
  close(returnFocus: boolean): void;
}

export function createLayers(): Layers {
  const [open, setOpen] = createSignal<OpenLayer | null>(null);
  return {
    open,
    show: (layer) => setOpen(layer),
    close(returnFocus) {
      const layer = open();
      setOpen(null);
      if (returnFocus) layer?.back();
    },
  };
}
