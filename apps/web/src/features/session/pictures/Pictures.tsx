import type { StoredImage } from "@switchyard/core/protocol";
import { Index, Show } from "solid-js";
import { toolWords as words } from "../../../words/tool-words.ts";
import { Picture } from "./Picture.tsx";

/** The pictures that a call or the agent showed; `from` says whose they are. */
export function Pictures(props: { images: readonly StoredImage[]; from: string }) {
  return (
    <Show when={props.images.length > 0}>
      <ul class="pictures" aria-label={words.images}>
        <Index each={props.images}>
          {(image, at) => (
            <li>
              <Picture image={image()} name={words.image(at + 1, props.images.length, props.from)} />
            </li>
          )}
        </Index>
      </ul>
    </Show>
  );
}
