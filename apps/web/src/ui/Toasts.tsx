import { For, Show } from "solid-js";
import { words } from "../words/en.ts";
import { Button } from "./Button.tsx";
import { XIcon } from "./icons.ts";
import { currentToast, dismissToast } from "./toast.ts";
import "./Toasts.css";

/** Where toasts show: mounted once, by the page. */
export function Toasts() {
  return (
    <div data-ui="toasts" role="status" aria-live="polite">
      <Show when={currentToast()} keyed>
        {(toast) => (
          <div data-part="toast">
            <span>{toast.text}</span>
            <For each={toast.actions}>
              {(action) => (
                <Button
                  size={24}
                  {...keysOf(action.keys)}
                  onClick={() => {
                    dismissToast();
                    action.run();
                  }}
                >
                  {action.label}
                </Button>
              )}
            </For>
            <Button size={24} variant="ghost" icon={XIcon} label={words.dismiss} onClick={dismissToast} />
          </div>
        )}
      </Show>
    </div>
  );
}

function keysOf(keys: string | undefined): { keys?: string; "aria-keyshortcuts"?: string } {
  return keys === undefined ? {} : { keys, "aria-keyshortcuts": keys };
}
