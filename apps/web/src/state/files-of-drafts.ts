import type { App } from "./app.ts";
import { attach } from "./attachments.ts";
import { createDraftFiles, type DraftFiles } from "./draft-files.ts";

/** The files of a session's draft: the same ones whoever asks, so that an upload outlives the view of it. */
export function draftFilesOf({ wire, drafts }: Pick<App, "wire" | "drafts">, sessionId: string): DraftFiles {
  return filesOf(wire, sessionId, {
    kept: () => drafts.filesOf(sessionId),
    keep: (attachments) => drafts.keepFiles(sessionId, attachments),
  });
}

/** The files of a start, by the bead that it is for; they go with the page. */
export function startFilesOf({ wire }: Pick<App, "wire">, beadId: string | null): DraftFiles {
  return filesOf(wire, `start ${beadId ?? ""}`, { kept: () => [], keep: () => undefined });
}

type Kept = Parameters<typeof createDraftFiles>[0]["kept"];

function filesOf(
  wire: App["wire"],
  key: string,
  how: { kept: () => Kept; keep: (kept: Kept) => void },
): DraftFiles {
  const ofPage = known.get(wire) ?? new Map<string, DraftFiles>();
  known.set(wire, ofPage);
  const before = ofPage.get(key);
  if (before !== undefined) return before;
  const attachFile = (file: File) => attach(wire, file);
  const made = createDraftFiles({ attach: attachFile, kept: how.kept(), keep: how.keep });
  ofPage.set(key, made);
  return made;
}

const known = new WeakMap<App["wire"], Map<string, DraftFiles>>();
