import assert from "node:assert/strict";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { AgentEvent, Codec, ConversationInput, Step } from "@switchyard/core/backend";
import { acpBackend } from "./backend.ts";
import type { AcpDialect } from "./dialect.ts";
import { readOurs } from "./schema.testkit.ts";
import { INITIALIZED, MODES, OPTIONS, SESSION, underWay } from "./talk.testkit.ts";

type Input =
  | { kind: "line"; line: string }
  | { kind: "prompt" | "interrupt" | "allow" | "reject" | "wake" | "mode" | "model" }
  | { kind: "response"; isError: boolean; result: unknown };

const update = (body: object): string =>
  JSON.stringify({ jsonrpc: "2.0", method: "session/update", params: { sessionId: SESSION, update: body } });
const id = fc.constantFrom("a", "b", "c");
const text = fc.constantFrom("one ", "[MODE] plan", "[MODE", "] ", "two");
const content = fc.constantFrom(
  [],
  [{ type: "content", content: { type: "text", text: "out" } }],
  [{ type: "diff", path: "/a", oldText: null, newText: "x" }],
);
const call = fc.record({
  sessionUpdate: fc.constantFrom("tool_call", "tool_call_update"),
  toolCallId: id,
  title: fc.constantFrom("ls", "Edit a"),
  kind: fc.constantFrom("execute", "edit", "switch_mode", "of_tomorrow"),
  status: fc.constantFrom("pending", "in_progress", "completed", "failed", undefined),
  content,
});
const request = fc.record({
  jsonrpc: fc.constant("2.0"),
  id: fc.constantFrom(0, 1, "0"),
  method: fc.constantFrom("session/request_permission", "fs/read_text_file"),
  params: fc.record({
    sessionId: fc.constant(SESSION),
    toolCall: fc.record({ toolCallId: id }),
    options: fc.constantFrom(OPTIONS, []),
  }),
});
const line = fc.oneof(
  fc
    .tuple(fc.constantFrom("agent_message_chunk", "agent_thought_chunk", "user_message_chunk"), text)
    .map(([sessionUpdate, said]) => update({ sessionUpdate, content: { type: "text", text: said } })),
  call.map(update),
  request.map((message) => JSON.stringify(message)),
  fc.constant(
    update({ sessionUpdate: "plan", entries: [{ content: "x", status: "pending", priority: "low" }] }),
  ),
  fc.constant(update({ sessionUpdate: "available_commands_update", availableCommands: [] })),
  fc
    .constantFrom("default", "plan", "bypassPermissions")
    .map((currentModeId) => update({ sessionUpdate: "current_mode_update", currentModeId })),
  fc.constant('{"jsonrpc":"2.0","method":"$/cancel_request","params":{"requestId":0}}'),
);
const damaged = fc.oneof(
  { weight: 8, arbitrary: line },
  { weight: 1, arbitrary: fc.tuple(line, fc.nat(300)).map(([whole, at]) => whole.slice(0, at)) },
  { weight: 1, arbitrary: fc.string() },
  {
    weight: 1,
    arbitrary: fc.json().map((json) => `{"jsonrpc":"2.0","method":"session/update","params":${json}}`),
  },
  { weight: 1, arbitrary: fc.json().map((json) => `{"jsonrpc":"2.0","id":1,"result":${json}}`) },
);
const result = fc.oneof(
  fc.constant(INITIALIZED),
  fc.constant({ sessionId: SESSION, modes: MODES }),
  fc.constant({ stopReason: "end_turn" }),
  fc.constant({ stopReason: "cancelled" }),
  fc.jsonValue(),
);
const inputs: fc.Arbitrary<Input> = fc.oneof(
  { weight: 8, arbitrary: damaged.map((one): Input => ({ kind: "line", line: one })) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("response" as const),
      isError: fc.nat(7).map((n) => n === 0),
      result,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom<Input>({ kind: "prompt" }, { kind: "prompt" }, { kind: "interrupt" }),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom<Input>(
      { kind: "allow" },
      { kind: "reject" },
      { kind: "wake" },
      { kind: "mode" },
      { kind: "model" },
    ),
  },
);
const dialects: readonly AcpDialect[] = [
  {},
  {
    modeText: "[MODE] ",
    replayEnd: { update: "available_commands_update", withinMs: 3000, sureBelow: 1000, quietMs: 300 },
    address: (known) => ` ${known}`,
  },
];
const starts: readonly ConversationInput["start"][] = ["new", { resume: SESSION }];

test("whatever lines come in whatever order, nothing throws, and every turn, call and request ends once", () => {
  const opening = fc.constantFrom("nothing", "begun", "open");
  fc.assert(
    fc.property(
      fc.array(inputs, { maxLength: 120 }),
      opening,
      fc.constantFrom(...dialects),
      fc.constantFrom(...starts),
      (sequence, begin, dialect, start) => {
        const checker = new Checker(codecOf(dialect, start));
        if (begin !== "nothing") checker.give({ kind: "prompt" });
        if (begin !== "nothing") checker.give({ kind: "response", isError: false, result: INITIALIZED });
        if (begin === "open")
          checker.give({ kind: "response", isError: false, result: { sessionId: SESSION, modes: MODES } });
        for (const input of sequence) checker.give(input);
        checker.end();
      },
    ),
    { numRuns: 1000 },
  );
});

test("however a text is cut into chunks, it is told as it is", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ minLength: 1 })), (chunks) => {
      const talk = underWay({}, { modes: MODES }, { modeText: "[MODE] " });
      for (const chunk of chunks) talk.say(chunk);
      talk.answer("session/prompt", { stopReason: "end_turn" });
      expect(talk.text()).toBe(chunks.join(""));
      expect(new Set(talk.of("agent_message").map(({ messageKey }) => messageKey)).size).toBeLessThanOrEqual(
        1,
      );
    }),
  );
});

function codecOf(dialect: AcpDialect, start: ConversationInput["start"]): Codec {
  const hint = { text: "", command: "" };
  const program = { command: "agent", versionArgs: [], install: hint, login: hint };
  const backend = acpBackend({ id: "agent", displayName: "The Agent", program, args: [], dialect });
  return backend.codec({ cwd: "/project", start, permissionMode: "default" }, {});
}

/** Keeps the bridge's books: it opens a turn with each prompt, and none while one is open. */
class Checker {
  readonly #codec: Codec;
  #isTurnOpen = false;
  #isUnresumable = false;
  #openCalls = new Set<string>();
  #openRequests = new Set<string>();
  /** Our requests that wait for the agent's answer. */
  #asked: number[] = [];
  #serial = 0;

  constructor(codec: Codec) {
    this.#codec = codec;
    this.#take(codec.open());
  }

  give(input: Input): void {
    switch (input.kind) {
      case "line":
        return this.#take(this.#codec.receive(input.line));
      case "response":
        return this.#respond(input);
      case "interrupt":
        return this.#take(this.#codec.send({ type: "interrupt" }));
      case "wake":
        return this.#take(this.#codec.wake?.() ?? this.#codec.receive(""));
      case "mode":
        return this.#take(this.#codec.send({ type: "set_mode", permissionMode: "plan" }));
      case "model":
        return this.#take(this.#codec.send({ type: "set_model", model: "big" }));
      case "prompt":
        return this.#prompt();
      default:
        return this.#answer(input.kind === "allow" ? "allow_once" : "reject_once");
    }
  }

  end(): void {
    this.#take(this.#codec.exit({ reason: "exit", code: 1, signal: null, stderrTail: "" }));
    if (this.#isUnresumable) return;
    assert.equal(this.#openCalls.size, 0);
    assert.equal(this.#openRequests.size, 0);
  }

  #prompt(): void {
    if (this.#isTurnOpen) return;
    this.#isTurnOpen = true;
    this.#serial += 1;
    this.#take(this.#codec.send({ type: "prompt", text: "Hello", messageId: `${this.#serial}` }));
  }

  #respond({ isError, result: answer }: Extract<Input, { kind: "response" }>): void {
    const asked = this.#asked.shift();
    const body = isError ? { error: { code: -32603, message: "No." } } : { result: answer };
    this.#take(this.#codec.receive(JSON.stringify({ jsonrpc: "2.0", id: asked, ...body })));
  }

  #answer(decision: "allow_once" | "reject_once"): void {
    const [requestKey] = this.#openRequests;
    if (requestKey === undefined) return;
    this.#openRequests.delete(requestKey);
    this.#take(this.#codec.send({ type: "answer", requestKey, decision }));
  }

  #take({ events, writes, state }: Step): void {
    if (state === "unresumable") this.#isUnresumable = true;
    for (const event of events) this.#note(event);
    for (const message of writes.map(readOurs)) {
      if (message.method !== undefined && typeof message.id === "number") this.#asked.push(message.id);
      if (message.method === "session/prompt") assert.equal(this.#isTurnOpen, true);
    }
  }

  #note(event: AgentEvent): void {
    switch (event.type) {
      case "turn_ended":
        assert.equal(this.#isTurnOpen, true);
        assert.equal(this.#openRequests.size + this.#openCalls.size, 0);
        this.#isTurnOpen = false;
        return;
      case "tool_call":
        assert.equal(this.#openCalls.has(event.toolCallId), false);
        this.#openCalls.add(event.toolCallId);
        break;
      case "tool_call_update":
        assert.equal(this.#openCalls.has(event.toolCallId), true);
        if (event.status !== "in_progress") this.#openCalls.delete(event.toolCallId);
        break;
      case "permission_request":
        assert.equal(this.#openCalls.has(event.toolCallId), true);
        assert.equal(this.#openRequests.has(event.requestKey), false);
        this.#openRequests.add(event.requestKey);
        break;
      case "permission_resolved":
        this.#openRequests.delete(event.requestKey);
        return;
      default:
    }
    assert.equal(OUTSIDE.has(event.type) || this.#isTurnOpen, true);
  }
}

/** What may be told where no turn is open. */
const OUTSIDE: ReadonlySet<AgentEvent["type"]> = new Set(["session_started", "notice", "mode", "abilities"]);
