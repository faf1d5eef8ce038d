import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { infoOf } from "../integration/two-projects.ts";
import { processesOf } from "../integration/yard.ts";
import { startCliYard } from "./cli-yard.ts";

const execute = promisify(execFile);

test("a bridge that is killed while it prepares a worktree leaves nothing running, and the next message prepares it", async () => {
  await using yard = await startCliYard();
  const { cwd, home } = yard.bridge;
  await execute("git", ["init", "-q", "-b", "main"], { cwd });
  const who = ["-c", "user.name=A", "-c", "user.email=a@localhost"];
  await execute("git", [...who, "commit", "-q", "--allow-empty", "-m", "first"], { cwd });
  const { projectId } = await yard.client.call("addProject", { path: cwd });
  const hangs = { setup: "echo begun > began; sleep 600 & (setsid sleep 600 &); wait", copies: [] };
  await yard.client.call("updateProject", { projectId, worktrees: hangs });
  const stopped = await yard.start({ projectId, worktree: {}, prompt: "[[say one]]" });
  const killed = await yard.start({ projectId, worktree: {}, prompt: "[[say one]]" });
  const began = async (sessionId: typeof killed) => {
    const path = join((await infoOf(yard, sessionId)).cwd, "began");
    await expect.poll(() => readFile(path, "utf8").catch(() => null), { timeout: 20_000 }).toBe("begun\n");
  };
  await began(stopped);
  await yard.client.call("stopAgentSession", { sessionId: stopped });
  expect((await yard.ended(stopped, 1)).stopReason).toBe("interrupted");
  await began(killed);
  const branches = [stopped, killed].map(async (id) => (await infoOf(yard, id)).worktree?.branch);
  expect(await Promise.all(branches)).toEqual(["say-one", "say-one-2"]);
  await yard.bridge.end("SIGKILL");
  await yard.client.closed;

  await using next = await startCliYard({ home });
  expect(await processesOf(home)).toEqual([]);
  expect((await infoOf(next, killed)).worktree).toMatchObject({ state: "preparing" });
  await next.client.call("subscribeSession", { sessionId: killed, afterSeq: 0 });
  await next.client.call("updateProject", {
    projectId,
    worktrees: { setup: "echo twice > began", copies: [] },
  });
  expect((await next.say(killed, "[[say two]]")).stopReason).toBe("end_turn");
  const { cwd: place, worktree } = await infoOf(next, killed);
  expect(worktree).toMatchObject({ state: "ready", branch: "say-one-2" });
  expect(await readFile(join(place, "began"), "utf8")).toBe("twice\n");
});
