import { createEffect, For, on, Show } from "solid-js";
import { Icon } from "../../ui/Icon.tsx";
import { FileIcon, FolderIcon } from "../../ui/icons.ts";
import { placeLayer } from "../../ui/place-layer.ts";
import { attachWords as words } from "../../words/attach-words.ts";
import type { Mentions } from "./create-mentions.ts";
import "../../ui/Combobox.css";
import "./mentions.css";

/** The files that may be meant; the focus stays in the field. */
export default function MentionList(props: { mentions: Mentions; near: HTMLElement }) {
  const options = () => props.mentions.options() ?? [];
  let layer!: HTMLDivElement;
  createEffect(
    on(options, () => {
      layer.style.removeProperty("top");
      layer.style.removeProperty("bottom");
      layer.style.setProperty("width", `${props.near.getBoundingClientRect().width}px`);
      placeLayer(layer, props.near, "start");
    }),
  );
  createEffect(() => {
    const active = document.getElementById(`${props.mentions.id}-${props.mentions.at()}`);
    if (options().length > 0) active?.scrollIntoView?.({ block: "nearest" });
  });
  return (
    // A press in the list leaves the focus in the field.
    <div
      ref={layer}
      data-ui="combo-list"
      class="mentions"
      on:pointerdown={(event) => event.preventDefault()}
      on:mousedown={(event) => event.preventDefault()}
    >
      <p class={options().length > 0 ? "sr-only" : undefined} role="status">
        {options().length > 0 ? words.found(options().length) : words.noFiles}
      </p>
      <Show when={options().length > 0}>
        <div id={`${props.mentions.id}-list`} role="listbox" aria-label={words.files}>
          <For each={options()}>
            {(file, index) => {
              const cut = file.path.lastIndexOf("/") + 1;
              return (
                <div
                  id={`${props.mentions.id}-${index()}`}
                  role="option"
                  aria-selected={index() === props.mentions.at()}
                  onPointerMove={() => props.mentions.point(index())}
                  onClick={() => props.mentions.choose(file)}
                >
                  <Icon of={file.isFolder ? FolderIcon : FileIcon} size={14} />
                  <span class="mention-name">
                    {file.path.slice(cut)}
                    {file.isFolder ? "/" : ""}
                  </span>
                  <span class="mention-folder cut">{file.path.slice(0, cut)}</span>
                </div>
              );
            }}
          </For>
        </div>
      </Show>
    </div>
  );
}
