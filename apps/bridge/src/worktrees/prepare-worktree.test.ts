import { mkdir, readdir, readlink, stat, symlink, writeFile } from "node:fs/promises";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { SwitchyardError } from "@switchyard/core/protocol";
import { expect, test } from "vitest";
import { makeYard, refusalOf, text } from "./worktrees.testkit.ts";

test("files and folders are copied that git does not track, and nothing that is there is overwritten", async () => {
  await using yard = await makeYard();
  await yard.write(".env", "SECRET=1\n");
  await yard.write("a.txt", "mine\n");
  await yard.write("ignored/deep/ö.json", "{}");
  await symlink("deep/ö.json", join(yard.root, "ignored/link"));
  yard.settings.copies = [".env", "a.txt", "./ignored/", "..env", "nothing"];
  await yard.write("..env", "x");
  const { path, ...session } = await yard.start();
  await yard.prepare({ path, ...session });
  expect(session.record.worktree?.state).toBe("ready");
  expect(await text(join(path, ".env"))).toBe("SECRET=1\n");
  expect(await text(join(path, "a.txt"))).toBe("a\n");
  expect(await text(join(path, "..env"))).toBe("x");
  expect(await text(join(path, "ignored/deep/ö.json"))).toBe("{}");
  expect(await readlink(join(path, "ignored/link"))).toBe("deep/ö.json");
  expect(yard.notices).toEqual(["Not copied into the worktree: nothing (it is not there)."]);
});

test("no copy leads out of the project or of the worktree", async () => {
  await using yard = await makeYard();
  const outside = join(yard.home, "outside");
  await mkdir(outside);
  await writeFile(join(outside, "secret"), "s");
  await symlink(outside, join(yard.root, "tracked"));
  await yard.git(["add", "-A"]);
  await yard.git(["commit", "-qm", "link"]);
  await yard.write("ignored/here", "x");
  await symlink(join(outside, "secret"), join(yard.root, "ignored/file"));
  await symlink("../../outside", join(yard.root, "ignored/folder"));
  execFileSync("mkfifo", [join(yard.root, "ignored/pipe")]);
  const hostile = [
    "../outside/secret",
    "/etc/passwd",
    "C:\\x",
    "a/../../x",
    ".git/config",
    ".GIT",
    ".",
    "tracked/secret",
  ];
  yard.settings.copies = [...hostile, "ignored/file", "ignored/folder/secret", "ignored"];
  const session = await yard.start();
  await yard.prepare(session);
  expect(await readdir(join(session.path, "ignored"))).toEqual(["here"]);
  expect((await readdir(session.path)).toSorted()).toEqual([
    ".git",
    ".gitignore",
    "a.txt",
    "ignored",
    "tracked",
  ]);
  expect((await stat(join(session.path, ".git"))).isFile()).toBe(true);
  const [told = ""] = yard.notices;
  expect(told.match(/leads out of the project/g)).toHaveLength(7);
  expect(told).toContain("and 1 more");

  // The folder that a copy goes to is a link in what was checked out.
  await yard.git(["rm", "-q", "tracked"]);
  await yard.git(["commit", "-qm", "no link here"]);
  await yard.write("tracked/new", "x");
  yard.settings.copies = ["tracked/new"];
  const second = await yard.start();
  await symlink(outside, join(second.path, "tracked"));
  await yard.prepare(second);
  expect(await readdir(outside)).toEqual(["secret"]);
  expect(yard.notices.at(-1)).toContain("in its way");
});

test("a setup command that fails says so with what it printed, and runs again before the next start", async () => {
  await using yard = await makeYard();
  yard.settings.setup = "pwd; echo API_KEY=abcdefgh; echo oops >&2; test -e go";
  const session = await yard.start();
  const refused = await refusalOf(yard.prepare(session));
  expect(refused).toMatch(/^CLI_FAILED .*`pwd; .*` exited with code 1/);
  expect(session.record.worktree).toMatchObject({
    state: "failed",
    message: expect.stringContaining("code 1"),
  });
  const told = yard.notices.at(-1) ?? "";
  for (const word of [session.path, "oops", "[hidden]"]) expect(told).toContain(word);
  expect(told).not.toContain("abcdefgh");
  await writeFile(join(session.path, "go"), "");
  await yard.prepare(session);
  expect(session.record.worktree).toMatchObject({ state: "ready", message: null });
  const count = yard.notices.length;
  await yard.prepare(session);
  expect(yard.notices.length).toBe(count);
});

test("a setup command that hangs is ended with all that it started, at its limit or when it is not wanted", async () => {
  await using yard = await makeYard({ setupMs: 300 });
  yard.settings.setup = "sleep 987 & (setsid sleep 986 &) ; echo $SWITCHYARD_PROCESS > marker; sleep 985";
  const session = await yard.start();
  expect(await refusalOf(yard.prepare(session))).toMatch(/took longer than/);
  const cancelled = new AbortController();
  const given = yard.prepare(session, {
    signal: cancelled.signal,
    tell({ code }) {
      yard.settings.setup = null;
      if (code === "setup_began") cancelled.abort();
    },
  });
  // It waits for the end of the one before.
  const next = yard.prepare(session);
  await expect(given).rejects.toThrow("was ended before");
  await next;
  expect(session.record.worktree?.state).toBe("ready");
  expect(execFileSync("ps", ["-eo", "args"], { encoding: "utf8" })).not.toMatch(/^sleep 98[567]$/m);
  expect(yard.log.processes.list()).toEqual([]);
});

test("nothing runs where what the folder brings was not looked at, and a prolific command is cut", async () => {
  await using yard = await makeYard();
  yard.settings.setup = "touch ran; yes | head -c 3000000; printf last";
  const session = await yard.start();
  const refused = yard.prepare(session, {
    mayRun: () => Promise.reject(new SwitchyardError("FOLDER_NOT_TRUSTED", "Look at it.")),
  });
  expect(await refusalOf(refused)).toBe("FOLDER_NOT_TRUSTED Look at it.");
  expect([session.record.worktree?.state, await text(join(session.path, "ran"))]).toEqual([
    "preparing",
    null,
  ]);
  await yard.prepare(session);
  const told = yard.notices.at(-1) ?? "";
  expect(told.split("\n")).toHaveLength(21);
  expect(told).toMatch(/y\nlast$/);
});
