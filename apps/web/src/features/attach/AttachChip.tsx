import { createSignal, Match, Show, Switch } from "solid-js";
import type { DraftFile } from "../../state/draft-files.ts";
import { Button } from "../../ui/Button.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { ClockIcon, FileIcon, RotateCwIcon, TriangleAlertIcon, XIcon } from "../../ui/icons.ts";
import { Spinner } from "../../ui/Spinner.tsx";
import { toast } from "../../ui/toast.ts";
import { attachWords as words } from "../../words/attach-words.ts";
import { bytes } from "../session/format.ts";
import { isPastedText } from "./add-files.ts";
import type { Tray } from "./AttachTray.tsx";
import { Thumb } from "./Thumb.tsx";

/** One file that goes with the message, and how far it is. */
export function AttachChip(props: { file: DraftFile; tray: Tray; onRemove: () => void }) {
  const [isReading, setReading] = createSignal(false);
  const text = async () => {
    const here = props.tray.files.fileOf(props.file.key);
    if (here !== undefined) return here.text();
    const { attachment } = props.file;
    if (attachment === undefined) return undefined;
    return new TextDecoder().decode(await props.tray.readBytes(attachment.blobId));
  };
  const putInto = async () => {
    const { key, name } = props.file;
    setReading(true);
    const written = await text().catch(() => undefined);
    setReading(false);
    if (written === undefined) return toast(words.putIntoFailed(name));
    props.tray.files.remove(key);
    props.tray.write(written);
  };
  return (
    <li class="attached-file" data-state={props.file.state} aria-busy={props.file.state === "uploading"}>
      <Switch fallback={<Icon of={FileIcon} size={14} />}>
        <Match when={props.file.state === "failed"}>
          <Icon of={TriangleAlertIcon} size={14} />
        </Match>
        <Match when={/^image\/(?:png|jpeg|gif|webp|avif)$/.test(props.file.mediaType)}>
          <Thumb file={props.file} tray={props.tray} />
        </Match>
      </Switch>
      <span class="attached-name cut" title={props.file.name}>
        {props.file.name}
      </span>
      <Switch fallback={<span class="attached-size">{bytes(props.file.bytes)}</span>}>
        <Match when={props.file.state === "failed"}>
          <span class="attached-fault" role="alert">
            {words.failed}
            {props.file.fault === undefined ? "" : `: ${props.file.fault.message}`}
          </span>
        </Match>
        <Match when={props.file.state === "uploading" && props.tray.link !== "live"}>
          <span class="attached-state" role="img" aria-label={words.waiting(props.file.name)}>
            <Icon of={ClockIcon} size={12} />
          </span>
        </Match>
        <Match when={props.file.state === "uploading"}>
          <span class="attached-state" role="img" aria-label={words.uploading(props.file.name)}>
            <Spinner />
          </span>
        </Match>
      </Switch>
      <Show when={props.file.state === "failed" && props.file.isHere}>
        <Button
          size={24}
          icon={RotateCwIcon}
          aria-label={words.retryFile(props.file.name)}
          onClick={() => props.tray.files.retry(props.file.key)}
        >
          {words.retry}
        </Button>
      </Show>
      <Show when={isPastedText(props.file) && props.file.state !== "failed"}>
        <Button size={24} variant="ghost" busy={isReading()} onClick={() => void putInto()}>
          {words.putInto}
        </Button>
      </Show>
      <Button
        size={24}
        variant="ghost"
        icon={XIcon}
        class="attached-remove"
        label={words.remove(props.file.name)}
        onClick={() => props.onRemove()}
      />
    </li>
  );
}
