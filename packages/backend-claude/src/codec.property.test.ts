import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import type { AgentEvent, Codec } from "@switchyard/core/backend";
import { claude } from "./index.ts";

const FIXTURES = new URL("../../../tests/fixtures/claude/", import.meta.url);
const Entry = z.object({ dir: z.string(), line: z.string() });
const LINES = readdirSync(FIXTURES)
  .filter((file) => file.endsWith(".jsonl"))
  .flatMap((file) => readFileSync(new URL(file, FIXTURES), "utf8").split("\n"))
  .filter((line) => line !== "")
  .map((line) => Entry.parse(JSON.parse(line)))
  .filter(({ dir }) => dir === "out")
  .map(({ line }) => line);

type Input = { kind: "line"; line: string } | { kind: "prompt" | "interrupt" | "allow" | "reject" };

/** Each kind of line is as likely as any other. */
const BY_KIND = Object.values(
  Object.groupBy(LINES, (line) => /"subtype":"\w+"/.exec(line)?.[0] ?? /"type":"\w+"/.exec(line)?.[0] ?? ""),
).map((lines = []) => fc.constantFrom(...lines));
const line = fc.oneof(...BY_KIND);
const damaged = fc.oneof(
  { weight: 6, arbitrary: line },
  { weight: 1, arbitrary: fc.tuple(line, fc.nat(400)).map(([text, at]) => text.slice(0, at)) },
  { weight: 1, arbitrary: fc.string() },
  { weight: 1, arbitrary: fc.json().map((json) => `{"type":"result","result":${json}}`) },
  { weight: 1, arbitrary: fc.json().map((json) => `{"type":"assistant","message":${json}}`) },
);
const inputs: fc.Arbitrary<Input> = fc.oneof(
  { weight: 8, arbitrary: damaged.map((text): Input => ({ kind: "line", line: text })) },
  {
    weight: 2,
    arbitrary: fc.constantFrom<Input>({ kind: "prompt" }, { kind: "prompt" }, { kind: "interrupt" }),
  },
  { weight: 1, arbitrary: fc.constantFrom<Input>({ kind: "allow" }, { kind: "reject" }) },
);

test("whatever lines come in whatever order, nothing throws, and every turn and call ends once", () => {
  fc.assert(
    fc.property(fc.array(inputs, { maxLength: 120 }), fc.boolean(), (sequence, isReady) => {
      const codec = claude.codec({ cwd: "/home/user/project", start: "new", permissionMode: "default" }, {});
      const checker = new Checker(codec);
      checker.take(codec.open());
      if (isReady) checker.take(codec.receive(READY));
      for (const input of sequence) checker.give(input);
      checker.take(codec.exit({ reason: "exit", code: 1, signal: null, stderrTail: "" }));
    }),
    { numRuns: 300 },
  );
});

test("however a message is cut into deltas, and whatever of it is lost, its text is told once", () => {
  const texts = fc.array(fc.array(fc.string({ minLength: 1 }), { minLength: 1 }), {
    minLength: 1,
    maxLength: 5,
  });
  fc.assert(
    fc.property(texts, fc.integer({ min: 0, max: 30 }), (messages, kept) => {
      const codec = claude.codec({ cwd: "/p", start: "new", permissionMode: "default" }, {});
      codec.open();
      codec.receive(READY);
      codec.send({ type: "prompt", text: "Hello", messageId: "1" });
      const said = messages.flatMap((deltas, index) =>
        streamed(deltas, index, kept).flatMap((text) => codec.receive(text).events),
      );
      expect(said.map(({ content }) => content).join("")).toBe(messages.flat().join(""));
      const keys = said.flatMap((event) => ("messageKey" in event ? [event.messageKey] : []));
      expect(new Set(keys).size).toBe(messages.length);
    }),
  );
});

const READY = JSON.stringify({
  type: "control_response",
  response: { subtype: "success", request_id: "switchyard-1", response: {} },
});

/** One message with the ids of the one before it, and only its first `kept` deltas. */
function streamed(deltas: readonly string[], index: number, kept: number): string[] {
  let serial = 0;
  const event = (body: object): string => {
    serial += 1;
    return JSON.stringify({ type: "stream_event", uuid: `${index}-${serial}`, event: body });
  };
  const content = [{ type: "text", text: deltas.join("") }];
  return [
    event({ type: "message_start", message: { id: "msg" } }),
    event({ type: "content_block_start", index: 0, content_block: { type: "text", text: "" } }),
    ...deltas
      .slice(0, kept)
      .map((text) => event({ type: "content_block_delta", index: 0, delta: { type: "text_delta", text } })),
    JSON.stringify({ type: "assistant", uuid: `${index}-whole`, message: { id: "msg", content } }),
  ];
}

/** Keeps the bridge's books: it opens a turn with each prompt, and none while one is open. */
class Checker {
  readonly #codec: Codec;
  #isTurnOpen = false;
  #openCalls = new Set<string>();
  #openRequests = new Set<string>();
  #serial = 0;

  constructor(codec: Codec) {
    this.#codec = codec;
  }

  give(input: Input): void {
    if (input.kind === "line") return this.take(this.#codec.receive(input.line));
    if (input.kind === "interrupt") return this.take(this.#codec.send({ type: "interrupt" }));
    if (input.kind === "prompt") {
      if (this.#isTurnOpen) return;
      this.#isTurnOpen = true;
      this.#serial += 1;
      return this.take(this.#codec.send({ type: "prompt", text: "Hello", messageId: `${this.#serial}` }));
    }
    const [requestKey] = this.#openRequests;
    if (requestKey === undefined) return;
    this.#openRequests.delete(requestKey);
    const decision = input.kind === "allow" ? "allow_once" : "reject_once";
    this.take(this.#codec.send({ type: "answer", requestKey, decision }));
  }

  take({ events, writes }: ReturnType<Codec["open"]>): void {
    for (const event of events) this.#note(event);
    for (const text of writes) assert.equal(typeof JSON.parse(text), "object");
  }

  #note(event: AgentEvent): void {
    if (event.type === "turn_started") {
      assert.equal(this.#isTurnOpen, false);
      this.#isTurnOpen = true;
    } else if (event.type === "turn_ended") {
      assert.equal(this.#isTurnOpen, true);
      assert.equal(this.#openRequests.size, 0);
      this.#isTurnOpen = false;
    } else if (event.type === "tool_call") {
      assert.equal(this.#openCalls.has(event.toolCallId), false);
      this.#openCalls.add(event.toolCallId);
    } else if (event.type === "tool_call_update") {
      assert.equal(this.#openCalls.delete(event.toolCallId), true);
    } else if (event.type === "permission_request") {
      this.#openRequests.add(event.requestKey);
    } else if (event.type === "permission_resolved") this.#openRequests.delete(event.requestKey);
    const isOutside = ["session_started", "notice", "permission_resolved", "mode", "turn_ended"].includes(
      event.type,
    );
    assert.equal(isOutside || this.#isTurnOpen, true);
  }
}
