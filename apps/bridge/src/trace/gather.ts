import type { Folders } from "../changes/folders.ts";
import { isShared } from "../changes/session-changes.ts";
import type { SessionRecord } from "../session/record.ts";
import type { Session } from "../session/session-face.ts";
import { type TraceFacts, traceFacts } from "./facts.ts";

export interface GatherOptions {
  readonly sessions: () => Iterable<Session>;
  readonly folders: Pick<Folders, "commits">;
  /** What goes on with a session's conversation in its folder; null: nothing does. */
  readonly resume: (record: Readonly<SessionRecord>) => string | null;
}

/** What there is to tell of a session now. */
export async function factsOf(
  session: Session,
  { path: root }: { readonly path: string },
  { sessions, folders, resume }: GatherOptions,
): Promise<TraceFacts> {
  const { record } = session;
  const { folderStart, worktree } = record;
  const turns = endedTurns(session);
  const kept = folderStart?.kept ?? null;
  const here = kept === null ? null : await folders.commits(kept);
  // Its own working tree may have been cleared away; its branch may be there.
  const branch =
    here === null && kept !== null && worktree !== null
      ? { root: worktree.root, head: kept.head, tip: `refs/heads/${worktree.branch}` }
      : null;
  return traceFacts(record, {
    root,
    turns,
    commits: branch === null ? here : await folders.commits(branch),
    isShared: folderStart !== null && isShared(session, folderStart, sessions()),
    resume: resume(record),
  });
}

/** The one that runs tells nothing yet. */
export function endedTurns({ record, isRunning }: Session): number {
  return isRunning() ? record.turn - 1 : record.turn;
}
