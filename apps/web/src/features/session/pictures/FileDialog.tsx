import type { Attachment } from "@switchyard/core/protocol";
import { createResource, Show } from "solid-js";
import { readAnsi } from "../../../ansi/read-ansi.ts";
import { Dialog } from "../../../ui/Dialog.tsx";
import { FileIcon } from "../../../ui/icons.ts";
import { Skeleton } from "../../../ui/Skeleton.tsx";
import { toolWords as words } from "../../../words/tool-words.ts";
import { LineWindow } from "../lines/LineWindow.tsx";
import { useSession } from "../session-context.ts";
import { OutputLine } from "../tool/output/OutputLine.tsx";
import { createStoredUrl } from "./stored-url.ts";

/** A file that went with a message: its text where it is one, and the way to have it. */
export function FileDialog(props: { file: Attachment; onClose: () => void }) {
  const view = useSession();
  const { stored } = createStoredUrl(
    () => ({ blobId: props.file.blobId, mediaType: "application/octet-stream" }),
    () => true,
  );
  const [lines] = createResource(
    () => props.file.blobId,
    async (blobId) => linesOf(await view.readBytes(blobId).catch(() => null)),
  );
  const url = () => {
    const now = stored();
    return now.state === "ready" ? now.url : undefined;
  };
  return (
    <Dialog
      title={props.file.name}
      icon={FileIcon}
      onClose={props.onClose}
      footer={
        <>
          <span class="grow" />
          <a
            data-ui="button"
            data-variant="default"
            data-size="28"
            href={url()}
            download={props.file.name}
            aria-disabled={url() === undefined ? "true" : undefined}
          >
            {words.download}
          </a>
        </>
      }
    >
      <Show
        when={lines()}
        fallback={
          <Show
            when={lines.loading}
            fallback={
              <p>{stored().state === "failed" ? words.readFailed(props.file.name) : words.noPreview}</p>
            }
          >
            <Skeleton label={words.imageReading} lines={["full", "long", "half"]} />
          </Show>
        }
      >
        {(lines) => (
          <div class="file-text">
            <LineWindow
              count={lines().length}
              columns={Math.min(4_040, Math.max(...lines().map((line) => line.text.length)))}
              label={props.file.name}
            >
              {(index) => <Show when={lines()[index]}>{(line) => <OutputLine line={line()} />}</Show>}
            </LineWindow>
          </div>
        )}
      </Show>
    </Dialog>
  );
}

/** Null: the bytes are no text, or they could not be read. */
function linesOf(bytes: Uint8Array | null): ReturnType<typeof readAnsi> | null {
  if (bytes === null) return null;
  try {
    return readAnsi(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return null;
  }
}
