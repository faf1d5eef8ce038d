import type { BlobId } from "@switchyard/core/protocol";
import { For, Show } from "solid-js";
import type { DraftFiles } from "../../state/draft-files.ts";
import type { LinkState } from "../../state/session-view.ts";
import { Button } from "../../ui/Button.tsx";
import { XIcon } from "../../ui/icons.ts";
import { Keyed } from "../../ui/Keyed.tsx";
import { attachWords as words } from "../../words/attach-words.ts";
import { AttachChip } from "./AttachChip.tsx";
import "./tray.css";

export interface Tray {
  readonly files: DraftFiles;
  readonly link: LinkState;
  /** The bytes of a file that an earlier page has uploaded. */
  readBytes(blobId: BlobId): Promise<Uint8Array<ArrayBuffer>>;
  /** Writes a text where the message is written; it takes the place of a file. */
  write(text: string): void;
  /** Where the focus goes when a file leaves. */
  focus(): void;
}

/** The files that go with what is being written, and what can't go with it. */
export default function AttachTray(props: { tray: Tray }) {
  let list: HTMLUListElement | undefined;
  const remove = (key: string, at: number) => {
    props.tray.files.remove(key);
    const next = list?.children[Math.min(at, list.children.length - 1)];
    const button = next?.querySelector<HTMLElement>(".attached-remove");
    if (button) button.focus();
    else props.tray.focus();
  };
  return (
    <>
      <Show when={props.tray.files.list.length > 0}>
        <ul ref={list} class="attached" aria-label={words.list}>
          <Keyed each={props.tray.files.list} by={({ key }) => key}>
            {(file) => (
              <AttachChip
                file={file()}
                tray={props.tray}
                onRemove={() =>
                  remove(
                    file().key,
                    props.tray.files.list.findIndex(({ key }) => key === file().key),
                  )
                }
              />
            )}
          </Keyed>
        </ul>
      </Show>
      <Show when={props.tray.files.refused.length > 0}>
        <div class="attach-refused" role="alert">
          <ul>
            <For each={props.tray.files.refused}>
              {({ name, reason }) => (
                <li>
                  <strong>{words.notAdded(name)}.</strong> {reason}
                </li>
              )}
            </For>
          </ul>
          <Button
            size={24}
            variant="ghost"
            icon={XIcon}
            label={words.dismiss}
            onClick={() => {
              props.tray.files.refuse([]);
              props.tray.focus();
            }}
          />
        </div>
      </Show>
    </>
  );
}
