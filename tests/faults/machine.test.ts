import { execFile } from "node:child_process";
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { processesOf } from "../integration/yard.ts";
import { startCliYard } from "./cli-yard.ts";
import { expectSound } from "./whole-log.ts";

const run = promisify(execFile);

test("a machine that sleeps in mid-stream loses nothing and fails nothing when it wakes", async () => {
  await using yard = await startCliYard();
  const sessionId = await yard.start({ prompt: "[[words 300]]" });
  await yard.chunk(sessionId, "agent_message");
  const pids = [yard.bridge.pid, ...(await processesOf(yard.bridge.home))];
  for (let nap = 0; nap < 5; nap += 1) {
    for (const pid of pids) process.kill(pid, "SIGSTOP");
    for (const pid of pids) await untilStopped(pid);
    for (const pid of pids.toReversed()) process.kill(pid, "SIGCONT");
  }
  expect((await yard.ended(sessionId, 1)).stopReason).toBe("end_turn");
  expect(yard.text(sessionId, 1).match(/\S+/g)).toHaveLength(300);
  const notices = yard.client.received("agent-chunk").filter(({ type }) => type === "notice");
  expect(notices).toEqual([]);
  await expectSound(yard, sessionId);
});

test("a bridge that may open no more files fails the turn in words, and goes on when it may", async () => {
  await using yard = await startCliYard();
  const sessionId = await yard.start({ prompt: "[[words 3]]" });
  await yard.ended(sessionId, 1);
  await yard.client.call("stopAgentSession", { sessionId });
  await yard.client.call("resumeSession", { sessionId });
  const open = (await readdir(`/proc/${yard.bridge.pid}/fd`)).length;
  await run("prlimit", ["--pid", String(yard.bridge.pid), `--nofile=${open}:`]);
  const ended = await yard.say(sessionId, "[[words 3]]");
  expect(ended.stopReason).not.toBe("end_turn");
  expect(ended.error?.message).not.toBe("");
  await run("prlimit", ["--pid", String(yard.bridge.pid), "--nofile=1024:"]);
  expect((await yard.say(sessionId, "[[words 3]]")).stopReason).toBe("end_turn");
  await expectSound(yard, sessionId);
});

test("a session whose folder is gone says so, and goes on when it is there again", async () => {
  await using yard = await startCliYard();
  const cwd = join(yard.bridge.home, "work");
  await mkdir(cwd);
  const sessionId = await yard.start({ cwd, prompt: "[[words 3]]" });
  await yard.ended(sessionId, 1);
  await yard.client.call("stopAgentSession", { sessionId });
  await yard.client.call("resumeSession", { sessionId });
  await rm(cwd, { recursive: true });
  const refused = await yard.client.refusal("sendAgentMessage", { sessionId, message: "[[words 3]]" });
  expect(refused.code).toBe("FOLDER_NOT_FOUND");
  expect(refused.message).toContain(cwd);
  await mkdir(cwd);
  expect((await yard.say(sessionId, "[[words 3]]")).stopReason).toBe("end_turn");
  await expectSound(yard, sessionId);
});

async function untilStopped(pid: number): Promise<void> {
  for (;;) {
    const stat = await readFile(`/proc/${pid}/stat`, "utf8");
    if (/\) [TZ]/.test(stat)) return;
  }
}
