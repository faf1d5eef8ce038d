import { createSignal } from "solid-js";

type Render = typeof import("./render.ts").renderMarkdown;

const [render, setRender] = createSignal<Render>();
let loading: Promise<void> | undefined;

/** The renderer, once it is here: marked and DOMPurify are no part of the page's first load. */
export function markdownRenderer(): Render | undefined {
  return render();
}

/** Loads it; a failed load may be tried again, text stays plain until then. */
export function loadMarkdown(): Promise<void> {
  loading ??= import("./render.ts").then(
    (module) => void setRender(() => module.renderMarkdown),
    () => void (loading = undefined),
  );
  return loading;
}
