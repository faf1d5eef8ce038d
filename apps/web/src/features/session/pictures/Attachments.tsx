import type { Attachment } from "@switchyard/core/protocol";
import { createSignal, For, Show } from "solid-js";
import { Icon } from "../../../ui/Icon.tsx";
import { FileIcon } from "../../../ui/icons.ts";
import { toolWords as words } from "../../../words/tool-words.ts";
import { lazyDialog } from "../../shell/lazy-part.tsx";
import { bytes } from "../format.ts";
import { Picture } from "./Picture.tsx";
import { isPicture } from "./stored-url.ts";
import "./pictures.css";

const FileDialog = lazyDialog(async () => ({ default: (await import("./FileDialog.tsx")).FileDialog }));

/** What the user put beside a message: pictures as such, files by their names. */
export function Attachments(props: { attachments: readonly Attachment[] }) {
  const pictures = () => props.attachments.filter(({ mediaType }) => isPicture(mediaType));
  const files = () => props.attachments.filter(({ mediaType }) => !isPicture(mediaType));
  return (
    <>
      <Show when={pictures().length > 0}>
        <ul class="pictures" aria-label={words.images}>
          <For each={pictures()}>
            {(image) => (
              <li>
                <Picture image={image} name={words.attachedImage(image.name)} />
              </li>
            )}
          </For>
        </ul>
      </Show>
      <Show when={files().length > 0}>
        <ul class="file-chips" aria-label={words.attachments}>
          <For each={files()}>
            {(file) => (
              <li>
                <FileChip file={file} />
              </li>
            )}
          </For>
        </ul>
      </Show>
    </>
  );
}

function FileChip(props: { file: Attachment }) {
  const [isOpen, setOpen] = createSignal(false);
  const size = () => bytes(props.file.bytes);
  return (
    <>
      <button
        type="button"
        class="file-chip"
        aria-label={words.openFile(props.file.name, size())}
        onClick={() => setOpen(true)}
      >
        <Icon of={FileIcon} size={14} />
        <span class="cut">{props.file.name}</span>
        <span class="text-3">{size()}</span>
      </button>
      <Show when={isOpen()}>
        <FileDialog file={props.file} onClose={() => setOpen(false)} />
      </Show>
    </>
  );
}
