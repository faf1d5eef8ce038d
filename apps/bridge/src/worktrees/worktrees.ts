import { join, relative } from "node:path";
import {
  type ParsedParamsOf,
  type ProjectId,
  type ResultOf,
  type SessionId,
  type SessionWorktree,
  SwitchyardError,
  type WorktreeId,
  type WorktreeInfo,
} from "@switchyard/core/protocol";
import type { Logger } from "pino";
import { inParallel } from "../conversations/in-parallel.ts";
import type { Git } from "../git/git.ts";
import type { Log } from "../log/log.ts";
import type { Projects } from "../projects/projects.ts";
import type { SessionRecord } from "../session/record.ts";
import type { Session } from "../session/session-face.ts";
import { quoted } from "./ask-git.ts";
import { clearWorktree } from "./clear.ts";
import { isFolder } from "./ground.ts";
import { changedFiles, contentOf } from "./look.ts";
import {
  addWorktree,
  freePath,
  isBelow,
  type MakeOptions,
  newWorktree,
  planWorktree,
  undoWorktree,
  type Wanted,
} from "./make-worktree.ts";
import { mergeWorktree } from "./merge.ts";
import { prepareWorktree, type Preparing } from "./prepare-worktree.ts";
import type { SetupOptions } from "./run-setup.ts";
import { ofSession, type StoredWorktree } from "./stored-worktree.ts";
import { emptyTrash, trashIn } from "./trash.ts";

/** The working trees of sessions' own. */
export interface Worktrees {
  /** What a start would make, or why it can't. */
  preview(wanted: Wanted): Promise<Omit<ResultOf<"previewWorktree">, "setup" | "copies">>;
  /**
   * Makes the worktrees of sessions, all or none, and lets `begin` store these; where it throws, nothing is left.
   * @throws {SwitchyardError} NOT_SUPPORTED, GIT_FAILED, STORAGE_FAILED
   */
  startIn(wanted: readonly Wanted[], begin: (made: OwnPlace[]) => SessionRecord[]): Promise<void>;
  /**
   * Makes a session's worktree ready before its program starts; without effect where it is, or has none.
   * @throws {SwitchyardError} FOLDER_NOT_FOUND, FOLDER_NOT_TRUSTED, CLI_FAILED, NOT_ALLOWED
   */
  prepare(record: SessionRecord, how: Omit<Preparing, "sessionId">): Promise<void>;
  /** @throws {SwitchyardError} FOLDER_NOT_FOUND: its worktree is gone */
  refuseGone(record: SessionRecord): Promise<void>;
  /** The folder that one in a worktree is the copy of; null: it is in none. */
  originOf(folder: string): string | null;
  list(projectId: ProjectId | undefined): Promise<WorktreeInfo[]>;
  /** @throws {SwitchyardError} as `mergeWorktree` in the method table */
  merge(asked: ParsedParamsOf<"mergeWorktree">): Promise<ResultOf<"mergeWorktree">>;
  /** @throws {SwitchyardError} as `removeWorktree` in the method table */
  remove(asked: ParsedParamsOf<"removeWorktree">): Promise<ResultOf<"removeWorktree">>;
  /** The session is gone: its worktree goes too where nothing is lost by it. */
  sessionGone(record: SessionRecord): void;
  /** What is in a worktree may have changed. */
  changed(): void;
  /** Looks at what an earlier life left; once the sessions are there. */
  begin(): Promise<void>;
  /** Resolves when nothing is half done. */
  close(): Promise<void>;
}

/** Where a session works that has a worktree. */
export interface OwnPlace {
  readonly cwd: string;
  readonly worktree: SessionWorktree;
}

export interface WorktreesOptions extends MakeOptions, SetupOptions {
  /** Must not end what it runs when the bridge does: that is waited for. */
  readonly git: Git;
  /** For what only looks: it need not be waited for. */
  readonly reading: Git;
  readonly log: Pick<Log, "worktrees" | "processes" | "afterCommit">;
  readonly projects: Pick<Projects, "get">;
  readonly sessions: { all(): Iterable<Worker>; get(sessionId: SessionId): Worker | undefined };
  readonly changed: () => void;
  readonly logger: Logger;
}

/** What of a session a worktree has to do with. */
export type Worker = Pick<
  Session,
  "record" | "isRunning" | "processState" | "process" | "endProcess" | "setWorktree"
>;

export function makeWorktrees(options: WorktreesOptions): Worktrees {
  const { git, reading, folder, log, logger, sessions } = options;
  const table = log.worktrees;
  const preparing = new Map<WorktreeId, Promise<void>>();
  const clearing = new Set<WorktreeId>();
  let last: Promise<unknown> = Promise.resolve();

  /** What changes a repository is done one after the other. */
  function alone<T>(work: () => Promise<T>): Promise<T> {
    const done = last.then(work);
    last = done.catch(noop);
    return done;
  }

  function need(worktreeId: WorktreeId): StoredWorktree {
    const found = table.get(worktreeId);
    if (found !== undefined && !clearing.has(worktreeId)) return found;
    throw new SwitchyardError("WORKTREE_NOT_FOUND", "There is no such worktree any more.", { worktreeId });
  }

  function update(worktreeId: WorktreeId, patch: Partial<StoredWorktree>): void {
    const known = table.get(worktreeId);
    if (known === undefined) return;
    const next = { ...known, ...patch };
    table.save(next);
    tell(next);
  }

  function tell(worktree: StoredWorktree): void {
    if (worktree.sessionId !== null) sessions.get(worktree.sessionId)?.setWorktree(ofSession(worktree));
    options.changed();
  }

  async function make(wanted: Wanted): Promise<{ stored: StoredWorktree; own: OwnPlace }> {
    const plan = await planWorktree(options, wanted);
    const stored = await newWorktree(plan, wanted);
    table.save(stored);
    await new Promise<void>((resolve) => log.afterCommit(resolve));
    try {
      await addWorktree(git, stored);
    } catch (error) {
      await undo(stored);
      throw error;
    }
    return { stored, own: { cwd: join(stored.path, plan.ground.sub), worktree: ofSession(stored) } };
  }

  /** What can't be taken away now is tried again at the next start. */
  async function undo(worktree: StoredWorktree): Promise<void> {
    const isGone = await undoWorktree(git, worktree).catch((error: unknown) => {
      logger.warn({ err: error }, "a worktree that nobody got could not be taken away");
      return false;
    });
    if (isGone) table.remove(worktree.worktreeId);
  }

  /** Of an earlier life: what stays all the same is shown in the list. */
  async function takeBack(worktree: StoredWorktree): Promise<void> {
    await undo(worktree);
    update(worktree.worktreeId, { isBegun: true });
  }

  async function startIn(
    wanted: readonly Wanted[],
    begin: (made: OwnPlace[]) => SessionRecord[],
  ): Promise<void> {
    const made: Awaited<ReturnType<typeof make>>[] = [];
    try {
      // oxlint-disable-next-line no-await-in-loop -- each is to find the branches of those before it
      for (const each of wanted) made.push(await make(each));
      for (const [at, { sessionId, title }] of begin(made.map(({ own }) => own)).entries()) {
        const worktreeId = made[at]?.stored.worktreeId;
        if (worktreeId !== undefined) update(worktreeId, { sessionId, title, isBegun: true });
      }
    } catch (error) {
      // oxlint-disable-next-line no-await-in-loop -- of one repository
      for (const { stored } of made) await undo(stored);
      throw error;
    }
  }

  /** Whether its folder is there, as its session is told. */
  async function look(worktree: StoredWorktree): Promise<StoredWorktree> {
    const { worktreeId, path, state } = worktree;
    const isThere = await isFolder(path);
    if (isThere === (state !== "missing")) return worktree;
    // In one that is there again nothing is prepared.
    const next = isThere
      ? { state: "preparing" as const, message: null }
      : { state: "missing" as const, message: MISSING };
    update(worktreeId, next);
    return table.get(worktreeId) ?? worktree;
  }

  /** The one of a session that is to work in it; null: it has none. */
  async function usable({ worktree }: Pick<SessionRecord, "worktree">): Promise<StoredWorktree | null> {
    if (worktree === null) return null;
    const stored = table.get(worktree.worktreeId);
    if (stored === undefined || clearing.has(worktree.worktreeId)) throw cleared(worktree);
    const found = await look(stored);
    if (found.state === "missing") throw missing(found);
    return found;
  }

  async function prepare(record: SessionRecord, how: Omit<Preparing, "sessionId">): Promise<void> {
    const stored = await usable(record);
    if (stored === null) return;
    const { worktreeId } = stored;
    // One that was given up has to end first.
    const before = preparing.get(worktreeId);
    const done = (before?.catch(noop) ?? Promise.resolve()).then(() => prepareNow(worktreeId, record, how));
    preparing.set(worktreeId, done);
    await done.finally(() => {
      if (preparing.get(worktreeId) === done) preparing.delete(worktreeId);
    });
  }

  async function prepareNow(
    worktreeId: WorktreeId,
    { sessionId }: SessionRecord,
    how: Omit<Preparing, "sessionId">,
  ): Promise<void> {
    const stored = table.get(worktreeId);
    if (stored === undefined || stored.state === "ready") return;
    how.signal.throwIfAborted();
    const project = stored.projectId === null ? null : options.projects.get(stored.projectId);
    update(worktreeId, { state: "preparing", message: null });
    try {
      await prepareWorktree(options, stored, { ...how, sessionId, project });
      how.signal.throwIfAborted();
      update(worktreeId, { state: "ready" });
    } catch (error) {
      const hasFailed =
        !how.signal.aborted && error instanceof SwitchyardError && error.code === "CLI_FAILED";
      if (hasFailed) update(worktreeId, { state: "failed", message: error.message });
      throw error;
    }
  }

  function inside(path: string): Worker[] {
    return [...sessions.all()].filter(({ record }) => isBelow(path, record.cwd));
  }

  function isInUse({ worktreeId, path }: StoredWorktree): boolean {
    return preparing.has(worktreeId) || inside(path).some(isBusy);
  }

  function refuseInUse(worktree: StoredWorktree): void {
    if (!isInUse(worktree)) return;
    const message = "A session works in the worktree now. Wait until its turn has ended, or stop it.";
    throw new SwitchyardError("NOT_ALLOWED", message);
  }

  async function remove(
    worktreeId: WorktreeId,
    { isAsked }: { isAsked: boolean },
  ): Promise<ResultOf<"removeWorktree">> {
    const worktree = need(worktreeId);
    const { base, path } = worktree;
    refuseInUse(worktree);
    clearing.add(worktreeId);
    try {
      await Promise.all(inside(path).map((session) => session.endProcess()));
      const { isBranchKept, branch, trash } = await clearWorktree(git, worktree, { folder, isAsked });
      if (trash !== null) void emptyTrash(trash);
      const message = isBranchKept
        ? `What was committed is in the branch ${branch}.`
        : `What was committed is in the branch ${base ?? branch}.`;
      table.remove(worktreeId);
      tell({ ...worktree, state: "removed", message });
      return { isBranchKept, branch };
    } finally {
      clearing.delete(worktreeId);
    }
  }

  /** Of a session that is gone: what would lose something stays in the list. */
  async function removeQuietly({ worktreeId, path }: StoredWorktree): Promise<void> {
    const work = async (): Promise<void> => {
      // Another session goes on in it.
      if (inside(path).length === 0) await remove(worktreeId, { isAsked: false });
    };
    await alone(work).catch((error: unknown) => {
      const code = error instanceof SwitchyardError ? error.code : null;
      if (code === null) logger.warn({ err: error }, "a worktree could not be cleared away");
    });
  }

  async function infoOf(stored: StoredWorktree): Promise<WorktreeInfo> {
    const worktree = await look(stored);
    const { projectId, sessionId } = worktree;
    const title = (sessionId === null ? undefined : sessions.get(sessionId)?.record.title) ?? worktree.title;
    const content = await contentOf(reading, worktree);
    return { ...ofSession(worktree), projectId, sessionId, title, ...content, isInUse: isInUse(worktree) };
  }

  return {
    async preview(wanted) {
      try {
        const plan = await planWorktree({ git: reading, folder }, wanted);
        const { root, base } = plan.ground;
        const changed = await changedFiles(reading, root);
        const path = await freePath(plan, false);
        return { branch: plan.branch, path, base, fault: null, uncommitted: changed?.length ?? 0 };
      } catch (error) {
        if (!(error instanceof SwitchyardError)) throw error;
        return { branch: "", path: "", base: null, fault: error.message, uncommitted: 0 };
      }
    },
    startIn: (wanted, begin) => alone(() => startIn(wanted, begin)),
    prepare,
    async refuseGone(record) {
      await usable(record);
    },
    originOf(place) {
      const found = table.list().find(({ path }) => isBelow(path, place));
      return found === undefined ? null : join(found.root, relative(found.path, place));
    },
    async list(projectId) {
      const wanted = table.list().filter((each) => each.isBegun && !clearing.has(each.worktreeId));
      const asked = wanted.filter((each) => projectId === undefined || each.projectId === projectId);
      return inParallel(asked, infoOf, AT_ONCE);
    },
    merge: ({ worktreeId }) =>
      alone(async () => {
        const worktree = need(worktreeId);
        refuseInUse(worktree);
        const merged = await mergeWorktree(git, worktree);
        options.changed();
        return merged;
      }),
    remove: ({ worktreeId }) => alone(() => remove(worktreeId, { isAsked: true })),
    sessionGone({ sessionId, cwd, title }) {
      for (const stored of table.list().filter(({ path }) => isBelow(path, cwd))) {
        if (stored.sessionId === sessionId) update(stored.worktreeId, { sessionId: null, title });
        else if (stored.sessionId !== null) continue;
        if (stored.isBegun) void removeQuietly(stored);
      }
    },
    changed: options.changed,
    async begin() {
      const all = table.list();
      // Before anything is moved there: that may yet have to come back.
      const trash = await trashIn(folder);
      for (const stored of all) {
        const owner = stored.sessionId === null ? undefined : sessions.get(stored.sessionId);
        if (!stored.isBegun) void alone(() => takeBack(stored));
        else if (owner === undefined) {
          update(stored.worktreeId, { sessionId: null });
          void removeQuietly(stored);
        } else void look(stored);
      }
      await Promise.all(trash.map(emptyTrash));
    },
    async close() {
      await last;
    },
  };
}

/** A turn, a start, or what it left running: an idle program only waits. */
function isBusy(session: Worker): boolean {
  const state = session.process()?.state;
  return (
    session.isRunning() || session.processState() === "starting" || (state !== undefined && state !== "idle")
  );
}

/** git of more at once only takes the disk from the sessions. */
const AT_ONCE = 2;

const MISSING = "Its folder is not there any more.";

function missing({ root, path, branch }: StoredWorktree): SwitchyardError {
  const way = `git -C ${quoted(root)} worktree add -f ${quoted(path)} ${quoted(branch)}`;
  return new SwitchyardError(
    "FOLDER_NOT_FOUND",
    `The session's worktree ${path} is not there any more. What was committed in it is in the branch ${branch}. To go on, run ${way}, then send the message again.`,
    { path, branch },
  );
}

function cleared({ path, branch, message }: SessionWorktree): SwitchyardError {
  const where = message ?? `What was committed and kept is in the branch ${branch}.`;
  return new SwitchyardError(
    "FOLDER_NOT_FOUND",
    `The session's worktree ${path} was cleared away. ${where} Start another session to go on from there.`,
    { path, branch },
  );
}

const noop = (): void => undefined;
