import type { ChangedFile } from "@switchyard/core/protocol";
import { type Accessor, createMemo, mapArray } from "solid-js";
import { inputDiffs } from "../session/diff/input-diffs.ts";
import { useSession } from "../session/session-context.ts";
import { changedFiles, joinFiles } from "../session/inspector/changed-files.ts";
import { countsOf } from "../session/diff/counts.ts";
import type { ChangeSpot, SessionChanges } from "./session-changes.ts";
import { toolOf } from "./tool-of.ts";

/** The files that a session changed: as git tells them, else as its edits do. */
export function createChangedFiles(changes: SessionChanges | undefined): Accessor<readonly ChangedFile[]> {
  const view = useSession();
  // A list a section, so that what one turn adds does not count the others again.
  const lists = mapArray(
    () => view.transcript.sections,
    (section) => createMemo(() => changedFiles(section.items)),
  );
  return createMemo(() => {
    const told = changes?.told();
    return told?.source === "git" ? told.files : joinFiles(lists().map((list) => list()));
  });
}

/** The files among which a diff that is looked at stands. */
export function createShownFiles(
  changes: SessionChanges,
  spot: () => ChangeSpot,
): Accessor<readonly ChangedFile[]> {
  const view = useSession();
  const all = createChangedFiles(changes);
  return createMemo(() => {
    const here = spot();
    if (here.kind === "file") return all();
    const tool = toolOf(view, here.toolCallId);
    const diffs = tool?.diff ?? inputDiffs(tool?.input);
    const status = (oldText: string | null) => (oldText === null ? "added" : "modified");
    return joinFiles([
      diffs.map((diff) => ({ path: diff.path, status: status(diff.oldText), ...countsOf(diff) })),
    ]);
  });
}
