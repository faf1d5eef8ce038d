import type { StoredImage } from "@switchyard/core/protocol";
import { createEffect, createSignal, onCleanup } from "solid-js";
import { useSession } from "../session-context.ts";

export type Stored = { state: "waiting" | "reading" | "failed" } | { state: "ready"; url: string };

/** The address of stored bytes, read once `isWanted`; it is given back when the owner ends. */
export function createStoredUrl(
  of: () => Pick<StoredImage, "blobId" | "mediaType">,
  isWanted: () => boolean,
): { stored: () => Stored; fail: () => void } {
  const view = useSession();
  const [stored, setStored] = createSignal<Stored>({ state: "waiting" });
  createEffect(() => {
    if (!isWanted()) return;
    const { blobId, mediaType } = of();
    let url: string | undefined;
    let current = true;
    onCleanup(() => {
      current = false;
      if (url !== undefined) URL.revokeObjectURL(url);
    });
    setStored({ state: "reading" });
    view.readBytes(blobId).then(
      (bytes) => {
        if (!current) return;
        url = URL.createObjectURL(new Blob([bytes], { type: mediaType }));
        setStored({ state: "ready", url });
      },
      () => current && setStored({ state: "failed" }),
    );
  });
  return { stored, fail: () => setStored({ state: "failed" }) };
}

/** What browsers show in an `img`, where nothing in it runs. */
export function isPicture(mediaType: string): boolean {
  return /^image\/(?:png|jpeg|gif|webp|avif|bmp|svg\+xml)$/.test(mediaType);
}
