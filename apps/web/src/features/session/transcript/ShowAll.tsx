import { Show } from "solid-js";
import { Button } from "../../../ui/Button.tsx";
import { sessionWords as words } from "../../../words/session-words.ts";
import { bytes } from "../format.ts";
import type { createFullText } from "./full-text.ts";

/** The way to the rest of a text that was cut. */
export function ShowAll(props: { of: ReturnType<typeof createFullText> }) {
  return (
    <Show when={props.of.missing()}>
      {(size) => (
        <Button size={24} busy={props.of.busy()} onClick={() => void props.of.load()}>
          {words.showAll(bytes(size()))}
        </Button>
      )}
    </Show>
  );
}
