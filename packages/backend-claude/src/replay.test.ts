import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { z } from "zod";
import type { AgentEvent, Codec, ConversationInput, Intent, Step } from "@switchyard/core/backend";
import { readTranscript, transcriptExit, type TranscriptEntry } from "@switchyard/testkit/transcript";
import { claude } from "./index.ts";

const FIXTURES = new URL("../../../tests/fixtures/claude/", import.meta.url);
/** Recordings of what the codec never does: bad input, unknown modes, a prompt while a turn runs. */
const NOT_OURS = [
  "ask-user-question",
  "bad-input",
  "interrupt-with-queued-prompt",
  "prompt-during-tool",
  "set-mode-refused",
  "two-prompts-in-one-turn",
];
/** A stream that is cut has said more than the finished messages hold. */
const CUT = ["connection-cut", "end-mid-turn", "killed-mid-turn"];
const names = readdirSync(FIXTURES)
  .filter((file) => file.endsWith(".jsonl"))
  .map((file) => file.slice(0, -".jsonl".length))
  .filter((name) => !NOT_OURS.includes(name));

test("there are recordings to prove the codec by", () => {
  expect(names.length).toBeGreaterThan(20);
});

test.for(names)("the recording %s gets what it got then, and every call ends once", async (name) => {
  const { events, steps } = await replay(name);
  expect(balance(events)).toEqual({ open: 0, wrong: 0 });
  expect(events).not.toContainEqual(expect.objectContaining({ code: "protocol_error" }));
  expect(steps.flatMap((step) => step.writes).filter((line) => line.includes("\n"))).toEqual([]);
});

test.for(names.filter((name) => !CUT.includes(name)))("the prose of %s is told once", async (name) => {
  const { entries, events } = await replay(name);
  expect(spoken(events)).toBe(recorded(entries));
});

test.for(CUT)("all prose of %s is told, and what was said before the cut", async (name) => {
  const { entries, events } = await replay(name);
  expect(spoken(events)).toContain(recorded(entries));
  expect(spoken(events)).toContain("word0 ");
});

test("two turns go to one process, with what each said and used", async () => {
  expect(outline((await replay("two-turns")).events)).toMatchInlineSnapshot(`
    "mode default
    mode default
    session_started claude-opus-5-5 default
    agent_message word0 word1 word2 
    turn_ended end_turn 18+3 
    mode default
    agent_message I remember: ["My colour is red. [[words 3]]"]
    turn_ended end_turn 13+8 "
  `);
});

test("thoughts are told apart from prose", async () => {
  expect(outline((await replay("thinking")).events)).toMatchInlineSnapshot(`
    "mode default
    mode default
    session_started claude-opus-5-5 default
    agent_thought First this, then that.
    agent_message So it is.
    turn_ended end_turn 23+8 "
  `);
});

test("an allowed command runs and ends", async () => {
  expect(outline((await replay("permission-allowed")).events)).toMatchInlineSnapshot(`
    "mode default
    mode default
    session_started claude-opus-5-5 default
    agent_message Let me use a tool. 
    tool_call execute Run printf made > made.txt && echo written
    permission_request Run printf made > made.txt && echo written [Allow once | Always allow Bash(printf made *) in this session | Reject]
    tool_call_update completed written
    agent_message tool said: written⏎
    turn_ended end_turn 44+9 "
  `);
});

test("a rejected command fails once, with the user's words", async () => {
  expect(outline((await replay("permission-rejected")).events)).toMatchInlineSnapshot(`
    "mode default
    mode default
    session_started claude-opus-5-5 default
    agent_message Let me use a tool. 
    tool_call execute Run touch never.txt
    permission_request Run touch never.txt [Allow once | Always allow Bash(touch never.txt) in this session | Reject]
    tool_call_update failed The user rejected this.
    agent_message tool was refused: The user rejected this.⏎
    turn_ended end_turn 32+13 "
  `);
});

test("a request that an interrupt withdraws is resolved before its turn ends", async () => {
  expect(outline((await replay("permission-cancelled")).events)).toMatchInlineSnapshot(`
    "mode default
    mode default
    session_started claude-opus-5-5 default
    agent_message Let me use a tool. 
    tool_call execute Run touch never.txt
    permission_request Run touch never.txt [Allow once | Always allow Bash(touch never.txt) in this session | Reject]
    permission_resolved Claude Code no longer asks for this.
    tool_call_update failed It was not run: Claude Code no longer asks for it.
    turn_ended interrupted 16+6 
    mode default
    agent_message Still here.
    turn_ended end_turn 15+2 "
  `);
});

test("files that are written and edited come with what changed", async () => {
  expect(outline((await replay("write-and-edit")).events)).toMatchInlineSnapshot(`
    "mode default
    mode default
    session_started claude-opus-5-5 default
    agent_message Let me use a tool. 
    tool_call edit Write notes.txt
    permission_request Write notes.txt [Allow once | Always allow "Write notes.txt" in this session | Reject]
    tool_call_update completed File created successfully at: /home/user/project/notes.txt ( [{"path":"/home/user/project/notes.txt","oldText":null,"newText":"one\\ntwo\\nthree\\n"}]
    agent_message tool said: File created successfully at: /home/user/project/notes.txt (file state is current in your context — no need to Read it back)⏎Let me use a tool. 
    tool_call edit Edit notes.txt
    permission_request Edit notes.txt [Allow once | Always allow "Edit notes.txt" in this session | Reject]
    tool_call_update completed The file /home/user/project/notes.txt has been updated succe [{"path":"/home/user/project/notes.txt","oldText":"one\\ntwo\\nthree","newText":"one\\nzwei\\nthree"}]
    agent_message tool said: The file /home/user/project/notes.txt has been updated successfully. (file state is current in your context — no need to Read it back)⏎Let me use a tool. 
    tool_call edit Write notes.txt
    permission_request Write notes.txt [Allow once | Always allow "Write notes.txt" in this session | Reject]
    tool_call_update completed The file /home/user/project/notes.txt has been updated succe [{"path":"/home/user/project/notes.txt","oldText":"one\\nzwei\\nthree","newText":"all new"}]
    agent_message tool said: The file /home/user/project/notes.txt has been updated successfully. (file state is current in your context — no need to Read it back)⏎
    turn_ended end_turn 228+85 "
  `);
});

test("a sub-agent's calls name the call that started it, and its prose comes with that call's result", async () => {
  const calls = (await replay("sub-agent")).events.filter((event) => event.type === "tool_call");
  expect(calls.map(({ title, kind, parentToolCallId }) => ({ title, kind, parentToolCallId })))
    .toMatchInlineSnapshot(`
    [
      {
        "kind": "think",
        "parentToolCallId": undefined,
        "title": "Sub-agent: A test task",
      },
      {
        "kind": "execute",
        "parentToolCallId": "toolu_msg_1_1",
        "title": "Run echo inside",
      },
    ]
  `);
});

test("a turn that Claude starts by itself is told as its own", async () => {
  expect(outline((await replay("background-task")).events)).toMatchInlineSnapshot(`
    "mode default
    mode default
    session_started claude-opus-5-5 default
    agent_message Let me use a tool. 
    tool_call execute Run until test -e go; do sleep 0.1; done; echo done
    tool_call_update completed Command running in background with ID: b1ynzjvw5. Output is 
    agent_message tool said: Command running in background with ID: b1ynzjvw5. Output is being written to: /home/user/.claud…
    turn_ended end_turn 60+39 
    mode default
    turn_started 
    agent_message I was told: Background command "Run a test command in the background" completed (exit code 0)
    turn_ended end_turn 30+16 "
  `);
});

test("a task that ends while the user's turn runs does not end that turn", async () => {
  expect(outline((await replay("background-task-and-prompt")).events)).toMatchInlineSnapshot(`
    "mode default
    mode default
    session_started claude-opus-5-5 default
    agent_message Let me use a tool. 
    tool_call execute Run until test -e go; do sleep 0.1; done; echo done
    tool_call_update completed Command running in background with ID: b9wmjsilp. Output is 
    agent_message tool said: Command running in background with ID: b9wmjsilp. Output is being written to: /home/user/.claud…
    turn_ended end_turn 60+39 
    mode default
    agent_message word0 
    turn_ended end_turn 12+1 
    mode default
    turn_started 
    agent_message I was told: Background command "Run a test command in the background" completed (exit code 0)
    turn_ended end_turn 12+16 "
  `);
});

test("a cleared conversation is told with its new id", async () => {
  const { events } = await replay("slash-clear");
  const ids = events.flatMap((event) => (event.type === "session_started" ? [event.cliSessionId] : []));
  expect(new Set(ids).size).toBe(2);
  expect(ids).toHaveLength(2);
});

test("who is not logged in is told what to run", async () => {
  expect(outline((await replay("not-logged-in")).events)).toMatchInlineSnapshot(`
    "mode default
    mode default
    session_started claude-opus-5-5 default
    agent_message Not logged in · Please run /login
    turn_ended error 0+0 CLI_NOT_LOGGED_INClaude Code is not logged in. Run "claude auth login" in a terminal, then send the message again."
  `);
});

test("faults of the API end the turn with their own words", async () => {
  const endings = await Promise.all(
    ["api-error", "connection-cut", "key-refused", "prompt-too-long"].map(async (name) => {
      const { events } = await replay(name);
      return [name, ...events.flatMap((event) => (event.type === "turn_ended" ? [event.error?.code] : []))];
    }),
  );
  expect(endings).toMatchInlineSnapshot(`
    [
      [
        "api-error",
        "CLI_FAILED",
        undefined,
      ],
      [
        "connection-cut",
        undefined,
      ],
      [
        "key-refused",
        "CLI_NOT_LOGGED_IN",
      ],
      [
        "prompt-too-long",
        "PROMPT_TOO_LONG",
      ],
    ]
  `);
});

test("a conversation that Claude does not know is told as such, and ends no turn", async () => {
  const { events, steps } = await replay("resume-unknown");
  expect(steps.map(({ state }) => state)).toContain("unresumable");
  expect(events).toEqual([]);
});

test("leaving plan mode says which mode comes then", async () => {
  const { events } = await replay("exit-plan-mode");
  const asked = events.find((event) => event.type === "permission_request");
  expect(asked).toMatchObject({ toolName: "ExitPlanMode", setsMode: "default" });
  const modes = events.flatMap((event) => (event.type === "mode" ? [event.permissionMode] : []));
  expect(modes).toContain("plan");
  expect(modes.at(-1)).toBe("default");
});

// Over 400 lines: the player below is for these tests alone, and only test files may hold such code.

interface Replay {
  readonly entries: readonly TranscriptEntry[];
  readonly events: readonly AgentEvent[];
  readonly steps: readonly Step[];
}

const InLine = z.looseObject({
  type: z.string(),
  uuid: z.string().optional(),
  request_id: z.string().optional(),
  message: z.looseObject({ content: z.string() }).optional(),
  request: z
    .looseObject({
      subtype: z.string(),
      cancel_queued: z.boolean().optional(),
      appendSystemPrompt: z.string().optional(),
      mode: z.enum(["default", "acceptEdits", "plan", "bypassPermissions"]).optional().catch(undefined),
      model: z.string().optional(),
    })
    .optional(),
  response: z
    .looseObject({
      request_id: z.string(),
      response: z.looseObject({
        behavior: z.string(),
        message: z.string().optional(),
        interrupt: z.boolean().optional(),
        updatedPermissions: z.array(z.unknown()).optional(),
      }),
    })
    .optional(),
});
type InLine = z.infer<typeof InLine>;

/** Plays a recording: what was sent becomes intents, and the codec has to write just that. */
async function replay(name: string): Promise<Replay> {
  const entries = await readTranscript(fileURLToPath(new URL(`${name}.jsonl`, FIXTURES)));
  const exit = transcriptExit(entries);
  const player = new Player(inputOf(name, entries));
  for (const entry of entries) {
    if (entry.dir === "in") player.send(entry.line);
    if (entry.dir === "out") player.receive(entry.line);
  }
  const stderrTail = entries
    .filter(({ dir }) => dir === "err")
    .map(({ line }) => line)
    .join("\n");
  player.exit({ reason: "exit", code: exit?.code ?? null, signal: exit?.signal ?? null, stderrTail });
  return { entries, events: player.steps.flatMap(({ events }) => events), steps: player.steps };
}

function inputOf(name: string, entries: readonly TranscriptEntry[]): ConversationInput {
  const first = entries.find(({ dir, line }) => dir === "in" && line.includes('"initialize"'));
  const systemPrompt = first && InLine.parse(JSON.parse(first.line)).request?.appendSystemPrompt;
  const id = "00000000-0000-4000-8000-000000000000";
  return {
    cwd: "/home/user/project",
    start: name.startsWith("resume") ? { resume: id } : "new",
    permissionMode: "default",
    ...(systemPrompt === undefined ? {} : { systemPrompt }),
  };
}

class Player {
  readonly steps: Step[] = [];
  readonly #codec: Codec;
  /** Recorded ids of requests and prompts, and the codec's own for them. */
  readonly #names = new Map<string, string>();

  constructor(input: ConversationInput) {
    this.#codec = claude.codec(input, {});
  }

  send(line: string): void {
    if (!isJson(line)) return;
    const recordedLine = InLine.parse(JSON.parse(line));
    const isFirst = this.steps.length === 0;
    if (isFirst && recordedLine.request?.subtype !== "initialize") this.#take(this.#codec.open());
    const step = this.#take(
      recordedLine.request?.subtype === "initialize" ? this.#codec.open() : this.#intend(recordedLine),
    );
    if (step.writes.length === 0) {
      assert.equal(recordedLine.request?.subtype, "interrupt");
      return;
    }
    assert.equal(step.writes.length, 1);
    const written = InLine.parse(JSON.parse(step.writes[0] ?? ""));
    assert.deepEqual(bare(written), bare(recordedLine));
    if (recordedLine.request_id && written.request_id)
      this.#names.set(recordedLine.request_id, written.request_id);
    if (recordedLine.uuid && written.uuid) this.#names.set(recordedLine.uuid, written.uuid);
  }

  receive(line: string): void {
    const named = [...this.#names].reduce((text, [was, is]) => text.replaceAll(`"${was}"`, `"${is}"`), line);
    const step = this.#take(this.#codec.receive(named));
    assert.deepEqual(step.writes, []);
  }

  exit(how: Parameters<Codec["exit"]>[0]): void {
    this.#take(this.#codec.exit(how));
  }

  #intend(line: InLine): Step {
    return this.#codec.send(intentOf(line, this.steps.length));
  }

  #take(step: Step): Step {
    this.steps.push(step);
    return step;
  }
}

function intentOf({ message, request, response }: InLine, serial: number): Intent {
  if (message !== undefined) return { type: "prompt", text: message.content, messageId: `message-${serial}` };
  if (request?.subtype === "set_permission_mode")
    return { type: "set_mode", permissionMode: request.mode ?? "default" };
  if (request?.subtype === "set_model") return { type: "set_model", model: request.model ?? "" };
  if (response === undefined) return { type: "interrupt" };
  const { behavior, interrupt, updatedPermissions, message: words } = response.response;
  const rejection = interrupt === true ? "cancelled" : "reject_once";
  const allowance = updatedPermissions === undefined ? "allow_once" : "allow_always";
  return {
    type: "answer",
    requestKey: response.request_id,
    decision: behavior === "allow" ? allowance : rejection,
    ...(words === undefined ? {} : { message: words }),
  };
}

/** A line without the ids that each side mints for itself. */
function bare({ uuid: _uuid, request_id: _id, request, ...rest }: InLine): object {
  return { ...rest, request: request && { ...request, cancel_queued: undefined } };
}

function isJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

/** Turns that the recording's end leaves open count as closed: the bridge closes them. */
function balance(events: readonly AgentEvent[]): { open: number; wrong: number } {
  const open = new Set<string>();
  let wrong = 0;
  for (const event of events) {
    if (event.type === "tool_call") open.add(event.toolCallId);
    if (event.type === "tool_call_update" && !open.delete(event.toolCallId)) wrong += 1;
  }
  return { open: open.size, wrong };
}

function spoken(events: readonly AgentEvent[]): string {
  return events.map((event) => (event.type === "agent_message" ? event.content : "")).join("");
}

const Spoken = z.looseObject({
  type: z.literal("assistant"),
  parent_tool_use_id: z.string().nullish(),
  message: z.looseObject({
    content: z.array(z.looseObject({ type: z.string(), text: z.string().optional() })),
  }),
});

/** All prose of the main conversation as the finished messages have it. */
function recorded(entries: readonly TranscriptEntry[]): string {
  return entries
    .filter(({ dir, line }) => dir === "out" && isJson(line))
    .flatMap(({ line }) => Spoken.safeParse(JSON.parse(line)).data ?? [])
    .filter((message) => typeof message.parent_tool_use_id !== "string")
    .flatMap(({ message }) =>
      message.content.map((block) => (block.type === "text" ? (block.text ?? "") : "")),
    )
    .join("");
}

/** One short line for each event; deltas of one message are one line. */
function outline(events: readonly AgentEvent[]): string {
  const lines: { key: string; text: string }[] = [];
  for (const event of events) {
    const key = "messageKey" in event ? event.messageKey : "";
    const last = lines.at(-1);
    if (key !== "" && last?.key === key && "messageKey" in event) last.text += event.content;
    else lines.push({ key, text: lineOf(event) });
  }
  return lines
    .map(({ text }) => (text.length > 240 ? `${text.slice(0, 120)}…` : text).replaceAll("\n", "⏎"))
    .join("\n");
}

function lineOf(event: AgentEvent): string {
  switch (event.type) {
    case "session_started":
      return `session_started ${event.model} ${event.permissionMode}`;
    case "tool_call":
      return `tool_call ${event.kind} ${event.title}`;
    case "tool_call_update": {
      const output = event.output?.slice(0, 60);
      const diff = event.diff === undefined ? "" : ` ${JSON.stringify(event.diff)}`;
      return `tool_call_update ${event.status} ${output}${diff}`;
    }
    case "permission_request":
      return `permission_request ${event.title} [${event.options.map(({ label }) => label).join(" | ")}]`;
    case "turn_ended":
      return `turn_ended ${event.stopReason} ${event.usage?.inputTokens}+${event.usage?.outputTokens} ${event.error?.code ?? ""}${event.content}`;
    default:
      return `${event.type} ${event.content}`;
  }
}
