import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { AgentEvent, CodecState, ConversationInput, Step } from "@switchyard/core/backend";
import { AcpProgram, configuredAcpBackend } from "./index.ts";

const agent = fileURLToPath(new URL("agent.testkit.ts", import.meta.url));
const settings = { id: "fixture", displayName: "Fixture", command: process.execPath, args: [agent] };
const backend = configuredAcpBackend(AcpProgram.parse(settings));

test("a conversation with an agent on the protocol's own library goes from prompt to prompt", async () => {
  await using session = new Session({ systemPrompt: "Be careful." });
  expect(await session.turn("Hello")).toMatchObject({ stopReason: "end_turn" });
  expect(await session.turn("Again")).toMatchObject({ stopReason: "end_turn" });
  expect(session.text()).toBe("default: Be careful.\n\nHellodefault: Be careful.\n\nHello | Again");
  expect(session.events.filter(({ type }) => type === "notice")).toMatchObject([{ code: "noise" }]);
  session.take(session.speaker.send({ type: "set_mode", permissionMode: "plan" }));
  await session.turn("More");
  expect(session.text()).toContain("plan: ");
});

test("what is allowed runs, what is rejected does not, and what is interrupted is cancelled", async () => {
  await using session = new Session({});
  for (const [decision, outcome] of [
    ["allow_once", '"optionId":"yes"'],
    ["reject_once", '"optionId":"no"'],
  ] as const) {
    session.prompt("ask me");
    // oxlint-disable-next-line no-await-in-loop -- one turn after the other
    const { requestKey } = await session.next("permission_request");
    session.take(session.speaker.send({ type: "answer", requestKey, decision }));
    // oxlint-disable-next-line no-await-in-loop -- as above
    await session.next("turn_ended");
    expect(session.text()).toContain(outcome);
  }
  session.prompt("ask me");
  await session.next("permission_request");
  session.take(session.speaker.send({ type: "interrupt" }));
  expect(await session.next("turn_ended")).toMatchObject({ stopReason: "interrupted" });
  session.prompt("hang");
  await session.next("agent_message");
  session.take(session.speaker.send({ type: "interrupt" }));
  expect(await session.next("turn_ended")).toMatchObject({ stopReason: "interrupted" });
  expect(await session.turn("Still there?")).toMatchObject({ stopReason: "end_turn" });
});

test("a stored conversation goes on in the wanted mode, and an unknown one is told", async () => {
  await using session = new Session({ start: { resume: "stored-1" } });
  await session.turn("Blue.");
  expect(session.text()).toBe("default: Red. | Blue.");
  await using lost = new Session({ start: { resume: "unknown" } });
  await lost.until(() => lost.state === "unresumable");
});

test("an agent that asks for our files is told no, and goes on", async () => {
  await using session = new Session({});
  expect(await session.turn("read it")).toMatchObject({ stopReason: "end_turn" });
  expect(session.text()).toContain("fs/read_text_file");
});

test("the program answers the probe with who it is", async () => {
  const child = spawn(settings.command, backend.program.versionArgs);
  child.stdin.end(`${backend.program.versionInput ?? ""}\n`);
  const stdout = (await child.stdout.toArray()).join("");
  expect(backend.probe({ version: { stdout, stderr: "", exitCode: 0 } })).toMatchObject({
    version: "1.0.0",
    capabilities: { resume: true },
  });
});

type EventOf<T extends AgentEvent["type"]> = Extract<AgentEvent, { type: T }>;

/** The agent, driven by the codec as the bridge drives it. */
class Session implements AsyncDisposable {
  readonly events: AgentEvent[] = [];
  readonly speaker;
  state: CodecState | null = null;
  readonly #child;
  #read = 0;
  #wake: (() => void)[] = [];
  #hasEnded = false;

  constructor(more: Partial<ConversationInput>) {
    const input = { cwd: process.cwd(), start: "new", permissionMode: "default", ...more } as const;
    this.speaker = backend.codec(input, {});
    this.#child = spawn(settings.command, backend.plan(input, {}).args, {
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.#child.stdin.on("error", () => {});
    createInterface({ input: this.#child.stdout }).on("line", (line) =>
      this.take(this.speaker.receive(line)),
    );
    this.#child.on("close", () => {
      this.#hasEnded = true;
      for (const wake of this.#wake.splice(0)) wake();
    });
    this.take(this.speaker.open());
  }

  prompt(text: string): void {
    this.take(this.speaker.send({ type: "prompt", text, messageId: text }));
  }

  async turn(text: string): Promise<EventOf<"turn_ended">> {
    this.prompt(text);
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
      if (this.#hasEnded) throw new Error(`the agent ended first: ${JSON.stringify(this.events.at(-1))}`);
      await new Promise<void>((resolve) => this.#wake.push(resolve));
    }
  }

  text(): string {
    return this.events.map((event) => (event.type === "agent_message" ? event.content : "")).join("");
  }

  take({ events, writes, state }: Step): void {
    this.events.push(...events);
    if (state !== undefined) this.state = state;
    for (const line of writes) this.#child.stdin.write(`${line}\n`);
    for (const wake of this.#wake.splice(0)) wake();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.stdin.end();
    if (!this.#hasEnded) await once(this.#child, "close");
  }
}
