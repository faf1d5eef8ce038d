import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import {
  NOTHING,
  type AgentEvent,
  type CodecState,
  type ConversationInput,
  type Intent,
  type Step,
} from "@switchyard/core/backend";
import { gemini } from "./index.ts";

export const PROGRAM = fileURLToPath(new URL("../../../node_modules/.bin/gemini", import.meta.url));

type EventOf<T extends AgentEvent["type"]> = Extract<AgentEvent, { type: T }>;

/** A prompt with a message id of its own. */
export function prompt(text: string): Intent {
  serial += 1;
  return { type: "prompt", text, messageId: `message-${serial}` };
}

let serial = 0;

/** A real `gemini`, driven by the codec as the bridge drives it. */
export class Session implements AsyncDisposable {
  readonly events: AgentEvent[] = [];
  /** What was said on the pipes, for a test that looks at the wire. */
  readonly lines: string[] = [];
  readonly exited: Promise<void>;
  state: CodecState | null = null;
  stderr = "";
  readonly #codec;
  readonly #child;
  #alarm: NodeJS.Timeout | undefined;
  #read = 0;
  #wake: (() => void)[] = [];
  #hasEnded = false;

  constructor(input: ConversationInput, env: Readonly<Record<string, string>>) {
    this.#codec = gemini.codec(input, {});
    const plan = gemini.plan(input, {});
    this.#child = spawn(PROGRAM, plan.args, {
      cwd: input.cwd,
      env: { PATH: process.env["PATH"], ...env, ...plan.env },
      detached: true,
    });
    this.#child.stderr.on("data", (text: Buffer) => (this.stderr += text.toString()));
    this.#child.stdin.on("error", () => {});
    createInterface({ input: this.#child.stdout }).on("line", (line) => {
      this.lines.push(line);
      this.#take(this.#codec.receive(line));
    });
    this.exited = once(this.#child, "close").then(() => {
      const { exitCode: code, signalCode: signal } = this.#child;
      this.#hasEnded = true;
      clearTimeout(this.#alarm);
      this.#take(this.#codec.exit({ reason: "exit", code, signal, stderrTail: this.stderr }));
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
      if (this.#hasEnded) {
        throw new Error(
          `gemini ended first: ${JSON.stringify(this.events.at(-1))} ${this.stderr.slice(-2000)}`,
        );
      }
      await new Promise<void>((resolve) => this.#wake.push(resolve));
    }
  }

  text(): string {
    return this.events.map((event) => (event.type === "agent_message" ? event.content : "")).join("");
  }

  async kill(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.exited;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill("SIGTERM");
    await this.exited;
  }

  #take({ events, writes, state, wakeMs }: Step): void {
    this.events.push(...events);
    if (state !== undefined) this.state = state;
    if (wakeMs !== undefined) {
      clearTimeout(this.#alarm);
      if (wakeMs !== null)
        this.#alarm = setTimeout(() => this.#take(this.#codec.wake?.() ?? NOTHING), wakeMs);
    }
    for (const line of writes) {
      this.lines.push(`> ${line}`);
      this.#child.stdin.write(`${line}\n`);
    }
    for (const wake of this.#wake.splice(0)) wake();
  }
}
