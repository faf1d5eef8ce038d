import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { claude } from "@switchyard/backend-claude";
import { demo } from "@switchyard/backend-demo";
import { RecordingEntry } from "@switchyard/core/backend";
import { startModelApi } from "@switchyard/testkit/model-api";
import { outline, readTranscript, replayRecording, transcriptExit } from "@switchyard/testkit/transcript";
import { expect, test } from "vitest";
import { makeHome } from "./stage.ts";

/** A generous bound for a machine under load. */
const LIMIT = { timeout: 120_000 };
const MAIN = fileURLToPath(new URL("../../apps/bridge/src/main.ts", import.meta.url));
const CLAUDE = fileURLToPath(new URL("../../node_modules/.bin/claude", import.meta.url));

interface Desk extends AsyncDisposable {
  readonly cwd: string;
  /** Where `record` writes. */
  readonly out: string;
  /** Starts `switchyard record`. */
  start(args: readonly string[]): ChildProcessWithoutNullStreams;
  /** Records with Claude Code what these lines lead to. */
  record(lines: readonly string[], args?: readonly string[]): Promise<{ code: unknown; err: string }>;
}

async function desk(): Promise<Desk> {
  const place = await makeHome();
  const api = await startModelApi();
  const out = join(place.home, "recording.jsonl");
  const env = { ...place.env, ...api.env(join(place.home, ".claude")), SWITCHYARD_CLAUDE: CLAUDE };
  const start = (args: readonly string[]) =>
    spawn(process.execPath, [MAIN, "record", ...args], { cwd: place.cwd, env });
  return {
    cwd: place.cwd,
    out,
    start,
    async record(lines, args = []) {
      const command = start(["--backend", "claude", "--out", out, ...args]);
      command.stdin.end(lines.join("\n"));
      const [err, [code]] = await Promise.all([text(command.stderr), once(command, "exit")]);
      return { code, err };
    },
    async [Symbol.asyncDispose]() {
      await api[Symbol.asyncDispose]();
      await place[Symbol.asyncDispose]();
    },
  };
}

test("a conversation is recorded as it was led, and the recording plays again exactly", LIMIT, async () => {
  await using at = await desk();
  const { code, err } = await at.record([
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
  ]);
  expect([code, err]).toEqual([0, expect.stringContaining("turn_ended interrupted")]);
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
  expect(recording.at(-1)?.dir).toBe("exit");
});

test("a recording is its user's alone, also where its file was there before", LIMIT, async () => {
  await using at = await desk();
  await writeFile(at.out, "something else");
  await chmod(at.out, 0o644);
  const { code, err } = await at.record(["[[say Hello.]]"]);
  expect([code, err]).toEqual([0, expect.stringContaining("The recording holds your prompts.")]);
  expect((await stat(at.out)).mode & 0o777).toBe(0o600);
  expect((await readTranscript(at.out))[0]?.dir).toBe("start");
});

test("what nobody answers is not done, and what is no order is told", LIMIT, async () => {
  await using at = await desk();
  const { code, err } = await at.record(["/allow", "/dance", "[[bash touch never.txt]]"]);
  expect(code).toBe(0);
  expect(err).toContain("No request waits.");
  expect(err).toContain('There is no order "/dance ".');
  await expect(stat(join(at.cwd, "never.txt"))).rejects.toThrow("ENOENT");
  const { events } = replayRecording(claude, await readTranscript(at.out));
  expect(outline(events)).toContain("turn_ended interrupted");
});

test("nothing is started in a folder that brings something, unless the user says so", LIMIT, async () => {
  await using at = await desk();
  await mkdir(join(at.cwd, ".claude"));
  const hook = { hooks: { SessionStart: [{ hooks: [{ type: "command", command: "touch hook-ran" }] }] } };
  await writeFile(join(at.cwd, ".claude", "settings.json"), JSON.stringify(hook));
  const refused = await at.record(["[[say Hello.]]"]);
  expect([refused.code, refused.err]).toEqual([1, expect.stringContaining("SessionStart: touch hook-ran")]);
  await expect(stat(join(at.cwd, "hook-ran"))).rejects.toThrow("ENOENT");
  expect((await at.record(["[[say Hello.]]"], ["--trust"])).code).toBe(0);
  expect(await stat(join(at.cwd, "hook-ran"))).toBeDefined();
});

test("it begins in the mode that is asked for", LIMIT, async () => {
  await using at = await desk();
  expect((await at.record(["[[say Hello.]]"], ["--mode", "plan"])).code).toBe(0);
  const { events } = replayRecording(claude, await readTranscript(at.out));
  expect(events.find((event) => event.type === "session_started")?.permissionMode).toBe("plan");
});

test("a program that dies in mid-turn is recorded to its end, and told", LIMIT, async () => {
  await using at = await desk();
  const { code, err } = await at.record(["[[bash kill -9 $PPID]]", "/allow"]);
  expect([code, err]).toEqual([1, expect.stringContaining("A turn was cut by the end of its process.")]);
  expect(transcriptExit(await readTranscript(at.out))?.signal).toBe("SIGKILL");
});

test("without a file the recording goes to stdout, and nothing else does", LIMIT, async () => {
  await using at = await desk();
  const command = at.start(["--backend", "demo"]);
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
  const command = at.start(["--backend", "demo", "--out", at.out]);
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

test("a backend that is not there is named, with those that are", LIMIT, async () => {
  await using at = await desk();
  const command = at.start(["--backend", "nobody"]);
  const [err, [code]] = await Promise.all([text(command.stderr), once(command, "exit")]);
  expect([code, err]).toEqual([
    1,
    expect.stringMatching(/^There is no backend "nobody"\. There are: claude, /),
  ]);
});
