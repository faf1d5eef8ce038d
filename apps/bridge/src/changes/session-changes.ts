import { sep } from "node:path";
import { type ParsedParamsOf, type ResultOf, SwitchyardError } from "@switchyard/core/protocol";
import { asManyAsFit } from "../session/as-many-as-fit.ts";
import type { Session } from "../session/session-face.ts";
import type { Comparison } from "./compare.ts";
import type { FolderStart, KeptStart } from "./folder-start.ts";
import type { AskedChanges, Folders } from "./folders.ts";

type Changes = ResultOf<"getSessionChanges">;

/** What is different in a session's folder from what it was when the session began. */
export async function sessionChanges(
  folders: Folders,
  session: Session,
  all: Iterable<Session>,
): Promise<Changes> {
  const { folderStart } = session.record;
  if (folderStart?.kept === undefined || folderStart.kept === null)
    return none(whyNotKept(session, folderStart));
  const found = await folders.changes(askedOf(session, folderStart.kept));
  if ("fault" in found) return none(found.fault);
  const reason = whatIsMissing(found, folderStart.turn, folderStart.kept);
  const since = await folders.commits(folderStart.kept);
  return {
    source: "git",
    ...(reason === "" ? {} : { reason }),
    branch: found.branch,
    files: asManyAsFit(
      found.differences.slice(0, MOST_FILES).map(({ file }) => file),
      FILES_BYTES,
    ),
    total: found.differences.length,
    commits: since?.commits ?? [],
    isShared: isShared(session, folderStart, all),
  };
}

/**
 * One of the changed files, then and now.
 * @throws {SwitchyardError} NOT_SUPPORTED, REQUEST_NOT_FOUND
 */
export async function fileChange(
  folders: Folders,
  session: Session,
  path: ParsedParamsOf<"getFileChange">["path"],
): Promise<ResultOf<"getFileChange">> {
  const { folderStart } = session.record;
  if (folderStart?.kept === undefined || folderStart.kept === null) {
    throw new SwitchyardError("NOT_SUPPORTED", whyNotKept(session, folderStart));
  }
  const found = await folders.contents(askedOf(session, folderStart.kept), path);
  if (found === undefined) {
    throw new SwitchyardError(
      "REQUEST_NOT_FOUND",
      `${path} is not one of the changed files, or not any more.`,
      {
        path,
      },
    );
  }
  if ("fault" in found) throw new SwitchyardError("NOT_SUPPORTED", found.fault);
  return found;
}

/** What was kept of a session that is gone; others may have the same start. */
export async function dropStart(
  folders: Pick<Folders, "drop">,
  { record }: Session,
  others: Iterable<Session>,
): Promise<void> {
  const storeId = record.folderStart?.kept?.storeId ?? null;
  const isShared = Array.from(others).some((other) => other.record.folderStart?.kept?.storeId === storeId);
  await folders.drop(record.sessionId, storeId, isShared);
}

function askedOf({ record, lastSeq }: Session, start: KeptStart): AskedChanges {
  return { sessionId: record.sessionId, start, version: lastSeq() };
}

function none(reason: string): Changes {
  return { source: "none", reason, branch: null, files: [], total: 0, commits: [], isShared: false };
}

function whyNotKept({ record, isRunning }: Session, start: FolderStart | null): string {
  if (start?.fault) return start.fault;
  if (record.turn === 0) return "The session has not begun.";
  if (isRunning()) return "The state of the folder is being read.";
  return "What the folder held when this session began was not kept. With its next message it is.";
}

/** As sentences. */
function whatIsMissing(found: Comparison, turn: number, { isLate }: KeptStart): string {
  const missing = [
    ...(turn > 1 ? [`Counted from turn ${turn} on: what the folder held before was not kept.`] : []),
    ...(isLate ? ["The state of the folder was taken shortly after the start."] : []),
    ...(found.misses === "untracked"
      ? ["Files that git doesn't track are left out: there are too many."]
      : []),
    ...(found.misses === "new" ? ["New files are left out: git doesn't track too many."] : []),
    ...(found.leftOut > 0 ? ["Files over 5 MB that git doesn't track are left out."] : []),
    ...(found.isCut ? ["There are more changes than can be counted."] : []),
  ];
  return missing.join(" ");
}

/** Whether others have worked in the same repository since. */
export function isShared({ record }: Session, { at, kept }: FolderStart, all: Iterable<Session>): boolean {
  const root = kept?.root ?? record.cwd;
  for (const other of all) {
    if (other.record === record) continue;
    const { cwd, lastTurn } = other.record;
    if (cwd !== root && !cwd.startsWith(root.endsWith(sep) ? root : root + sep)) continue;
    if (other.isRunning() || (lastTurn?.endedAt ?? 0) >= at) return true;
  }
  return false;
}

const MOST_FILES = 2_000;
/** Beside the commits in one frame. */
const FILES_BYTES = 800_000;
