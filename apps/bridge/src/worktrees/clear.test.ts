import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { SessionId } from "@switchyard/core/protocol";
import { v4 as uuid } from "uuid";
import { expect, test } from "vitest";
import type { Git } from "../git/git.ts";
import { changedFiles } from "./look.ts";
import { type FakeSession, makeYard, refusalOf, text, type Yard } from "./worktrees.testkit.ts";

const remove = (yard: Yard, { worktreeId }: FakeSession) => yard.worktrees.remove({ worktreeId });

async function commit(yard: Yard, path: string, message: string): Promise<void> {
  await writeFile(join(path, `${message}.txt`), message);
  await yard.git(["add", "-A"], path);
  await yard.git(["commit", "-qm", message], path);
}

test("a worktree in which nothing is left goes with its branch, and with what git ignores", async () => {
  await using yard = await makeYard();
  // It is about folders in which somebody works.
  await yard.git(["config", "--global", "safe.bareRepository", "explicit"]);
  const session = await yard.start();
  await writeFile(join(session.path, ".env"), "SECRET=1");
  await mkdir(join(session.path, "ignored/deep"), { recursive: true });
  await writeFile(join(session.path, "ignored/deep/x"), "x");
  expect(await remove(yard, session)).toEqual({ isBranchKept: false, branch: "some-work" });
  expect(await yard.branches()).toEqual(["main"]);
  expect(await yard.worktrees.list(undefined)).toEqual([]);
  expect(session.record.worktree).toMatchObject({
    state: "removed",
    message: expect.stringContaining("main"),
  });
  expect(await refusalOf(remove(yard, session))).toMatch(/^WORKTREE_NOT_FOUND /);
  expect(await refusalOf(yard.prepare(session))).toMatch(/^FOLDER_NOT_FOUND .*cleared away/);
});

test("commits that nothing else has stay in the branch, and are counted before", async () => {
  await using yard = await makeYard();
  const [session, merged] = [await yard.start(), await yard.start()];
  await commit(yard, session.path, "one");
  await yard.git(["remote", "add", "origin", yard.root]);
  await yard.git(["fetch", "-q", "origin"]);
  await commit(yard, merged.path, "two");
  await yard.git(["merge", "-q", "some-work-2"]);
  expect(await yard.worktrees.list(undefined)).toMatchObject([
    { ahead: 1, unpushed: 0, uncommitted: 0 },
    { ahead: 0, unpushed: 1, uncommitted: 0 },
  ]);
  expect(await remove(yard, session)).toEqual({ isBranchKept: true, branch: "some-work" });
  expect(await remove(yard, merged)).toEqual({ isBranchKept: false, branch: "some-work-2" });
  expect(await yard.git(["log", "--format=%s", "-1", "some-work"])).toBe("one");
});

const WORK: readonly [what: string, make: (yard: Yard, path: string) => Promise<unknown>, says: RegExp][] = [
  ["a changed file", (_, path) => writeFile(join(path, "a.txt"), "b"), /a\.txt is not committed/],
  ["a new file with an odd name", (_, path) => writeFile(join(path, "ö\n x"), "b"), /is not committed/],
  [
    "a change that git was told not to see",
    async (yard, path) => {
      await yard.git(["update-index", "--assume-unchanged", "a.txt"], path);
      await writeFile(join(path, "a.txt"), "b");
    },
    /a\.txt is not committed/,
  ],
  [
    "a repository below what is ignored",
    async (yard, path) => {
      await mkdir(join(path, "ignored/own"), { recursive: true });
      await yard.git(["init", "-q"], join(path, "ignored/own"));
      await writeFile(join(path, "ignored/own/x"), "x");
    },
    /repository of its own/,
  ],
  [
    "a repository that git does not track",
    async (yard, path) => {
      await mkdir(join(path, "own"));
      await yard.git(["init", "-q"], join(path, "own"));
      await commit(yard, join(path, "own"), "x");
    },
    /own\/ is not committed/,
  ],
  [
    "commits that are in no branch",
    async (yard, path) => {
      await yard.git(["switch", "-q", "--detach"], path);
      await commit(yard, path, "lost");
    },
    /in no branch.*switch -c/,
  ],
  [
    "what a rebase has put aside",
    async (yard, path) => {
      await commit(yard, path, "y");
      await writeFile(join(path, "a.txt"), "b");
      const edit = ["-c", "sequence.editor=sed -i.bak s/^pick/edit/"];
      await yard.git([...edit, "rebase", "-q", "-i", "--autostash", "HEAD~"], path);
    },
    /a rebase is not finished/,
  ],
  [
    "a merge that is not done",
    async (yard, path) => {
      await commit(yard, path, "x");
      await yard.git(["merge", "-q", "--no-ff", "--no-commit", "HEAD~"], path);
      await writeFile(join(path, "x.txt"), "y");
      await yard.git(["add", "-A"], path);
    },
    /x\.txt is not committed/,
  ],
];

test("what is not committed is never lost: its worktree stays, also when its session goes", async () => {
  await using yard = await makeYard();
  for (const [what, make, says] of WORK) {
    const session = await yard.start({ title: what });
    await make(yard, session.path);
    const refused = await refusalOf(remove(yard, session));
    expect(refused, what).toMatch(/^WORKTREE_HAS_WORK /);
    expect(refused, what).toMatch(says);
  }
  const before = await yard.folders();
  const all = [...yard.sessions.values()];
  yard.sessions.clear();
  for (const { record } of all) yard.worktrees.sessionGone(record);
  await yard.worktrees.close();
  expect(await yard.folders()).toEqual(before);
  const left = await yard.worktrees.list(undefined);
  expect(left.map(({ title, sessionId }) => [title, sessionId])).toEqual(WORK.map(([what]) => [what, null]));
});

const UNSURE: readonly [
  what: string,
  make: (yard: Yard, session: FakeSession) => Promise<unknown> | void,
  says: RegExp,
][] = [
  ["in which a turn is open", (_, session) => void (session.isBusy = true), /works in the worktree now/],
  [
    "that is locked",
    (yard, { path }) => yard.git(["worktree", "lock", "--reason", "mine", path]),
    /locked.*mine/,
  ],
  ["that has lost its .git", (_, { path }) => rm(join(path, ".git")), /no worktree of .* any more/],
  ["whose repository is gone", (yard) => rm(join(yard.root, ".git"), { recursive: true }), /no worktree of/],
];

test("a worktree that is in use, or of which nothing sure is known, stays", async () => {
  await using yard = await makeYard();
  // A repository around it must not answer for it.
  await yard.git(["init", "-q"], yard.home);
  for (const [what, make, says] of UNSURE) {
    const session = await yard.start({ title: what });
    await make(yard, session);
    const refused = await refusalOf(remove(yard, session));
    expect(refused, what).toMatch(/^(NOT_ALLOWED|GIT_FAILED) /);
    expect(refused, what).toMatch(says);
    expect(await text(join(session.path, "a.txt")), what).toBe("a\n");
  }
});

test("a submodule that was filled keeps its worktree, an empty one does not", async () => {
  await using yard = await makeYard();
  const other = join(yard.home, "other");
  await mkdir(other);
  await yard.git(["init", "-q"], other);
  await commit(yard, other, "x");
  const local = ["-c", "protocol.file.allow=always"];
  await yard.git([...local, "submodule", "add", "-q", other, "sub"]);
  await yard.git(["commit", "-qm", "sub"]);
  const [filled, empty] = [await yard.start(), await yard.start()];
  await yard.git([...local, "submodule", "update", "-q", "--init"], filled.path);
  expect(await refusalOf(remove(yard, filled))).toMatch(/^WORKTREE_HAS_WORK .*sub/);
  expect(await remove(yard, empty)).toMatchObject({ isBranchKept: false });
});

test("of a folder that was deleted by hand only this one is forgotten, and its commits stay", async () => {
  await using yard = await makeYard();
  const [one, two] = [await yard.start(), await yard.start()];
  await commit(yard, one.path, "one");
  await rm(one.path, { recursive: true });
  await rm(two.path, { recursive: true });
  expect(await yard.worktrees.list(undefined)).toMatchObject([
    { state: "missing", uncommitted: null, ahead: 1 },
    { state: "missing", uncommitted: null, ahead: 0 },
  ]);
  expect(await remove(yard, one)).toEqual({ isBranchKept: true, branch: "some-work" });
  const left = await yard.git(["worktree", "list", "--porcelain"]);
  expect([left.includes(`${one.path}\n`), left.includes(`${two.path}\n`)]).toEqual([false, true]);
  await yard.git(["worktree", "prune"]);
  expect(await remove(yard, two)).toEqual({ isBranchKept: false, branch: "some-work-2" });
  await yard.worktrees.close();
  expect(await text(join(yard.root, "a.txt"))).toBe("a\n");
});

test("a branch that the agent switched to stays, and so does one that is checked out elsewhere", async () => {
  await using yard = await makeYard();
  const session = await yard.start();
  await yard.git(["switch", "-qc", "agents"], session.path);
  await commit(yard, session.path, "one");
  const elsewhere = join(yard.home, "elsewhere");
  await yard.git(["worktree", "add", "-q", elsewhere, "some-work"]);
  expect(await remove(yard, session)).toEqual({ isBranchKept: true, branch: "agents" });
  expect(await yard.branches()).toEqual(["agents", "main", "some-work"]);
  expect(session.record.worktree?.message).toContain("branch agents");
});

test("commits that only a worktree was at whose folder is gone are not forgotten with it", async () => {
  await using yard = await makeYard();
  const session = await yard.start();
  await yard.git(["switch", "-q", "--detach"], session.path);
  await commit(yard, session.path, "lost");
  const lost = await yard.git(["rev-parse", "HEAD"], session.path);
  await rm(session.path, { recursive: true });
  const refused = await refusalOf(remove(yard, session));
  expect(refused).toMatch(new RegExp(`^WORKTREE_HAS_WORK .*branch NAME ${lost}$`));
  await yard.git(["branch", "found", lost]);
  expect(await remove(yard, session)).toMatchObject({ isBranchKept: false });
});

test("with a session goes no worktree in which another one works, or that has ignored files of its own", async () => {
  await using yard = await makeYard();
  await yard.write(".env", "KEY=1\n");
  yard.settings.copies = [".env"];
  const all = [
    await yard.start({ title: "Copied" }),
    await yard.start({ title: "Changed" }),
    await yard.start({ title: "Shared" }),
  ] as const;
  for (const session of all) await yard.prepare(session);
  const [copied, changed, shared] = all;
  await mkdir(join(copied.path, "ignored"));
  await writeFile(join(copied.path, "ignored/built"), "x");
  await writeFile(join(changed.path, ".env"), "KEY=2\n");
  const second = { ...shared.record, sessionId: SessionId.parse(uuid()), worktree: null };
  yard.sessions.clear();
  yard.sessions.set(second.sessionId, { ...shared, record: second });
  for (const { record } of all) yard.worktrees.sessionGone(record);
  const titles = async () => {
    await yard.worktrees.close();
    return (await yard.worktrees.list(undefined)).map(({ title }) => title);
  };
  expect(await titles()).toEqual(["Changed", "Shared"]);
  yard.sessions.clear();
  yard.worktrees.sessionGone(second);
  expect(await titles()).toEqual(["Changed"]);
  // Whoever asks for it was told.
  await remove(yard, changed);
  expect(await titles()).toEqual([]);
});

test("of a folder that git may not read nothing is told", async () => {
  const stderr = "warning: could not open directory 'private/': Permission denied\n";
  const run = (): ReturnType<Git["run"]> =>
    Promise.resolve({ isDone: true, exitCode: 0, stdout: "", stderr, isFull: false });
  expect(await changedFiles({ run }, "/nowhere")).toBeNull();
});
