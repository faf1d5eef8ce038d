import type { StoredImage } from "@switchyard/core/protocol";
import { createSignal, Match, Show, Switch } from "solid-js";
import { Button } from "../../../ui/Button.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { ImageIcon, ImageOffIcon } from "../../../ui/icons.ts";
import { Spinner } from "../../../ui/Spinner.tsx";
import { toolWords as words } from "../../../words/tool-words.ts";
import { lazyDialog } from "../../shell/lazy-part.tsx";
import { bytes } from "../format.ts";
import { createStoredUrl, isPicture } from "./stored-url.ts";
import "./pictures.css";

const PictureDialog = lazyDialog(async () => ({
  default: (await import("./PictureDialog.tsx")).PictureDialog,
}));

/** A stored picture in a box of one height, so that nothing moves as it comes; a press shows it large. */
export function Picture(props: { image: StoredImage; name: string }) {
  const [isAsked, setAsked] = createSignal(false);
  const [isOpen, setOpen] = createSignal(false);
  const isLarge = () => props.image.bytes > LARGE && !isAsked();
  const isShown = () => isPicture(props.image.mediaType);
  const { stored, fail } = createStoredUrl(
    () => props.image,
    () => isShown() && !isLarge(),
  );
  const url = () => {
    const now = stored();
    return now.state === "ready" ? now.url : null;
  };
  return (
    <Switch
      fallback={
        <span class="picture-state" role="img" aria-label={words.imageReading}>
          <Spinner />
        </span>
      }
    >
      <Match when={!isShown() || stored().state === "failed"}>
        <span class="picture-state" data-tone="failed">
          <Icon of={ImageOffIcon} size={16} />
          {words.imageFailed}
        </span>
      </Match>
      <Match when={isLarge()}>
        <span class="picture-state">
          <Icon of={ImageIcon} size={16} />
          {words.imageLarge(bytes(props.image.bytes))}
          <Button size={24} onClick={() => setAsked(true)}>
            {words.imageLoad}
          </Button>
        </span>
      </Match>
      <Match when={url()}>
        {(url) => (
          <>
            <button
              type="button"
              class="picture"
              aria-label={words.imageOpen(props.name)}
              onClick={() => setOpen(true)}
            >
              <img src={url()} alt={props.name} onError={fail} />
            </button>
            <Show when={isOpen()}>
              <PictureDialog url={url()} name={props.name} onClose={() => setOpen(false)} />
            </Show>
          </>
        )}
      </Match>
    </Switch>
  );
}

/** What is longer, in bytes, comes only when it is asked for. */
const LARGE = 8 * 1024 * 1024;
