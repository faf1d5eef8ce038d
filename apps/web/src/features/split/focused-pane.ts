import { createSignal } from "solid-js";

const [focused, setFocused] = createSignal<string | undefined>();

/** Of sessions side by side, the one that has the focus; undefined: there is no split. */
export const focusedPane = focused;

export const setFocusedPane = setFocused;
