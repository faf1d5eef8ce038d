import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { AgentEvent, CodecState, ConversationInput, Intent, Step } from "@switchyard/core/backend";
import { foldChunks } from "@switchyard/core/session";
import { startModelApi, type ModelApi } from "@switchyard/testkit/model-api";
import { claude } from "./index.ts";

const PROGRAM = fileURLToPath(new URL("../../../node_modules/.bin/claude", import.meta.url));
/** A generous bound for a machine under load; nothing here waits for it unless something is broken. */
const LIMIT = { timeout: 60_000 };

let api: ModelApi;
let home: string;

beforeAll(async () => {
  api = await startModelApi();
  home = await mkdtemp(join(tmpdir(), "switchyard-claude-"));
});

afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await rm(home, { recursive: true, force: true, maxRetries: 5 });
});

test("two turns, a resumed third: one conversation, and it remembers", LIMIT, async () => {
  let cliSessionId = "";
  {
    await using session = start({ systemPrompt: "You are a careful reviewer." });
    await session.turn("My colour is red. [[words 3]]");
    await session.turn("[[remember]]");
    expect(session.text()).toBe('word0 word1 word2 I remember: ["My colour is red. [[words 3]]"]');
    const started = session.events.find((event) => event.type === "session_started");
    expect(started).toMatchObject({ permissionMode: "default", cliVersion: expect.stringMatching(/^\d+\./) });
    expect(started?.tools).not.toContain("AskUserQuestion");
    cliSessionId = started?.cliSessionId ?? "";
  }
  expect(api.requests.some(({ system }) => system.includes("You are a careful reviewer."))).toBe(true);
  await using resumed = start({ start: { resume: cliSessionId } });
  await resumed.turn("[[remember]]");
  expect(resumed.text()).toContain("My colour is red.");
  const opened = resumed.events.find((event) => event.type === "session_started");
  expect(opened?.cliSessionId).toBe(cliSessionId);
});

test("an allowed command runs, a rejected one does not, and says why", LIMIT, async () => {
  await using session = start({});
  const file = join(home, "made.txt");
  session.send(prompt(`[[bash touch ${file}]]`));
  const asked = await session.next("permission_request");
  session.send({
    type: "answer",
    requestKey: asked.requestKey,
    decision: "reject_once",
    message: "Not now.",
  });
  await session.next("turn_ended");
  expect(existsSync(file)).toBe(false);
  expect(session.text()).toContain("tool was refused: Not now.");
  session.send(prompt(`Now do it. [[bash touch ${file}]]`));
  const again = await session.next("permission_request");
  session.send({ type: "answer", requestKey: again.requestKey, decision: "allow_once" });
  await session.next("turn_ended");
  expect(existsSync(file)).toBe(true);
  const updates = session.events.flatMap((event) =>
    event.type === "tool_call_update" ? [event.status] : [],
  );
  expect(updates).toEqual(["failed", "completed"]);
});

test("an interrupt ends the turn whenever it comes, and the process takes the next one", LIMIT, async () => {
  await using session = start({});
  session.send(prompt("[[hang]]"));
  await session.next("agent_message");
  session.send({ type: "interrupt" });
  expect(await session.next("turn_ended")).toMatchObject({ stopReason: "interrupted" });
  session.send(prompt("[[say Maybe.]] [[hang]]"));
  session.send({ type: "interrupt" });
  expect(await session.next("turn_ended")).toMatchObject({ stopReason: "interrupted" });
  session.send(prompt("[[bash touch never.txt]]"));
  const asked = await session.next("permission_request");
  session.send({ type: "interrupt" });
  expect(await session.next("permission_resolved")).toMatchObject({
    requestKey: asked.requestKey,
    by: "agent",
  });
  expect(await session.next("turn_ended")).toMatchObject({ stopReason: "interrupted" });
  expect(await session.turn("[[say Still here.]]")).toMatchObject({ stopReason: "end_turn" });
  expect(session.text()).toMatch(/^word0 [^]*Still here\.$/);
});

test("the mode is in force from the first prompt on, and leaving plan mode asks", LIMIT, async () => {
  await using session = start({ permissionMode: "plan" });
  session.send(prompt('[[tool ExitPlanMode {"plan":"Do it."}]]'));
  expect((await session.next("session_started")).permissionMode).toBe("plan");
  const asked = await session.next("permission_request");
  expect(asked).toMatchObject({ setsMode: "default", input: { plan: "Do it." } });
  session.send({ type: "answer", requestKey: asked.requestKey, decision: "allow_once" });
  await session.next("turn_ended");
  session.send({ type: "set_mode", permissionMode: "acceptEdits" });
  await session.turn(`[[write ${join(session.cwd, "a.txt")} text]]`);
  const modes = session.events.flatMap((event) => (event.type === "mode" ? [event.permissionMode] : []));
  expect([...new Set(modes)]).toEqual(["plan", "default", "acceptEdits"]);
  expect(session.events.filter(({ type }) => type === "permission_request")).toHaveLength(1);
});

test(
  "an unknown conversation is told before any turn, and its successor knows what was said",
  LIMIT,
  async () => {
    await using lost = start({ start: { resume: "00000000-0000-4000-8000-000000000000" } });
    lost.send(prompt("[[remember]]"));
    await lost.until(() => lost.state === "unresumable");
    await lost.exited;
    expect(lost.events.filter(({ type }) => type === "turn_ended")).toEqual([]);
    await using successor = start({ start: { reseed: foldChunks([]) } });
    expect(await successor.turn("[[say Here again.]]")).toMatchObject({ stopReason: "end_turn" });
  },
);

test("who is not logged in is told what to run", LIMIT, async () => {
  await using session = start({}, { ANTHROPIC_API_KEY: "" });
  const ended = await session.turn("Hello");
  expect(ended).toMatchObject({ stopReason: "error", error: { code: "CLI_NOT_LOGGED_IN" } });
});

test("a turn that a background command starts is told as Claude's own", LIMIT, async () => {
  await using session = start({});
  const go = join(session.cwd, "go");
  session.send(prompt(`[[background until test -e ${go}; do sleep 0.1; done]] [[say Started.]]`));
  await session.next("turn_ended");
  expect(session.state).toBe("background");
  await writeFile(go, "");
  await session.next("turn_started");
  expect(await session.next("turn_ended")).toMatchObject({ stopReason: "end_turn" });
});

function prompt(text: string): Intent {
  serial += 1;
  return { type: "prompt", text, messageId: `message-${serial}` };
}

let serial = 0;

type EventOf<T extends AgentEvent["type"]> = Extract<AgentEvent, { type: T }>;

function start(more: Partial<ConversationInput>, env: Readonly<Record<string, string>> = {}): Session {
  return new Session({ cwd: home, start: "new", permissionMode: "default", ...more }, env);
}

/** A real `claude`, driven by the codec as the bridge drives it. */
class Session implements AsyncDisposable {
  readonly events: AgentEvent[] = [];
  readonly cwd: string;
  readonly exited: Promise<void>;
  state: CodecState | null = null;
  readonly #codec;
  readonly #child;
  #read = 0;
  #wake: (() => void)[] = [];
  #hasEnded = false;

  constructor(input: ConversationInput, env: Readonly<Record<string, string>>) {
    this.cwd = input.cwd;
    this.#codec = claude.codec(input, {});
    this.#child = spawn(PROGRAM, claude.plan(input, {}).args, {
      cwd: input.cwd,
      env: { PATH: process.env["PATH"], HOME: home, ...api.env(join(home, "config")), ...env },
      detached: true,
    });
    let stderrTail = "";
    this.#child.stderr.on("data", (text: Buffer) => (stderrTail += text.toString()));
    this.#child.stdin.on("error", () => {});
    createInterface({ input: this.#child.stdout }).on("line", (line) =>
      this.#take(this.#codec.receive(line)),
    );
    this.exited = once(this.#child, "close").then(() => {
      const { exitCode: code, signalCode: signal } = this.#child;
      this.#hasEnded = true;
      this.#take(this.#codec.exit({ reason: "exit", code, signal, stderrTail }));
    });
    this.#take(this.#codec.open());
  }

  send(intent: Intent): void {
    this.#take(this.#codec.send(intent));
  }

  async turn(text: string): Promise<EventOf<"turn_ended">> {
    this.send(prompt(text));
    return this.next("turn_ended");
  }

  /** The next event of a type, behind the one that was waited for last. */
  async next<T extends AgentEvent["type"]>(type: T): Promise<EventOf<T>> {
    const at = (): number =>
      this.events.findIndex((event, index) => index >= this.#read && event.type === type);
    await this.until(() => at() !== -1);
    this.#read = at() + 1;
    return this.events[this.#read - 1] as EventOf<T>;
  }

  async until(isTrue: () => boolean): Promise<void> {
    while (!isTrue()) {
      if (this.#hasEnded) throw new Error(`claude ended first: ${JSON.stringify(this.events.at(-1))}`);
      await new Promise<void>((resolve) => this.#wake.push(resolve));
    }
  }

  text(): string {
    return this.events.map((event) => (event.type === "agent_message" ? event.content : "")).join("");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill("SIGTERM");
    await this.exited;
  }

  #take({ events, writes, state }: Step): void {
    this.events.push(...events);
    if (state !== undefined) this.state = state;
    for (const line of writes) this.#child.stdin.write(`${line}\n`);
    for (const wake of this.#wake.splice(0)) wake();
  }
}
