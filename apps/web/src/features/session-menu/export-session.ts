import type { SessionId } from "@switchyard/core/protocol";
import type { App } from "../../state/app.ts";
import { readBlobParts } from "../../state/read-blob.ts";
import { toast } from "../../ui/toast.ts";
import { keepingWords } from "../../words/keeping-words.ts";
import { toWireError } from "../../wire/wire-error.ts";

/** Milliseconds that a browser may take to begin with the download. */
const KEPT_MS = 60_000;

const TYPES = { jsonl: "application/jsonl", markdown: "text/markdown" } as const;

/** Has the bridge write a session as one text, and gives it to the browser as a download. */
export async function exportSession(
  app: App,
  sessionId: SessionId,
  format: "jsonl" | "markdown",
): Promise<void> {
  toast(keepingWords.menu.exporting);
  try {
    const { blobId, filename } = await app.wire.call("exportSession", { sessionId, format });
    const parts = await readBlobParts(app.wire, blobId);
    download(new Blob(parts, { type: TYPES[format] }), filename);
    toast(keepingWords.menu.exported(filename));
  } catch (thrown) {
    toast(keepingWords.menu.failed(keepingWords.menu.export, toWireError(thrown).message));
  }
}

function download(blob: Blob, filename: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = filename;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}
