import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { AgentEvent, CodecState, ConversationInput, Intent, Step } from "@switchyard/core/backend";
import { demo } from "./index.ts";

export const AGENT = fileURLToPath(import.meta.resolve(demo.program.module ?? ""));

type EventOf<T extends AgentEvent["type"]> = Extract<AgentEvent, { type: T }>;

/** The real agent, driven by the backend's codec as the bridge drives it. */
export class DemoSession implements AsyncDisposable {
  readonly events: AgentEvent[] = [];
  readonly exited: Promise<void>;
  state: CodecState | null = null;
  readonly #codec;
  readonly #child;
  #read = 0;
  #wakers: (() => void)[] = [];
  #hasEnded = false;
  #serial = 0;

  constructor(input: ConversationInput, stateHome: string) {
    this.#codec = demo.codec(input, {});
    const { args, env } = demo.plan(input, {});
    this.#child = spawn(process.execPath, [AGENT, ...args], {
      cwd: input.cwd,
      env: { PATH: process.env["PATH"], XDG_STATE_HOME: stateHome, ...env },
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

  prompt(text: string): void {
    this.#serial += 1;
    this.send({ type: "prompt", text, messageId: `message-${this.#serial}` });
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
      if (this.#hasEnded) throw new Error(`the demo ended first: ${JSON.stringify(this.events.at(-1))}`);
      await new Promise<void>((resolve) => this.#wakers.push(resolve));
    }
  }

  ofType<T extends AgentEvent["type"]>(type: T): EventOf<T>[] {
    return this.events.filter((event): event is EventOf<T> => event.type === type);
  }

  text(): string {
    return this.ofType("agent_message")
      .map(({ content }) => content)
      .join("");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.exited;
  }

  #take({ events, writes, state }: Step): void {
    this.events.push(...events);
    if (state !== undefined) this.state = state;
    for (const line of writes) this.#child.stdin.write(`${line}\n`);
    for (const wake of this.#wakers.splice(0)) wake();
  }
}
