import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { AgentEvent, Codec, ConversationInput, Step } from "@switchyard/core/backend";
import { foldChunks, type Transcript } from "@switchyard/core/session";
import { SessionId, type AgentChunk } from "@switchyard/core/protocol";
import { claude } from "./index.ts";

const CLI_SESSION = "b7a1f0de-0000-4000-8000-000000000001";

describe("opening", () => {
  test("persona, mode and model are in force before the first prompt goes out", () => {
    const codec = claude.codec(
      input({ systemPrompt: "Be kind.", permissionMode: "plan", model: "sonnet" }),
      {},
    );
    const asked = requests(codec.open());
    expect(asked).toMatchObject([{ subtype: "initialize", appendSystemPrompt: "Be kind." }]);
    expect(codec.send(prompt("Hello")).writes).toEqual([]);
    const settings = codec.receive(success(id(asked[0]), { pid: 7, current_permission_mode: "default" }));
    expect(settings.state).toBeUndefined();
    expect(requests(settings)).toMatchObject([
      { subtype: "set_permission_mode", mode: "plan" },
      { subtype: "set_model", model: "sonnet" },
    ]);
    const [mode, model] = requests(settings);
    const inForce = codec.receive(success(id(mode), { mode: "plan" }));
    expect(inForce.events).toEqual([{ type: "mode", permissionMode: "plan", content: "plan" }]);
    expect(inForce.writes).toEqual([]);
    const ready = codec.receive(success(id(model), {}));
    expect(ready.state).toBe("busy");
    expect(contents(ready)).toEqual(["Hello"]);
  });

  test("with nothing to send it is ready, and stays so until a prompt comes", () => {
    const codec = claude.codec(input({}), {});
    const [initialize] = requests(codec.open());
    expect(codec.receive(success(id(initialize), {})).state).toBe("ready");
    expect(codec.send(prompt("Hello")).state).toBe("busy");
    expect(codec.receive(line(RESULT)).state).toBe("idle");
  });

  test("a refused mode lets no prompt out, and tells which mode is in force", () => {
    const codec = claude.codec(input({ permissionMode: "bypassPermissions" }), {});
    const [initialize] = requests(codec.open());
    codec.send(prompt("Hello"));
    const [mode] = requests(codec.receive(success(id(initialize), {})));
    const refused = codec.receive(failureOf(id(mode), "not launched with it"));
    expect(refused.writes).toEqual([]);
    expect(refused.events).toMatchObject([
      { type: "notice", code: "mode_refused", level: "error" },
      { type: "mode", permissionMode: "default" },
      { type: "turn_ended", stopReason: "error", error: { code: "CLI_FAILED" } },
    ]);
    expect(codec.send(prompt("Again")).writes).toEqual([]);
  });

  test("a version that does not name the model in its answer names it with the next turn", () => {
    const codec = claude.codec(input({}), {});
    const [initialize] = requests(codec.open());
    codec.receive(success(id(initialize), {}));
    const begun = line({ type: "system", subtype: "init", session_id: CLI_SESSION, model: "opus-5" });
    expect(codec.receive(begun).events).toMatchObject([{ type: "session_started", model: "opus-5" }]);
    for (const model of ["haiku", "opus"]) {
      const [asked] = requests(codec.send({ type: "set_model", model }));
      expect(codec.receive(success(id(asked), {})).events).toEqual([]);
    }
    expect(codec.receive(begun).events).toEqual([{ type: "model", content: "opus-5", model: "opus-5" }]);
    const cleared = codec.receive(line({ ...RESULT, session_id: CLI_SESSION.replace(/1$/, "2") }));
    expect(cleared.events).toMatchObject([{ type: "session_started", model: "opus-5" }]);
  });

  test("an id that is no UUID is never resumed", () => {
    const resumed = input({ start: { resume: "--dangerous" } });
    expect(claude.plan(resumed, {}).args).toEqual(claude.plan(input({}), {}).args);
    expect(claude.codec(resumed, {}).open()).toEqual({ events: [], writes: [], state: "unresumable" });
  });

  test("a lost conversation is told to the first prompt alone", () => {
    const codec = opened({ start: { reseed: conversation() } });
    expect(contents(codec.send(prompt("/next")))[0]).toMatch(
      /^This conversation goes on[^]*Earlier words[^]*\/next$/,
    );
    codec.receive(line(RESULT));
    expect(contents(codec.send(prompt("And now?")))).toEqual(["And now?"]);
  });

  test("the same message sent to another process has another uuid, since Claude drops what it has had", () => {
    const uuids = [1, 2].map((pid) => uuidOf(opened({}, pid).send(prompt("Hello"))));
    expect(new Set(uuids).size).toBe(2);
    expect(z.guid().safeParse(uuids[0]).success).toBe(true);
  });
});

describe("turns", () => {
  test("a turn of Claude's own that gets in before ours does not end ours", () => {
    const codec = opened({});
    const uuid = uuidOf(codec.send(prompt("Hello")));
    codec.receive(line({ type: "command_lifecycle", command_uuid: uuid, state: "queued" }));
    codec.receive(init({}));
    expect(codec.receive(said("Its own words.")).events).toMatchObject([{ content: "Its own words." }]);
    expect(codec.receive(line({ ...RESULT, origin: { kind: "task-notification" } })).events).toEqual([]);
    codec.receive(init({ user_message_uuids: [uuid] }));
    const ended = codec.receive(line({ ...RESULT, user_message_uuids: [uuid] }));
    expect(ended.events).toMatchObject([{ type: "turn_ended", usage: { inputTokens: 12, outputTokens: 4 } }]);
    expect(ended.state).toBe("idle");
  });

  test("a prompt that Claude takes into a turn of its own ends with that turn", () => {
    const codec = opened({});
    codec.receive(init({}));
    codec.receive(said("Its own words."));
    const uuid = uuidOf(codec.send(prompt("Hello")));
    codec.receive(line({ type: "command_lifecycle", command_uuid: uuid, state: "started" }));
    const ended = codec.receive(line({ ...RESULT, user_message_uuids: [uuid] }));
    expect(ended.events).toMatchObject([{ type: "turn_ended", stopReason: "end_turn" }]);
  });

  test("versions that name no prompts end a turn with its result", () => {
    const codec = opened({});
    codec.send(prompt("Hello"));
    codec.receive(init({}));
    codec.receive(said("Hi."));
    expect(codec.receive(line(RESULT)).events).toMatchObject([
      { type: "turn_ended", stopReason: "end_turn" },
    ]);
    expect(codec.receive(line(RESULT)).events).toEqual([]);
  });

  test("a prompt that Claude drops ends its turn with an error", () => {
    const codec = opened({});
    const uuid = uuidOf(codec.send(prompt("Hello")));
    const dropped = codec.receive(
      line({ type: "command_lifecycle", command_uuid: uuid, state: "completed" }),
    );
    expect(dropped.events).toMatchObject([{ type: "turn_ended", error: { code: "CLI_FAILED" } }]);
  });

  test("an interrupt that reaches Claude before the turn begins ends it without a result", () => {
    const codec = opened({});
    const uuid = uuidOf(codec.send(prompt("Hello")));
    const [interrupt] = requests(codec.send({ type: "interrupt" }));
    expect(interrupt).toMatchObject({ subtype: "interrupt", cancel_queued: true });
    const step = codec.receive(success(id(interrupt), { still_queued: [], cancelled: [uuid] }));
    expect(step).toMatchObject({
      events: [{ type: "turn_ended", stopReason: "interrupted" }],
      state: "idle",
    });
  });

  test("a prompt that has not been written yet is taken back by an interrupt", () => {
    const codec = claude.codec(input({}), {});
    const [initialize] = requests(codec.open());
    codec.send(prompt("Hello"));
    const interrupted = codec.send({ type: "interrupt" });
    expect(interrupted).toMatchObject({
      events: [{ type: "turn_ended", stopReason: "interrupted" }],
      writes: [],
    });
    expect(codec.receive(success(id(initialize), {})).writes).toEqual([]);
  });

  test("the cost of a turn is what it adds to the process's, and never negative", () => {
    const codec = opened({});
    const costs = [0.5, 0.75, 0.1].map((total) => {
      codec.send(prompt("Hello"));
      const [ended] = codec.receive(line({ ...RESULT, total_cost_usd: total })).events;
      return ended?.type === "turn_ended" ? ended.usage?.costUsd : undefined;
    });
    expect(costs).toEqual([0.5, 0.25, 0.1]);
    // A strange figure is none, and the turn ends.
    codec.send(prompt("Hello"));
    const strange = { total_cost_usd: -3, usage: { input_tokens: -1, output_tokens: 7 } };
    const [ended] = codec.receive(line({ ...RESULT, ...strange })).events;
    expect(ended).toMatchObject({ usage: { inputTokens: 0, outputTokens: 7, costUsd: null } });
  });

  test("a process that resumes a conversation begins with what was counted before, and where that is not told in time its first turn's cost is unknown", () => {
    const told = (answer: "in time" | "late" | "refused" | "never"): unknown[] => {
      const codec = claude.codec(input({ start: { resume: CLI_SESSION } }), {});
      const [initialize] = requests(codec.open());
      const [cost] = requests(codec.receive(success(id(initialize), { pid: 7 })));
      expect(cost).toMatchObject({ subtype: "get_usage", skip_behaviors: true, detached: true });
      const usage = success(id(cost), { session: { total_cost_usd: 0.5 } });
      if (answer === "in time") codec.receive(usage);
      if (answer === "refused") codec.receive(failureOf(id(cost), "unknown request"));
      return [0.75, 1].map((total) => {
        // It waits for no answer.
        expect(codec.send(prompt("Hello")).writes).toHaveLength(1);
        codec.receive(said("Hello."));
        if (answer === "late") codec.receive(usage);
        const [ended] = codec.receive(line({ ...RESULT, total_cost_usd: total })).events.slice(-1);
        return ended?.type === "turn_ended" ? ended.usage?.costUsd : undefined;
      });
    };
    expect(told("in time")).toEqual([0.25, 0.25]);
    for (const each of ["late", "refused", "never"] as const) expect(told(each)).toEqual([null, 0.25]);
  });

  test("work in the background keeps the session from being idle", () => {
    const codec = opened({});
    codec.send(prompt("Hello"));
    codec.receive(line({ type: "system", subtype: "background_tasks_changed", tasks: [{ task_id: "t" }] }));
    expect(codec.receive(line(RESULT)).state).toBe("background");
    const ended = line({ type: "system", subtype: "task_notification", task_id: "t", status: "stopped" });
    expect(codec.receive(ended).state).toBe("idle");
  });

  test("a task that ended keeps it from being idle until Claude has told of it, or does not begin to", () => {
    const codec = opened({});
    const ended = line({ type: "system", subtype: "task_notification", task_id: "t", status: "completed" });
    expect(codec.receive(ended)).toMatchObject({ state: "background", wakeMs: 3000 });
    // Its turn is opened by its first words only, which the model may take long for.
    const init = line({ type: "system", subtype: "init", session_id: CLI_SESSION });
    expect(codec.receive(init).state).toBeUndefined();
    expect(codec.wake?.().state).toBeUndefined();
    expect(codec.receive(said("It is done.")).state).toBe("busy");
    expect(codec.receive(line(RESULT)).state).toBe("idle");

    codec.send(prompt("Hello"));
    codec.receive(ended);
    expect(codec.wake?.().state).toBeUndefined();
    expect(codec.receive(line(RESULT))).toMatchObject({ state: "background", wakeMs: 3000 });
    expect(codec.wake?.().state).toBe("idle");
  });

  test("what comes between turns waits for the next one", () => {
    const codec = opened({});
    expect(codec.receive(said("Late words.")).events).toEqual([]);
    expect(codec.send(prompt("Hello")).events).toMatchObject([
      { type: "agent_message", content: "Late words." },
    ]);
  });

  test("two streamed blocks of one message are each told once", () => {
    const codec = opened({});
    codec.send(prompt("Hello"));
    const events = ["One.", "One. Two."].flatMap((text, index) => streamedBlock(codec, index, text));
    expect(events.map(({ content }) => content)).toEqual(["One.", "One. Two."]);
  });

  test("the output of a command that only its result holds is shown", () => {
    const codec = opened({});
    codec.send(prompt("/cost"));
    const { events } = codec.receive(line({ ...RESULT, num_turns: 0, result: "Nothing yet." }));
    expect(events.map(({ type, content }) => [type, content])).toEqual([
      ["agent_message", "Nothing yet."],
      ["turn_ended", ""],
    ]);
  });

  test("a process that ends in a turn leaves no call open, and leaves the turn's end to the bridge", () => {
    const codec = opened({});
    codec.send(prompt("Hello"));
    codec.receive(calls("Bash", { command: "sleep 60" }));
    const { events } = codec.exit({ reason: "exit", code: 1, signal: null, stderrTail: "" });
    expect(events).toMatchObject([{ type: "tool_call_update", status: "failed" }]);
  });
});

describe("lines that are no messages", () => {
  test("text is noise, and a broken message is told once", () => {
    const codec = opened({});
    expect(codec.receive("Loaded cached credentials.").events).toMatchObject([
      { code: "noise", level: "info" },
    ]);
    expect(codec.receive('{"type":"result"').events).toMatchObject([{ code: "protocol_error" }]);
    expect(codec.receive('{"type":"result"').events).toEqual([]);
    expect(codec.receive("").events).toEqual([]);
    expect(codec.receive('\uFEFF{"type":"a_new_kind","x":1}\r').events).toEqual([]);
  });
});

const RESULT = {
  type: "result",
  subtype: "success",
  is_error: false,
  num_turns: 1,
  result: "",
  total_cost_usd: 0.5,
  usage: { input_tokens: 1, cache_creation_input_tokens: 2, cache_read_input_tokens: 3, output_tokens: 2 },
};

function input(more: Partial<ConversationInput>): ConversationInput {
  return { cwd: "/home/user/project", start: "new", permissionMode: "default", ...more };
}

function opened(more: Partial<ConversationInput>, pid = 1): Codec {
  const codec = claude.codec(input(more), {});
  const [initialize] = requests(codec.open());
  codec.receive(success(id(initialize), { pid }));
  return codec;
}

function prompt(text: string): { type: "prompt"; text: string; messageId: string } {
  return { type: "prompt", text, messageId: "message" };
}

function line(message: object): string {
  return JSON.stringify(message);
}

function init(more: object): string {
  return line({
    type: "system",
    subtype: "init",
    session_id: CLI_SESSION,
    permissionMode: "default",
    ...more,
  });
}

let serial = 0;

function said(text: string): string {
  serial += 1;
  return line({
    type: "assistant",
    uuid: `line-${serial}`,
    message: { id: "m", content: [{ type: "text", text }] },
  });
}

function streamedBlock(codec: Codec, index: number, text: string): readonly AgentEvent[] {
  const lines = [
    ...(index === 0 ? [{ event: { type: "message_start", message: { id: "m" } } }] : []),
    { event: { type: "content_block_start", index, content_block: { type: "text", text: "" } } },
    { event: { type: "content_block_delta", index, delta: { type: "text_delta", text } } },
  ].map((body, at) => line({ type: "stream_event", uuid: `stream-${index}-${at}`, ...body }));
  return [...lines, said(text)].flatMap((one) => codec.receive(one).events);
}

function calls(name: string, toolInput: object): string {
  return line({
    type: "assistant",
    message: { content: [{ type: "tool_use", id: "call", name, input: toolInput }] },
  });
}

function success(requestId: string, response: object): string {
  return line({
    type: "control_response",
    response: { subtype: "success", request_id: requestId, response },
  });
}

function failureOf(requestId: string, error: string): string {
  return line({ type: "control_response", response: { subtype: "error", request_id: requestId, error } });
}

const Written = z.looseObject({
  type: z.string(),
  request_id: z.string().optional(),
  uuid: z.string().optional(),
  request: z.looseObject({ subtype: z.string() }).optional(),
  message: z.looseObject({ content: z.string() }).optional(),
});

function written(step: Step): z.infer<typeof Written>[] {
  return step.writes.map((text) => Written.parse(JSON.parse(text)));
}

function requests(step: Step): { subtype: string; id: string }[] {
  return written(step).flatMap(({ request, request_id: requestId = "" }) =>
    request === undefined ? [] : [{ ...request, id: requestId }],
  );
}

function contents(step: Step): string[] {
  return written(step).flatMap(({ message }) => (message === undefined ? [] : [message.content]));
}

function uuidOf(step: Step): string {
  return written(step)[0]?.uuid ?? "";
}

function id(request: { id: string } | undefined): string {
  return request?.id ?? "";
}

function conversation(): Transcript {
  const place = {
    sessionId: SessionId.parse("7d9f0c1e-0000-4000-8000-000000000000"),
    at: 0,
    turn: 1,
    isDone: false,
  };
  const chunks: AgentChunk[] = [
    { ...place, seq: 1, type: "turn_started", content: "", by: "user" },
    { ...place, seq: 2, type: "agent_message", content: "Earlier words", messageKey: "m" },
  ];
  return foldChunks(chunks);
}
