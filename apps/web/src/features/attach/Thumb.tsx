import { createSignal, onCleanup, onMount, Show, untrack } from "solid-js";
import type { DraftFile } from "../../state/draft-files.ts";
import { Icon } from "../../ui/Icon.tsx";
import { ImageIcon } from "../../ui/icons.ts";
import { attachWords as words } from "../../words/attach-words.ts";
import { WireError } from "../../wire/wire-error.ts";
import type { Tray } from "./AttachTray.tsx";

/** A picture in small; of one that an earlier page has uploaded it shows whether the bridge still has it. */
export function Thumb(props: { file: DraftFile; tray: Tray }) {
  const [url, setUrl] = createSignal<string | null>(null);
  let isOver = false;
  const show = (blob: Blob) => {
    if (!isOver) setUrl(URL.createObjectURL(blob));
  };
  onMount(() => {
    const { tray } = props;
    const { key, attachment, mediaType } = untrack(() => props.file);
    const here = tray.files.fileOf(key);
    if (here !== undefined) return show(here);
    if (attachment === undefined) return undefined;
    tray.readBytes(attachment.blobId).then(
      (bytes) => show(new Blob([bytes], { type: mediaType })),
      () => tray.files.lost(key, new WireError("REQUEST_NOT_FOUND", words.gone)),
    );
    return undefined;
  });
  onCleanup(() => {
    isOver = true;
    const shown = url();
    if (shown !== null) URL.revokeObjectURL(shown);
  });
  return (
    <span class="attached-thumb">
      <Show when={url()} fallback={<Icon of={ImageIcon} size={14} />}>
        {(url) => <img src={url()} alt="" onError={() => setUrl(null)} />}
      </Show>
    </span>
  );
}
