import { createSignal } from "solid-js";
import { recall, remember } from "../../../state/local.ts";

export type DiffLayout = "inline" | "split";

const [layout, set] = createSignal<DiffLayout>(recall("diff.layout") === "split" ? "split" : "inline");

/** How the user wants diffs where there is room for both ways. */
export const diffLayout = layout;

export function setDiffLayout(next: DiffLayout): void {
  set(next);
  remember("diff.layout", next === "split" ? next : null);
}

/** Two sides need that much, in CSS pixels. */
export const SPLIT_WIDTH = 900;
