import { expect, test } from "vitest";
import { balance, outline, spoken } from "@switchyard/testkit/transcript";
import { names, recorded, replay } from "./recordings.testkit.ts";

/** A stream that is cut has said more than the finished messages hold. */
const CUT = ["connection-cut", "end-mid-turn", "killed-mid-turn"];

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
    context 18 of ?
    turn_ended end_turn 18+3 
    mode default
    agent_message I remember: ["My colour is red. [[words 3]]"]
    context 13 of 1000000
    turn_ended end_turn 13+8 "
  `);
});

test("thoughts are told apart from prose", async () => {
  expect(outline((await replay("thinking")).events)).toMatchInlineSnapshot(`
    "mode default
    mode default
    session_started claude-opus-5-5 default
    agent_thought First this, then that.
    context 23 of ?
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
    context 22 of ?
    tool_call execute Run printf made > made.txt && echo written
    permission_request Run printf made > made.txt && echo written [Allow once | Always allow printf made > made.txt && echo written in this session | Reject]
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
    context 16 of ?
    tool_call execute Run touch never.txt
    permission_request Run touch never.txt [Allow once | Always allow touch never.txt in this session | Reject]
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
    context 16 of ?
    tool_call execute Run touch never.txt
    permission_request Run touch never.txt [Allow once | Always allow touch never.txt in this session | Reject]
    permission_resolved Claude Code no longer asks for this.
    tool_call_update failed It was not run: Claude Code no longer asks for it.
    turn_ended interrupted 16+6 
    mode default
    agent_message Still here.
    context 15 of 1000000
    turn_ended end_turn 15+2 "
  `);
});

test("files that are written and edited come with what changed", async () => {
  expect(outline((await replay("write-and-edit")).events)).toMatchInlineSnapshot(`
    "mode default
    mode default
    session_started claude-opus-5-5 default
    agent_message Let me use a tool. 
    context 57 of ?
    tool_call edit Write notes.txt
    permission_request Write notes.txt [Allow once | Always allow "Write notes.txt" in this session | Reject]
    tool_call_update completed File created successfully at: /home/user/project/notes.txt ( [{"path":"/home/user/project/notes.txt","oldText":null,"newText":"one\\ntwo\\nthree\\n"}]
    agent_message tool said: File created successfully at: /home/user/project/notes.txt (file state is current in your context — no need to Read it back)⏎Let me use a tool. 
    tool_call edit Edit notes.txt
    permission_request Edit notes.txt [Allow once | Always allow "Edit notes.txt" in this session | Reject]
    tool_call_update completed The file /home/user/project/notes.txt has been updated succe [{"path":"/home/user/project/notes.txt","oldText":"one\\ntwo\\nthree","newText":"one\\nzwei\\nthree","oldStart":1,"newStart":1}]
    agent_message tool said: The file /home/user/project/notes.txt has been updated successfully. (file state is current in your context — no need to Read it back)⏎Let me use a tool. 
    tool_call edit Write notes.txt
    permission_request Write notes.txt [Allow once | Always allow "Write notes.txt" in this session | Reject]
    tool_call_update completed The file /home/user/project/notes.txt has been updated succe [{"path":"/home/user/project/notes.txt","oldText":"one\\nzwei\\nthree","newText":"all new","oldStart":1,"newStart":1}]
    agent_message tool said: The file /home/user/project/notes.txt has been updated successfully. (file state is current in your context — no need to Read it back)⏎
    turn_ended end_turn 228+85 "
  `);
});

test("a sub-agent's calls name the call that started it, and its prose stands in that call", async () => {
  const { events } = await replay("sub-agent");
  const calls = events.filter((event) => event.type === "tool_call");
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
  const updates = events.filter((event) => event.type === "tool_call_update");
  const report = "tool said: inside\nThe sub-agent is done.";
  expect(updates.map(({ toolCallId, status, output }) => [toolCallId, status, output])).toEqual([
    ["toolu_msg_1_1", "in_progress", "Let me use a tool. "],
    ["toolu_msg_2_1", "completed", "inside"],
    ["toolu_msg_1_1", "in_progress", `Let me use a tool. \n\n${report}`],
    ["toolu_msg_1_1", "completed", report],
  ]);
});

test("a turn that Claude starts by itself is told as its own", async () => {
  expect(outline((await replay("background-task")).events)).toMatchInlineSnapshot(`
    "mode default
    mode default
    session_started claude-opus-5-5 default
    agent_message Let me use a tool. 
    context 30 of ?
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
    context 30 of ?
    tool_call execute Run until test -e go; do sleep 0.1; done; echo done
    tool_call_update completed Command running in background with ID: b9wmjsilp. Output is 
    agent_message tool said: Command running in background with ID: b9wmjsilp. Output is being written to: /home/user/.claud…
    turn_ended end_turn 60+39 
    mode default
    agent_message word0 
    context 12 of 1000000
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

test("a model that is chosen while its process runs is told by its own name, once", async () => {
  const { events } = await replay("set-mode-and-model");
  const models = events.flatMap((event) =>
    event.type === "session_started" || event.type === "model" ? [`${event.type} ${event.model}`] : [],
  );
  expect(models).toEqual([
    "session_started claude-haiku-5-5",
    "model claude-sonnet-5-5",
    "model no-such-model",
    "model claude-opus-5-5",
  ]);
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
