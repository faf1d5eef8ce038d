import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { SessionId } from "@switchyard/core/protocol";
import { v4 as uuid } from "uuid";
import type { Git } from "../git/git.ts";
import { findRepository } from "../git/repository.ts";
import { type Comparison, compare, type Compared, readContents } from "./compare.ts";
import { type Commits, commitsSince, headOf, type Line } from "./commits.ts";
import type { KeptStart } from "./folder-start.ts";
import { writeTree } from "./write-tree.ts";

/** The folders that sessions change: what they held, and what is different now. One git at a time in each. */
export interface Folders {
  /** Keeps what a folder holds now; null: Switchyard ends. Those that ask within a second share one. */
  keep(cwd: string): Promise<Omit<KeptStart, "isLate"> | { fault: string } | null>;
  /** `version` changes with what the session does: what was found for another one is not shown again. */
  changes(asked: AskedChanges): Promise<Comparison | { fault: string }>;
  /** What was committed since; null: it can't be told. */
  commits(line: Line): Promise<Commits | null>;
  /** One of the changed files; undefined: it is none. */
  contents(asked: AskedChanges, path: string): Promise<Compared | { fault: string } | undefined>;
  /** A session is gone; `isShared`: others have the same start. */
  drop(sessionId: SessionId, storeId: string | null, isShared: boolean): Promise<void>;
  /** Removes what an earlier life left, and no session names. */
  tidy(storeIds: ReadonlySet<string>): Promise<void>;
}

export interface AskedChanges {
  readonly sessionId: SessionId;
  readonly start: KeptStart;
  readonly version: number;
}

export interface FoldersOptions {
  readonly git: Git;
  /** Ours. */
  readonly folder: string;
  /** Monotonic, in ms. */
  readonly clock: () => number;
  /** It has been ended: what git says then is nothing. */
  readonly signal: AbortSignal;
}

interface Shared<T> {
  readonly promise: Promise<T>;
  /** By the clock; null: not yet. */
  doneAt: number | null;
}

export function makeFolders(options: FoldersOptions): Folders {
  const { git, folder, clock, signal } = options;
  const starts = new Map<string, Shared<Awaited<ReturnType<typeof keepOne>>>>();
  const found = new Map<SessionId, { version: number; at: number; comparison: Comparison }>();
  const lines = new Map<string, Promise<void>>();

  /** One after the other in each folder. */
  function inLine<T>(place: string, work: () => Promise<T>): Promise<T> {
    const done = (lines.get(place) ?? Promise.resolve()).then(work);
    const settled = done.then(noop, noop).then(() => {
      if (lines.get(place) === settled) lines.delete(place);
    });
    lines.set(place, settled);
    return done;
  }

  async function keepOne(cwd: string) {
    const storeId = uuid();
    const kept = await keepInto(git, cwd, join(folder, storeId));
    return "fault" in kept ? kept : { storeId, ...kept };
  }

  async function look(asked: AskedChanges): Promise<Comparison | { fault: string }> {
    const { sessionId, start, version } = asked;
    const before = found.get(sessionId);
    if (before?.version === version && clock() - before.at < SHARED_MS) return before.comparison;
    const at = clock();
    const stores = { start: join(folder, start.storeId), now: nowFolder(sessionId) };
    const comparison = await compare(git, start, stores);
    if (!("fault" in comparison)) found.set(sessionId, { version, at, comparison });
    return comparison;
  }

  function nowFolder(sessionId: SessionId): string {
    return join(folder, `${NOW}${sessionId}`);
  }

  return {
    async keep(cwd) {
      const known = starts.get(cwd);
      const isFresh = known !== undefined && (known.doneAt === null || clock() - known.doneAt < SHARED_MS);
      const shared = isFresh ? known : share(inLine(cwd, () => keepOne(cwd)));
      starts.set(cwd, shared);
      const kept = await shared.promise;
      return signal.aborted ? null : kept;
    },
    changes: (asked) => inLine(asked.start.root, () => look(asked)),
    commits: (line) => inLine(line.root, () => commitsSince(git, line)),
    contents(asked, path) {
      return inLine(asked.start.root, async () => {
        const comparison = await look(asked);
        if ("fault" in comparison) return comparison;
        const difference = comparison.differences.find(({ file }) => file.path === path);
        return difference && readContents(git, comparison, difference);
      });
    },
    async drop(sessionId, storeId, isShared) {
      found.delete(sessionId);
      await remove(nowFolder(sessionId));
      if (storeId !== null && !isShared) await remove(join(folder, storeId));
    },
    async tidy(storeIds) {
      const names = await readdir(folder).catch(() => []);
      await Promise.all(
        names.filter((name) => !storeIds.has(name)).map((name) => remove(join(folder, name))),
      );
    },
  };

  function share<T>(promise: Promise<T>): Shared<T> {
    const shared: Shared<T> = { promise, doneAt: null };
    void promise.then(() => (shared.doneAt = clock()));
    return shared;
  }
}

async function keepInto(git: Git, cwd: string, store: string) {
  const repository = await findRepository(git, cwd);
  if ("fault" in repository) return repository;
  const how = { folder: store, wantsUntracked: true, timeoutMs: START_MS };
  // Asked before: what is committed meanwhile came after the start.
  const head = await headOf(git, repository.root);
  const written = await writeTree(git, repository, how);
  if (!("fault" in written)) return { root: repository.root, ...head, ...written };
  await remove(store);
  return written;
}

/** What can't be removed now is at the next start. */
async function remove(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
}

const noop = (): void => undefined;

const NOW = "now-";
const SHARED_MS = 1_000;
const START_MS = 5_000;
