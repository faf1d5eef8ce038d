import type { BlobId } from "@switchyard/core/protocol";
import { createSignal } from "solid-js";
import { sessionWords as words } from "../../../words/session-words.ts";
import { attempt, useSession } from "../session-context.ts";
import { createKept } from "./row-memory.ts";

interface Cut {
  id: string;
  truncated: { bytes: number; blobId: BlobId } | null;
}

/** The whole of a text that was cut, read when asked for. */
export function createFullText(item: () => Cut) {
  const view = useSession();
  const [whole, setWhole] = createKept<string>(`whole:${item().id}`);
  const [busy, setBusy] = createSignal(false);
  return {
    whole,
    busy,
    /** Its size in bytes, while only a part is shown. */
    missing: () => (whole() === undefined ? item().truncated?.bytes : undefined),
    async load() {
      const cut = item().truncated;
      if (!cut || busy()) return;
      setBusy(true);
      await attempt(words.showAllFailed, async () => void setWhole(await view.readBlob(cut.blobId)));
      setBusy(false);
    },
  };
}
