import { type Accessor, createSignal } from "solid-js";
import { recall, remember } from "./local.ts";

export type Theme = "system" | "light" | "dark";

const [theme, write] = createSignal<Theme>(read());

/** How the page is coloured; kept by this browser. */
export const currentTheme: Accessor<Theme> = theme;

export function setTheme(next: Theme): void {
  write(next);
  remember("theme", next === "system" ? null : next);
  applyTheme();
}

/** Pins the theme on the document; the system decides where none is pinned. */
export function applyTheme(): void {
  if (theme() === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme();
}

function read(): Theme {
  const kept = recall("theme");
  return kept === "light" || kept === "dark" ? kept : "system";
}
