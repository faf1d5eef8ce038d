import { createEffect, onCleanup } from "solid-js";
import type { App } from "../../state/app.ts";
import type { StartForm } from "./form.ts";

/** Has the chosen CLI started ahead while the form is open. What is refused is told by the start itself. */
export function createPrewarm(app: App, form: StartForm): void {
  createEffect(() => {
    const cliBackend = form.backend();
    const cwd = form.folder().trim();
    // In a worktree of its own the session runs in a folder that is not there yet.
    if (form.worktree.isOn()) return;
    if (cliBackend === undefined || cwd === "" || app.connection.link() !== "live") return;
    const ask = () => void app.wire.call("prewarm", { cliBackend, cwd }).catch(() => undefined);
    const settled = setTimeout(ask, SETTLED_MS);
    const again = setInterval(ask, AGAIN_MS);
    onCleanup(() => {
      clearTimeout(settled);
      clearInterval(again);
    });
  });
}

/** A path that is being typed names no folder yet. */
const SETTLED_MS = 300;
/** Sooner than the bridge gives up what nobody has used. */
const AGAIN_MS = 60_000;
