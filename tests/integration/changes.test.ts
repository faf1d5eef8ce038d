import { execFile } from "node:child_process";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { startYard } from "./yard.ts";

const execute = promisify(execFile);

test("what an agent changed is told against the session's start, and files are found by what is written", async () => {
  await using yard = await startYard();
  const { cwd, home } = yard.bridge;
  const git = (...args: string[]) =>
    execute("git", ["-c", "user.name=A", "-c", "user.email=a@localhost", ...args], { cwd });
  await git("init", "-q", "-b", "main");
  await writeFile(join(cwd, "kept.txt"), "one\ntwo\n");
  await git("add", "-A");
  await git("commit", "-qm", "first");
  await writeFile(join(cwd, "kept.txt"), "one\ntwo, by the user\n");

  const id = await yard.start({
    prompt: "[[write made/by-agent.txt three]]",
    permissionMode: "acceptEdits",
  });
  await yard.ended(id, 1);
  const changes = () => yard.client.call("getSessionChanges", { sessionId: id });
  expect(await changes()).toEqual({
    source: "git",
    branch: "main",
    files: [{ path: "made/by-agent.txt", status: "added", added: 1, removed: 0 }],
    total: 1,
    commits: [],
    isShared: false,
  });
  await git("commit", "-qam", "by the agent, as far as anybody knows");
  expect((await changes()).commits).toEqual([
    { hash: expect.stringMatching(/^[0-9a-f]{40}$/), subject: "by the agent, as far as anybody knows" },
  ]);
  expect(await yard.client.call("getFileChange", { sessionId: id, path: "made/by-agent.txt" })).toEqual({
    oldText: null,
    newText: "three",
    isBinary: false,
    isCut: false,
  });
  const unknown = await yard.client.refusal("getFileChange", { sessionId: id, path: "kept.txt" });
  expect(unknown.code).toBe("REQUEST_NOT_FOUND");

  const { files } = await yard.client.call("listFiles", { sessionId: id, query: "by" });
  expect(files).toEqual([{ path: "made/by-agent.txt", isFolder: false }]);
  const foreign = await yard.client.refusal("listFiles", { cwd: "/etc", query: "" });
  expect(foreign.code).toBe("FOLDER_NOT_FOUND");

  const outside = join(home, "no-repository");
  await mkdir(outside);
  const other = await yard.start({ prompt: "[[say hello]]" });
  const bare = await yard.start({ cwd: outside });
  await yard.ended(other, 1);
  expect(await changes()).toMatchObject({ total: 1, isShared: true });
  const none = () => yard.client.call("getSessionChanges", { sessionId: bare });
  expect(await none()).toMatchObject({ source: "none", reason: expect.stringContaining("has not begun") });
  await yard.say(bare, "[[say hello]]");
  expect(await none()).toMatchObject({
    source: "none",
    reason: expect.stringContaining("no git repository"),
  });

  const stores = () => readdir(join(home, "switchyard/changes"));
  // Sessions that begin at one time in one folder share one.
  expect((await stores()).length).toBeGreaterThanOrEqual(2);
  for (const sessionId of [id, other, bare]) await yard.client.call("deleteSession", { sessionId });
  expect(await stores()).toEqual([]);
});
