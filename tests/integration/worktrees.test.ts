import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { BeadId, PersonaId } from "@switchyard/core/protocol";
import { expect, test } from "vitest";
import { installChaosCli } from "../chaos/cli/install.ts";
import { addProject, infoOf, makeTwoProjects, type TwoProjects } from "./two-projects.ts";

const execute = promisify(execFile);
const SPECIALIST = PersonaId.parse("specialist");

async function git(at: Pick<TwoProjects, "home">, cwd: string, ...args: string[]): Promise<string> {
  const who = ["-c", "user.name=A", "-c", "user.email=a@localhost"];
  const env = { ...process.env, HOME: at.home, GIT_CONFIG_NOSYSTEM: "1" };
  return (await execute("git", [...who, ...args], { cwd, env })).stdout.trim();
}

async function makeRepository(at: TwoProjects): Promise<string> {
  const { root } = at.depot;
  await git(at, root, "init", "-q", "-b", "main");
  await writeFile(join(root, ".gitignore"), ".beads/\n.env\n");
  await git(at, root, "add", "-A");
  await git(at, root, "commit", "-qm", "first");
  return root;
}

test("Claude Code works in a prepared worktree, sees the project's beads, and its work is merged and cleared away", async () => {
  await using at = await makeTwoProjects();
  const root = await makeRepository(at);
  await writeFile(join(root, ".env"), "KEY=1\n");
  await using yard = await at.yard();
  const { client } = yard;
  const projectId = await addProject(yard, at.depot);
  const worktrees = { setup: "cat .env > setup.txt", copies: [".env"] };
  await client.call("updateProject", { projectId, worktrees });
  const beadId = BeadId.parse("depot-1");
  const preview = await client.call("previewWorktree", { projectId, beadId });
  expect(preview).toMatchObject({ branch: "depot-1-shelf-1", base: "main", fault: null, ...worktrees });

  const id = await yard.start({
    persona: SPECIALIST,
    projectId,
    beadId,
    worktree: {},
    prompt: "[[write made.txt three]] [[bash bd show depot-1 --json]]",
    permissionMode: "acceptEdits",
  });
  await yard.answer(id, 1, "allow_once");
  expect((await yard.ended(id, 1)).stopReason).toBe("end_turn");
  const { cwd, worktree } = await infoOf(yard, id);
  expect(worktree).toMatchObject({ path: cwd, branch: "depot-1-shelf-1", root, state: "ready" });
  expect(cwd).toBe(preview.path);
  expect(await readFile(join(cwd, "made.txt"), "utf8")).toBe("three");
  expect(existsSync(join(root, "made.txt"))).toBe(false);
  const chunks = client.received("agent-chunk").filter(({ sessionId }) => sessionId === id);
  expect(JSON.stringify(chunks)).toContain("Shelf 1");
  // What was copied and set up is none of its changes.
  expect(await client.call("getSessionChanges", { sessionId: id })).toMatchObject({
    branch: "depot-1-shelf-1",
    files: [{ path: "made.txt", status: "added" }],
  });

  const { worktreeId } = worktree!;
  const list = async () => (await client.call("listWorktrees", { projectId })).worktrees;
  expect(await list()).toMatchObject([
    { worktreeId, sessionId: id, title: "Shelf 1", uncommitted: 2, ahead: 0 },
  ]);
  for (const method of ["mergeWorktree", "removeWorktree"] as const) {
    const refused = await client.refusal(method, { worktreeId });
    expect(refused).toMatchObject({
      code: "WORKTREE_HAS_WORK",
      data: { path: cwd, files: ["made.txt", "setup.txt"] },
    });
  }
  await git(at, cwd, "add", "-A");
  await git(at, cwd, "commit", "-qm", "work");
  expect(await client.call("mergeWorktree", { worktreeId })).toMatchObject({ into: "main", merged: 1 });
  expect(await readFile(join(root, "made.txt"), "utf8")).toBe("three");
  expect(await client.call("removeWorktree", { worktreeId })).toEqual({
    branch: "depot-1-shelf-1",
    isBranchKept: false,
  });
  expect([existsSync(cwd), await list(), await git(at, root, "branch", "--format=%(refname:short)")]).toEqual(
    [false, [], "main"],
  );
  expect((await infoOf(yard, id)).worktree).toMatchObject({ state: "removed" });
  const refused = await client.refusal("sendAgentMessage", { sessionId: id, message: "more" });
  expect(refused).toMatchObject({
    code: "FOLDER_NOT_FOUND",
    message: expect.stringContaining("cleared away"),
  });
  expect(client.received("worktrees-changed").length).toBeGreaterThan(0);
});

test("a batch has a worktree for each, a setup that fails keeps the message, and what can't start makes nothing", async () => {
  await using at = await makeTwoProjects();
  const root = await makeRepository(at);
  const settings = async ({ home }: { home: string }) => {
    const { program } = await installChaosCli(join(home, "cli"));
    return { backends: { claude: { path: program } } };
  };
  await using yard = await at.yard({ settings });
  const { client } = yard;
  const projectId = await addProject(yard, at.depot);
  await client.call("updateProject", { projectId, worktrees: { setup: "echo why; exit 3", copies: [] } });
  const start = (...beads: string[]) => ({
    projectId,
    cliBackend: "claude",
    limit: 2,
    worktree: true,
    starts: beads.map((bead) => ({
      beadId: BeadId.parse(bead),
      persona: SPECIALIST,
      prompt: `[[say ${bead}]]`,
    })),
  });
  expect(await client.refusal("startBeads", start("depot-1", "none-1"))).toMatchObject({
    code: "BEAD_NOT_FOUND",
  });
  expect(await worktreesOf(at)).toEqual([]);
  const { sessionIds } = await client.call("startBeads", start("depot-1", "depot-2"));
  const [one, two] = sessionIds;
  if (one === undefined || two === undefined) throw new Error("Nothing was started.");
  for (const sessionId of sessionIds) await client.call("subscribeSession", { sessionId, afterSeq: 0 });
  const ended = await yard.ended(one, 1);
  expect(ended.error).toMatchObject({
    message: expect.stringMatching(/`echo why; exit 3` exited with code 3/),
  });
  await yard.ended(two, 1);
  expect((await infoOf(yard, two)).worktree).toMatchObject({ state: "failed", branch: "depot-2-shelf-2" });
  await yard.chunk(one, "notice", ({ code, content }) => code === "setup_failed" && content.includes("why"));

  await client.call("updateProject", { projectId, worktrees: { setup: "echo done", copies: [] } });
  expect((await yard.say(one, "[[say again]]")).stopReason).toBe("end_turn");
  expect((await infoOf(yard, one)).worktree).toMatchObject({ state: "ready", message: null });
  // Nothing is lost by it, so it goes with its session; the other one stays.
  await client.call("deleteSession", { sessionId: one });
  const { path } = (await infoOf(yard, two)).worktree ?? {};
  await writeFile(join(path ?? "", "work.txt"), "work");
  await client.call("deleteSession", { sessionId: two });
  await expect.poll(() => worktreesOf(at), { timeout: 20_000 }).toEqual(["depot-2-shelf-2"]);
  expect((await client.call("listWorktrees", {})).worktrees).toMatchObject([
    { sessionId: null, title: "Shelf 2", uncommitted: 1 },
  ]);
  expect(await git(at, root, "branch", "--format=%(refname:short)")).toBe("depot-2-shelf-2\nmain");
});

test("what was looked at in the project need not be looked at again in its worktree, and what differs must be", async () => {
  await using at = await makeTwoProjects();
  const { root } = at.depot;
  const proof = join(at.home, "hook-ran");
  const hook = (command: string) =>
    JSON.stringify({ hooks: { SessionStart: [{ hooks: [{ type: "command", command }] }] } });
  await mkdir(join(root, ".claude"));
  await writeFile(join(root, ".claude/settings.json"), hook(`touch '${proof}'`));
  await makeRepository(at);
  await using yard = await at.yard();
  const { client } = yard;
  const projectId = await addProject(yard, at.depot);
  await client.call("updateProject", {
    projectId,
    worktrees: { setup: `touch '${proof}-setup'`, copies: [] },
  });
  const params = { persona: SPECIALIST, cliBackend: "claude", projectId, worktree: {}, prompt: "[[say hi]]" };
  const refused = await client.refusal("startAgentSession", params);
  expect(refused.code).toBe("FOLDER_NOT_TRUSTED");
  expect(await worktreesOf(at)).toEqual([]);
  await client.call("trustFolder", { cwd: root, hash: String(refused.data["hash"]) });
  const same = await yard.start(params);
  expect((await yard.ended(same, 1)).stopReason).toBe("end_turn");
  expect([existsSync(proof), existsSync(`${proof}-setup`)]).toEqual([true, true]);

  // The root is trusted with what is not committed in it; the worktree has another one, committed and never seen.
  await writeFile(join(root, ".claude/settings.json"), hook(`touch '${proof}-new'`));
  await git(at, root, "commit", "-qam", "another hook");
  await writeFile(join(root, ".claude/settings.json"), hook(`touch '${proof}'`));
  await client.call("updateProject", {
    projectId,
    worktrees: { setup: `touch '${proof}-second'`, copies: [] },
  });
  const other = await yard.start(params);
  expect((await yard.ended(other, 1)).error).toMatchObject({ code: "FOLDER_NOT_TRUSTED" });
  expect([existsSync(`${proof}-new`), existsSync(`${proof}-second`)]).toEqual([false, false]);
  const again = await client.refusal("sendAgentMessage", { sessionId: other, message: "[[say hi]]" });
  expect(again).toMatchObject({ code: "FOLDER_NOT_TRUSTED", data: { cwd: (await infoOf(yard, other)).cwd } });
});

/** The folders of all worktrees that there are. */
async function worktreesOf({ home }: TwoProjects): Promise<string[]> {
  const folder = join(home, "switchyard/worktrees");
  const projects = await readdir(folder).catch((): string[] => []);
  const found = await Promise.all(
    projects.filter((name) => !name.startsWith(".")).map((name) => readdir(join(folder, name))),
  );
  return found.flat().toSorted((a, b) => (a < b ? -1 : 1));
}
