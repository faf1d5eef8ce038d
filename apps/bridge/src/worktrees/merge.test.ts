import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type FakeSession, makeYard, refusalOf, text, type Yard } from "./worktrees.testkit.ts";

const merge = (yard: Yard, { worktreeId }: FakeSession) => yard.worktrees.merge({ worktreeId });

async function commit(yard: Yard, path: string, file: string, content: string): Promise<void> {
  await writeFile(join(path, file), content);
  await yard.git(["add", "-A"], path);
  await yard.git(["commit", "-qm", `${file} is ${content.trim()}`], path);
}

test("a branch is merged forward, then by a commit of the user's, and what is not committed there stays", async () => {
  await using yard = await makeYard();
  const session = await yard.start();
  expect(await merge(yard, session)).toMatchObject({ into: "main", merged: 0 });
  await commit(yard, session.path, "b.txt", "one\n");
  expect(await merge(yard, session)).toMatchObject({ into: "main", merged: 1 });
  expect(await yard.git(["log", "--format=%s", "-1"])).toBe("b.txt is one");
  await commit(yard, session.path, "b.txt", "two\n");
  await commit(yard, yard.root, "c.txt", "three\n");
  await yard.write("a.txt", "mine\n");
  const merged = await merge(yard, session);
  expect(merged).toMatchObject({ merged: 1, commit: await yard.git(["rev-parse", "HEAD"]) });
  expect(await yard.git(["log", "--format=%an %s", "-1"])).toBe("A Merge branch 'some-work' into main");
  expect(await yard.git(["status", "--porcelain"])).toBe("M a.txt");
  expect([await text(join(yard.root, "b.txt")), await text(join(yard.root, "c.txt"))]).toEqual([
    "two\n",
    "three\n",
  ]);
});

test("options that are set for the branch make nothing else of a merge", async () => {
  await using yard = await makeYard();
  for (const options of ["--squash", "-s ours"]) {
    const session = await yard.start();
    await commit(yard, session.path, "b.txt", `${options}\n`);
    await yard.git(["config", "branch.main.mergeOptions", options]);
    expect(await merge(yard, session)).toMatchObject({ commit: await yard.git(["rev-parse", "HEAD"]) });
    expect(await text(join(yard.root, "b.txt"))).toBe(`${options}\n`);
  }
});

test("a conflict is found before anything is changed, and names its files", async () => {
  await using yard = await makeYard();
  const session = await yard.start();
  await commit(yard, session.path, "a.txt", "theirs\n");
  await commit(yard, yard.root, "a.txt", "ours\n");
  const before = await yard.git(["rev-parse", "HEAD"]);
  await expect(merge(yard, session)).rejects.toMatchObject({
    code: "MERGE_CONFLICT",
    data: { files: ["a.txt"] },
  });
  expect([await yard.git(["rev-parse", "HEAD"]), await yard.git(["status", "--porcelain"])]).toEqual([
    before,
    "",
  ]);
  expect(await text(join(yard.root, "a.txt"))).toBe("ours\n");
});

const HINDRANCES: readonly [
  what: string,
  make: (yard: Yard, session: FakeSession) => Promise<unknown> | void,
  says: RegExp,
][] = [
  [
    "what the agent has not committed",
    (_, { path }) => writeFile(join(path, "x"), "x"),
    /^WORKTREE_HAS_WORK .*x is/,
  ],
  [
    "a turn that is open",
    (_, session) => void (session.isBusy = true),
    /^NOT_ALLOWED .*works in the worktree/,
  ],
  ["a change there that would be lost", (yard) => yard.write("b.txt", "mine"), /^NOT_ALLOWED .*b\.txt/],
  [
    "an ignored file there that would be lost",
    async (yard, { path }) => {
      await yard.write(".env", "mine");
      await writeFile(join(path, ".env"), "theirs");
      await yard.git(["add", "-f", ".env"], path);
      await yard.git(["commit", "-qm", "env"], path);
    },
    /^NOT_ALLOWED .*\.env/,
  ],
  [
    "a check of signatures by a program of the repository's own",
    async (yard, { path }) => {
      const program = join(yard.home, "gpg");
      const signs = `echo '[GNUPG:] SIG_CREATED ' >&2; touch '${join(yard.home, "ran")}'; echo '-----BEGIN PGP SIGNATURE-----'`;
      await writeFile(program, `#!/bin/sh\n${signs}\n`, { mode: 0o755 });
      await yard.git(["config", "gpg.program", program]);
      await yard.git(["config", "merge.verifySignatures", "true"]);
      await yard.git(["commit", "-q", "-S", "--allow-empty", "-m", "signed"], path);
      await rm(join(yard.home, "ran"));
    },
    /^NOT_ALLOWED .*signature/,
  ],
  [
    "a branch that was renamed",
    async (yard, { path, record }) => {
      await yard.git(["config", "--unset", "merge.verifySignatures"]);
      await yard.git(["branch", "-m", record.worktree?.branch ?? "", "better"], path);
    },
    /^NOT_ALLOWED .*not there any more.*merge better$/,
  ],
  [
    "another branch there",
    (yard) => yard.git(["switch", "-qc", "z"]),
    /^NOT_ALLOWED .*z is checked out.*switch main/,
  ],
  [
    "no branch there",
    (yard) => yard.git(["switch", "-q", "--detach"]),
    /^NOT_ALLOWED No branch.*switch main/,
  ],
  [
    "another branch in the worktree",
    (yard, { path }) => yard.git(["switch", "-qc", "x"], path),
    /^NOT_ALLOWED .*x is/,
  ],
  [
    "a driver of the repository's own for a file that both changed",
    async (yard, { path }) => {
      const ran = join(yard.home, "ran");
      await yard.git(["config", "merge.own.driver", `touch '${ran}'`]);
      await writeFile(join(yard.root, ".git/info/attributes"), "d.txt merge=own\n");
      await commit(yard, path, "d.txt", "theirs");
      await commit(yard, yard.root, "d.txt", "ours");
    },
    /^MERGE_CONFLICT .*d\.txt/,
  ],
  [
    "no name of the user's",
    async (yard) => {
      await commit(yard, yard.root, "c.txt", "c");
      await writeFile(join(yard.home, ".gitconfig"), "[user]\n\tuseConfigOnly = true\n");
    },
    /^GIT_FAILED .*(identity|email)/i,
  ],
];

test("where it can't be done in whole, nothing is merged", async () => {
  await using yard = await makeYard();
  for (const [what, make, says] of HINDRANCES) {
    await yard.git(["switch", "-q", "main"]);
    await rm(join(yard.root, "b.txt"), { force: true });
    const session = await yard.start({ title: what });
    await commit(yard, session.path, "b.txt", "b\n");
    await make(yard, session);
    const before = await yard.git(["rev-parse", "main"]);
    expect(await refusalOf(merge(yard, session)), what).toMatch(says);
    expect(await yard.git(["rev-parse", "main"]), what).toBe(before);
    expect(await text(join(yard.root, "b.txt")), what).not.toBe("b\n");
  }
  expect(await text(join(yard.home, "ran"))).toBeNull();
});

test("a worktree that was made from no branch says how to merge it, and a deleted folder is no hindrance", async () => {
  await using yard = await makeYard();
  const session = await yard.start();
  await commit(yard, session.path, "b.txt", "b\n");
  await rm(session.path, { recursive: true });
  expect(await merge(yard, session)).toMatchObject({ merged: 1 });
  expect(await readFile(join(yard.root, "b.txt"), "utf8")).toBe("b\n");
  await yard.git(["switch", "-q", "--detach"]);
  const detached = await yard.start({ title: "other" });
  expect(await refusalOf(merge(yard, detached))).toMatch(/^NOT_ALLOWED .*no branch.*git merge other/);
  expect(await yard.worktrees.remove({ worktreeId: detached.worktreeId })).toMatchObject({
    isBranchKept: true,
  });
});
