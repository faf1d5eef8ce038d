import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, realpath, rm, stat, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { claude } from "@switchyard/backend-claude";
import { demo } from "@switchyard/backend-demo";
import { RecordingEntry } from "@switchyard/core/backend";
import { startModelApi, type ModelApi } from "@switchyard/testkit/model-api";
import { outline, readTranscript, replayRecording, transcriptExit } from "@switchyard/testkit/transcript";
import { expect, test } from "vitest";
import { record } from "./record.ts";
import type { Host } from "./start.ts";

/** A generous bound for a machine under load. */
const LIMIT = { timeout: 120_000 };
const PROGRAM = createRequire(import.meta.url)
  .resolve("@anthropic-ai/claude-code/package.json")
  .replace("package.json", "bin/claude.exe");

interface Desk extends AsyncDisposable {
  readonly api: ModelApi;
  readonly cwd: string;
  readonly out: string;
  readonly err: () => string;
  /** Records what these lines lead to; resolves to the exit code. */
  record(lines: readonly string[] | Readable, more?: { mode?: "plan"; trust?: boolean }): Promise<number>;
}

async function desk(): Promise<Desk> {
  const home = await realpath(await mkdtemp(join(tmpdir(), "switchyard-record-test-")));
  const cwd = join(home, "project");
  await mkdir(cwd);
  const api = await startModelApi();
  const err: string[] = [];
  const host: Host = {
    cwd,
    version: "0",
    env: {
      PATH: process.env["PATH"],
      HOME: home,
      SWITCHYARD_HOME: join(home, "switchyard"),
      SWITCHYARD_CLAUDE: PROGRAM,
      ...api.env(join(home, ".claude")),
    },
    out: { write: () => true },
    err: { write: (text) => err.push(text) },
    exit: () => undefined,
    createBridge: () => Promise.reject(new Error("no bridge is needed")),
  };
  const out = join(home, "recording.jsonl");
  return {
    api,
    cwd,
    out,
    err: () => err.join(""),
    record(lines, more = {}) {
      const input = lines instanceof Readable ? lines : Readable.from(lines.map((line) => `${line}\n`));
      const flags = { backend: "claude", cwd, out, mode: "default" as const, trust: false, ...more };
      return record(flags, host, input);
    },
    async [Symbol.asyncDispose]() {
      await api[Symbol.asyncDispose]();
      await rm(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

test("a conversation is recorded as it was led, and the recording plays again exactly", LIMIT, async () => {
  await using at = await desk();
  const orders = [
    "My word is medlar. [[say Noted.]]",
    "[[remember]]",
    "[[bash touch made.txt]]",
    "/allow",
    "[[bash touch never.txt]]",
    "/reject",
    "/mode acceptEdits",
    "/model sonnet",
    "[[hang]]",
    "/interrupt",
    "[[say The end.]]",
  ];
  expect(await at.record(orders)).toBe(0);
  const recording = await readTranscript(at.out);
  const { events } = replayRecording(claude, recording);
  const told = outline(events);
  for (const each of [
    "agent_message Noted.",
    'agent_message I remember: ["My word is medlar. [[say Noted.]]"]',
    "tool_call_update completed",
    "tool_call_update failed",
    "mode acceptEdits",
    "turn_ended interrupted",
    "agent_message The end.",
  ]) {
    expect(told).toContain(each);
  }
  expect(await stat(join(at.cwd, "made.txt"))).toBeDefined();
  await expect(stat(join(at.cwd, "never.txt"))).rejects.toThrow("ENOENT");
  expect(events.filter(({ type }) => type === "turn_ended")).toHaveLength(6);
  expect(recording.at(-1)).toMatchObject({ dir: "exit" });
  expect(at.err()).toContain("turn_ended interrupted");
});

test("a recording is its user's alone, also where its file was there before", LIMIT, async () => {
  await using at = await desk();
  await writeFile(at.out, "something else");
  await chmod(at.out, 0o644);
  expect(await at.record(["[[say Hello.]]"])).toBe(0);
  expect((await stat(at.out)).mode & 0o777).toBe(0o600);
  expect((await readTranscript(at.out))[0]?.dir).toBe("start");
  expect(at.err()).toContain("The recording holds your prompts.");
});

test("what nobody answers is not done, and what is no order is told", LIMIT, async () => {
  await using at = await desk();
  expect(await at.record(["/allow", "/dance", "[[bash touch never.txt]]"])).toBe(0);
  expect(at.err()).toContain("No request waits.");
  expect(at.err()).toContain('There is no order "/dance ".');
  await expect(stat(join(at.cwd, "never.txt"))).rejects.toThrow("ENOENT");
  const { events } = replayRecording(claude, await readTranscript(at.out));
  expect(outline(events)).toContain("turn_ended interrupted");
});

test("nothing is started in a folder that brings something, unless the user says so", LIMIT, async () => {
  await using at = await desk();
  await mkdir(join(at.cwd, ".claude"));
  const hook = { hooks: { SessionStart: [{ hooks: [{ type: "command", command: "touch hook-ran" }] }] } };
  await writeFile(join(at.cwd, ".claude", "settings.json"), JSON.stringify(hook));
  await expect(at.record(["[[say Hello.]]"])).rejects.toThrow("SessionStart: touch hook-ran");
  await expect(stat(join(at.cwd, "hook-ran"))).rejects.toThrow("ENOENT");
  expect(await at.record(["[[say Hello.]]"], { trust: true })).toBe(0);
  expect(await stat(join(at.cwd, "hook-ran"))).toBeDefined();
});

test("it begins in the mode that is asked for", LIMIT, async () => {
  await using at = await desk();
  expect(await at.record(["[[say Hello.]]"], { mode: "plan" })).toBe(0);
  const { events } = replayRecording(claude, await readTranscript(at.out));
  expect(events.find((event) => event.type === "session_started")?.permissionMode).toBe("plan");
});

test("the command reads its orders from stdin, and writes the recording to stdout", LIMIT, async () => {
  await using at = await desk();
  const main = join(import.meta.dirname, "..", "main.ts");
  const command = spawn(process.execPath, [main, "record", "--backend", "demo"], {
    cwd: at.cwd,
    env: { PATH: process.env["PATH"], HOME: join(at.cwd, "..") },
    stdio: ["pipe", "pipe", "ignore"],
  });
  command.stdin.end("[[edit One line.]]\n/allow\n[[remember]]");
  const [written, [code]] = await Promise.all([text(command.stdout), once(command, "exit")]);
  expect(code).toBe(0);
  const recording = written
    .trimEnd()
    .split("\n")
    .map((line) => RecordingEntry.parse(JSON.parse(line)));
  const told = outline(replayRecording(demo, recording).events);
  expect(told).toContain("permission_request Edit switchyard-demo.md");
  expect(told).toContain('agent_message I remember: ["[[edit One line.]]"]');
});

test("a signal ends the program, and what was recorded by then stays", LIMIT, async () => {
  await using at = await desk();
  const main = join(import.meta.dirname, "..", "main.ts");
  const command = spawn(process.execPath, [main, "record", "--backend", "demo", "--out", at.out], {
    cwd: at.cwd,
    env: { PATH: process.env["PATH"], HOME: join(at.cwd, "..") },
    stdio: ["pipe", "ignore", "pipe"],
  });
  const ended = once(command, "exit");
  command.stdin.write("[[hang]]\n");
  for await (const told of command.stderr.setEncoding("utf8")) {
    if (String(told).includes("word0")) break;
  }
  command.kill("SIGINT");
  expect(await ended).toEqual([0, null]);
  const recording = await readTranscript(at.out);
  expect(transcriptExit(recording)?.reason).toBe("stop");
  expect(outline(replayRecording(demo, recording).events)).toContain("agent_message word0");
});

test("a program that dies in mid-turn is recorded to its end, and told", LIMIT, async () => {
  await using at = await desk();
  const input = new PassThrough();
  const done = at.record(input);
  input.write("[[bash kill -9 $PPID]]\n/allow\n");
  input.end();
  expect(await done).toBe(1);
  expect((await readTranscript(at.out)).at(-1)?.line).toContain('"signal":"SIGKILL"');
  expect(at.err()).toContain("A turn was cut by the end of its process.");
});
