import { mkdir, rename, rm, stat, symlink, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { expect, test } from "vitest";
import { makeYard, refusalOf, text } from "./worktrees.testkit.ts";

test("a worktree is made on a branch of its own outside of the repository, and what is not committed stays", async () => {
  await using yard = await makeYard();
  await yard.write("a.txt", "changed\n");
  await yard.write("new.txt", "new\n");
  const wanted = { cwd: yard.root, project: null, branch: undefined, beadId: "app-1", title: "Log in" };
  expect(await yard.worktrees.preview(wanted)).toMatchObject({
    branch: "app-1-log-in",
    base: "main",
    fault: null,
    uncommitted: 2,
  });
  expect(await yard.folders()).toEqual([]);
  const session = await yard.start({ beadId: "app-1", title: "Log in" });
  const { worktree, cwd } = session.record;
  expect(worktree).toMatchObject({
    branch: "app-1-log-in",
    base: "main",
    root: yard.root,
    state: "preparing",
  });
  expect([cwd, basename(cwd), dirname(dirname(cwd))]).toEqual([session.path, "app-1-log-in", yard.folder]);
  expect((await stat(dirname(cwd))).mode & 0o777).toBe(0o700);
  expect([await text(join(cwd, "a.txt")), await text(join(cwd, "new.txt"))]).toEqual(["a\n", null]);
  expect(await yard.git(["status", "--porcelain"])).toBe("M a.txt\n?? new.txt");
  expect(await yard.worktrees.list(undefined)).toMatchObject([
    { title: "Log in", uncommitted: 0, ahead: 0, unpushed: null, isInUse: false },
  ]);
});

test("starts at once on one bead get branches of their own, and a session works where its folder is in the repository", async () => {
  await using yard = await makeYard();
  await yard.write("packages/app/x.txt", "x\n");
  await yard.git(["add", "-A"]);
  await yard.git(["commit", "-qm", "second"]);
  await yard.git(["branch", "app-1-t-3/x"]);
  const cwd = join(yard.root, "packages/app");
  const all = await Promise.all([1, 2, 3].map(() => yard.start({ beadId: "app-1", title: "T", cwd })));
  expect(all.map(({ record }) => record.worktree?.branch)).toEqual(["app-1-t", "app-1-t-2", "app-1-t-4"]);
  for (const { record, path } of all) {
    expect(record.cwd).toBe(join(path, "packages/app"));
    expect(await text(join(record.cwd, "x.txt"))).toBe("x\n");
  }
});

test("what can't be a worktree is refused with what to do, and nothing is left of it", async () => {
  await using yard = await makeYard();
  const start = (cwd: string, branch?: string) => refusalOf(yard.start({ cwd, branch }));
  for (const name of ["a b", "-x", "@{-1}", "HEAD", "MAIN", "main/x", "@", "heads/x", "a\0b"]) {
    expect(await start(yard.root, name)).toMatch(/^GIT_FAILED /);
  }
  const other = join(yard.home, "other");
  await mkdir(other);
  expect(await start(other)).toMatch(/^NOT_SUPPORTED .*no git repository.*git init/);
  await yard.git(["init", "-q"], other);
  expect(await start(other)).toMatch(/^NOT_SUPPORTED .*no commit yet/);
  const bare = join(yard.home, "bare.git");
  await yard.git(["clone", "-q", "--bare", yard.root, bare], yard.home);
  expect(await start(bare)).toMatch(/^NOT_SUPPORTED .*bare/);
  expect(await start(join(yard.root, ".git"))).toMatch(/^NOT_SUPPORTED .*git's own/);
  await yard.write("ignored/x", "x");
  expect(await start(join(yard.root, "ignored"))).toMatch(/^NOT_SUPPORTED .*in no commit/);
  await yard.git(["init", "-q"], yard.home);
  await writeFile(join(yard.home, "x"), "");
  await yard.git(["add", "x"], yard.home);
  await yard.git(["commit", "-qm", "home"], yard.home);
  expect(await start(yard.home)).toMatch(/^NOT_SUPPORTED .*another data folder/);
  expect(await yard.branches()).toEqual(["main"]);
  expect([await yard.folders(), yard.log.worktrees.list()]).toEqual([[], []]);
});

test("a branch that is named for a session is none that git takes for another commit", async () => {
  await using yard = await makeYard();
  const session = await yard.start({ beadId: "HEAD", title: "" });
  expect(session.record.worktree?.branch).toBe("HEAD-2");
});

test("a start that fails leaves no branch, no folder and no entry, of several none", async () => {
  await using yard = await makeYard();
  const wanted = { cwd: yard.root, project: null, branch: undefined, beadId: null, title: "t" };
  const fails = () => {
    throw new Error("no room");
  };
  await expect(yard.worktrees.startIn([wanted, wanted], fails)).rejects.toThrow("no room");
  const second = { ...wanted, branch: "t" };
  expect(await refusalOf(yard.worktrees.startIn([wanted, second], fails))).toMatch(/^GIT_FAILED .*already/);
  // What git can't check out: a file where a branch's folder is to be.
  await writeFile(join(yard.root, ".git", "refs", "heads", "blocked"), "");
  expect(await refusalOf(yard.start({ branch: "blocked/x" }))).toMatch(
    /^GIT_FAILED .*was not made.*git says/,
  );
  await rm(join(yard.root, ".git", "refs", "heads", "blocked"));
  expect(await yard.branches()).toEqual(["main"]);
  expect(await yard.git(["worktree", "list", "--porcelain"])).not.toContain("data/worktrees");
  expect(yard.log.worktrees.list()).toEqual([]);
  expect((await yard.folders()).filter((name) => name.includes("/"))).toEqual([]);
});

test("a checkout runs the filters of the user's settings, and neither hooks nor filters of the repository's", async () => {
  await using yard = await makeYard();
  const log = join(yard.home, "ran");
  await yard.write(".gitattributes", "*.own filter=own\n*.users filter=users\n");
  await yard.write("x.own", "own\n");
  await yard.write("x.users", "users\n");
  await yard.git(["add", "-A"]);
  await yard.git(["commit", "-qm", "filters"]);
  await yard.git(["config", "filter.own.smudge", `tee -a '${log}'`]);
  await yard.git(["config", "--global", "filter.users.smudge", "tr a-z A-Z"]);
  const hook = join(yard.root, ".git/hooks/post-checkout");
  await writeFile(hook, `#!/bin/sh\necho hook >> '${log}'\n`, { mode: 0o755 });
  const { path } = await yard.start();
  expect([await text(join(path, "x.own")), await text(join(path, "x.users"))]).toEqual(["own\n", "USERS\n"]);
  expect(await text(log)).toBeNull();
});

test("a worktree whose folder was deleted by hand is told as missing, and is prepared anew once it is back", async () => {
  await using yard = await makeYard();
  const session = await yard.start();
  await yard.prepare(session);
  expect(session.record.worktree?.state).toBe("ready");
  await rename(session.path, `${session.path}-away`);
  const refused = await refusalOf(yard.worktrees.refuseGone(session.record));
  expect(refused).toMatch(/^FOLDER_NOT_FOUND .*branch some-work.*worktree add -f/);
  expect(session.record.worktree?.state).toBe("missing");
  const [, command = ""] = /run git (.*), then/.exec(refused) ?? [];
  const words = Array.from(
    command.matchAll(/'([^']*)'|(\S+)/g),
    ([, quoted, plain]) => quoted ?? plain ?? "",
  );
  await yard.git(words);
  await yard.worktrees.refuseGone(session.record);
  expect(session.record.worktree?.state).toBe("preparing");
  await yard.prepare(session);
  expect(session.record.worktree?.state).toBe("ready");
});

test("what an earlier life left is taken away where nobody worked in it, and else stays in the list", async () => {
  await using yard = await makeYard();
  const [kept, lost, unborn, found] = [
    await yard.start(),
    await yard.start(),
    await yard.start(),
    await yard.start({ title: "Found" }),
  ];
  await writeFile(join(kept.path, "work.txt"), "work");
  yard.sessions.clear();
  for (const { worktreeId } of [unborn, found]) {
    const stored = yard.log.worktrees.get(worktreeId);
    if (stored !== undefined) yard.log.worktrees.save({ ...stored, isBegun: false, sessionId: null });
  }
  await writeFile(join(found.path, "work.txt"), "work");
  // As of a checkout that was cut off: git writes its index last.
  await rm(join(unborn.path, "a.txt"));
  await rm(await yard.git(["rev-parse", "--git-path", "index"], unborn.path));
  await mkdir(join(yard.folder, ".removed-x"), { recursive: true });
  await yard.reopen();
  await yard.worktrees.begin();
  await yard.worktrees.close();
  expect(await yard.worktrees.list(undefined)).toMatchObject([
    { worktreeId: kept.worktreeId, sessionId: null, title: "Some work", uncommitted: 1 },
    { worktreeId: found.worktreeId, sessionId: null, title: "Found", uncommitted: 1 },
  ]);
  expect(await yard.branches()).toEqual(["found", "main", "some-work"]);
  const left = await yard.folders();
  expect(left).toContainEqual(expect.stringMatching(/some-work\/work.txt$/));
  expect(left.filter((name) => /some-work-|removed/.test(name))).toEqual([]);
  expect(lost.record.worktree?.branch).toBe("some-work-2");
});

test("worktrees that were moved to where there is room, behind a link, are still known", async () => {
  await using yard = await makeYard();
  const session = await yard.start();
  await rename(yard.folder, `${yard.folder}-elsewhere`);
  await symlink(`${yard.folder}-elsewhere`, yard.folder);
  expect(await yard.worktrees.list(undefined)).toMatchObject([{ uncommitted: 0, state: "preparing" }]);
  const removed = await yard.worktrees.remove({ worktreeId: session.worktreeId });
  expect(removed).toMatchObject({ isBranchKept: false });
  expect(await yard.git(["worktree", "list"])).not.toContain("some-work");
});

test("the folder that a worktree was made from is known of all that is in it, also below", async () => {
  await using yard = await makeYard();
  const { path } = await yard.start();
  expect(yard.worktrees.originOf(path)).toBe(yard.root);
  expect(yard.worktrees.originOf(join(path, "a/b"))).toBe(join(yard.root, "a/b"));
  expect([yard.worktrees.originOf(`${path}-2`), yard.worktrees.originOf(yard.root)]).toEqual([null, null]);
});
