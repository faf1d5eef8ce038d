import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type {
  ContentBlock,
  CreateElicitationRequest,
  CreateElicitationResponse,
  NewSessionResponse,
  PromptResponse,
  RequestPermissionRequest,
  SessionUpdate,
} from "@agentclientprotocol/sdk/unstable";

const MAIN = fileURLToPath(new URL("../main.ts", import.meta.url));

/** Starts the agent's real program; its conversations go below `stateHome`. */
export function spawnDemo(stateHome: string, args: string[] = []): ChildProcessWithoutNullStreams {
  const env = { ...process.env, XDG_STATE_HOME: stateHome };
  return spawn(process.execPath, [MAIN, ...args], { env, stdio: "pipe" });
}

export type PermissionAnswer = "allow-once" | "allow-always" | "reject-once" | "cancelled" | "wait";

export interface RpcError {
  code: number;
  message: string;
}

interface Message {
  id?: number;
  method?: string;
  params?: unknown;
  result?: unknown;
  error?: RpcError;
}

/** The real process, spoken to line by line, so that a test sees what no library would hand on. */
export class DemoProcess implements AsyncDisposable {
  readonly lines: string[] = [];
  readonly updates: SessionUpdate[] = [];
  readonly requests: RequestPermissionRequest[] = [];
  readonly child: ChildProcessWithoutNullStreams;
  readonly exited: Promise<{ code: number | null; signal: string | null }>;
  stderr = "";
  sessionId = "";
  /** How permission requests are answered. */
  permission: PermissionAnswer = "allow-once";
  readonly forms: CreateElicitationRequest[] = [];
  /** How forms are answered; null: they wait. */
  form: CreateElicitationResponse | null = { action: "decline" };
  #nextId = 0;
  #ended = false;
  readonly #pending = new Map<
    number,
    { resolve: (result: unknown) => void; reject: (error: RpcError) => void }
  >();
  #wakers: (() => void)[] = [];

  constructor(stateHome: string) {
    this.child = spawnDemo(stateHome);
    this.child.stderr.on("data", (text: Buffer) => {
      this.stderr += text.toString();
      this.#wake();
    });
    this.child.stdin.on("error", () => {});
    createInterface({ input: this.child.stdout }).on("line", (line) => this.#take(line));
    this.exited = once(this.child, "close").then(() => {
      this.#ended = true;
      this.#wake();
      for (const { reject } of this.#pending.values()) reject({ code: 0, message: "The process ended." });
      return { code: this.child.exitCode, signal: this.child.signalCode };
    });
  }

  /** A process with a new conversation in a folder. */
  static async open(stateHome: string, cwd: string): Promise<DemoProcess> {
    const demo = new DemoProcess(stateHome);
    await demo.request("initialize", { protocolVersion: 1, clientCapabilities: {} });
    const opened = (await demo.request("session/new", { cwd, mcpServers: [] })) as NewSessionResponse;
    demo.sessionId = opened.sessionId;
    return demo;
  }

  request(method: string, params: object): Promise<unknown> {
    this.#nextId += 1;
    const id = this.#nextId;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      this.write({ id, method, params });
    });
  }

  async prompt(text: string, beside: readonly ContentBlock[] = []): Promise<PromptResponse> {
    const params = { sessionId: this.sessionId, prompt: [{ type: "text", text }, ...beside] };
    return (await this.request("session/prompt", params)) as PromptResponse;
  }

  setMode(modeId: string): Promise<unknown> {
    return this.request("session/set_mode", { sessionId: this.sessionId, modeId });
  }

  cancel(): void {
    this.write({ method: "session/cancel", params: { sessionId: this.sessionId } });
  }

  write(message: object): void {
    this.child.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
  }

  /** Resolves as soon as something holds; throws where the process ends before. */
  async until(isTrue: () => boolean): Promise<void> {
    while (!isTrue()) {
      if (this.#ended) throw new Error(`the demo ended first: ${this.stderr}`);
      await new Promise<void>((resolve) => this.#wakers.push(resolve));
    }
  }

  /** What was said since the start. */
  text(): string {
    return this.ofKind("agent_message_chunk")
      .map(({ content }) => (content.type === "text" ? content.text : ""))
      .join("");
  }

  ofKind<T extends SessionUpdate["sessionUpdate"]>(kind: T): Extract<SessionUpdate, { sessionUpdate: T }>[] {
    return this.updates.filter(
      (update): update is Extract<SessionUpdate, { sessionUpdate: T }> => update.sessionUpdate === kind,
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.child.kill("SIGKILL");
    await this.exited;
  }

  #take(line: string): void {
    this.lines.push(line);
    const message = parse(line);
    if (message?.method === "session/update") {
      this.updates.push((message.params as { update: SessionUpdate }).update);
    } else if (message?.method === "session/request_permission") {
      this.requests.push(message.params as RequestPermissionRequest);
      this.#answer(message.id);
    } else if (message?.method === "elicitation/create") {
      this.forms.push(message.params as CreateElicitationRequest);
      if (this.form !== null) this.write({ id: message.id, result: this.form });
    } else if (message?.method !== undefined) {
      this.write({ id: message.id, error: { code: -32601, message: "Method not found" } });
    } else if (message?.id !== undefined) {
      const waiting = this.#pending.get(message.id);
      this.#pending.delete(message.id);
      if (message.error === undefined) waiting?.resolve(message.result);
      else waiting?.reject(message.error);
    }
    this.#wake();
  }

  #answer(id: number | undefined): void {
    if (this.permission === "wait") return;
    const outcome =
      this.permission === "cancelled"
        ? { outcome: "cancelled" }
        : { outcome: "selected", optionId: this.permission };
    this.write({ id, result: { outcome } });
  }

  #wake(): void {
    for (const wake of this.#wakers.splice(0)) wake();
  }
}

function parse(line: string): Message | undefined {
  try {
    return JSON.parse(line) as Message;
  } catch {
    return undefined;
  }
}
