import { expect, test } from "vitest";
import { MODES, SESSION, underWay, type Talk } from "./talk.testkit.ts";

const call = (more: object): object => ({
  sessionUpdate: "tool_call",
  toolCallId: "call-1",
  title: "Read a.ts",
  ...more,
});
const update = (more: object): object => ({
  sessionUpdate: "tool_call_update",
  toolCallId: "call-1",
  ...more,
});
const text = (content: string): object => ({ type: "content", content: { type: "text", text: content } });
const updates = (talk: Talk): object[] =>
  talk.of("tool_call_update").map(({ status, output, diff }) => ({
    status,
    ...(output !== undefined && { output }),
    ...(diff && { diff }),
  }));

test("what is said between two other things is one message", () => {
  const talk = underWay()
    .say("One ")
    .say("two.")
    .update(call({ kind: "read" }))
    .say("Three.");
  const keys = talk.of("agent_message").map(({ messageKey }) => messageKey);
  expect(keys[0]).toBe(keys[1]);
  expect(keys[2]).not.toBe(keys[0]);
  talk.update({ sessionUpdate: "agent_thought_chunk", content: { type: "text", text: "Hm." } }).say("Four.");
  expect(talk.of("agent_thought")).toMatchObject([{ content: "Hm." }]);
  expect(new Set(talk.of("agent_message").map(({ messageKey }) => messageKey)).size).toBe(3);
});

test("what is told in the middle of a message leaves it one", () => {
  const talk = underWay({}, { modes: MODES }).say("One ").raw("npm warn").say("two ");
  talk.update({ sessionUpdate: "current_mode_update", currentModeId: "default" }).say("three.");
  expect(new Set(talk.of("agent_message").map(({ messageKey }) => messageKey)).size).toBe(1);
});

test("the agent's own names of its messages are kept", () => {
  const talk = underWay()
    .say("One ", { messageId: "m1" })
    .update(call({}))
    .say("two.", { messageId: "m1" })
    .say("x", { messageId: "m2" });
  expect(talk.of("agent_message").map(({ messageKey }) => messageKey)).toEqual(["m1", "m1", "m2"]);
});

test("pictures come apart from what is said, in messages and in calls, within bounds", () => {
  const picture = (data: string) => ({ type: "image", data, mimeType: "image/png" });
  const talk = underWay()
    .say("Look: ", { messageId: "m" })
    .update({ sessionUpdate: "agent_message_chunk", content: picture("AAAA"), messageId: "m" })
    .update(call({ status: "in_progress" }));
  const content = [{ type: "text", text: "A shot." }, ...Array.from({ length: 9 }, () => picture("BBBB"))];
  talk.update({
    sessionUpdate: "tool_call_update",
    toolCallId: "call-1",
    status: "completed",
    content: content.map((each) => ({ type: "content", content: each })),
  });
  expect(talk.of("agent_message").slice(-1)).toEqual([
    {
      type: "agent_message",
      content: "",
      messageKey: "m",
      images: [{ mediaType: "image/png", data: "AAAA" }],
    },
  ]);
  const [done] = talk.of("tool_call_update").slice(-1);
  expect(done).toMatchObject({
    status: "completed",
    output: "A shot.\n[image, 1 MB]",
    images: { length: 8 },
  });
  const large = underWay().update({
    sessionUpdate: "agent_message_chunk",
    content: picture("A".repeat(8_000_000)),
  });
  expect(large.of("agent_message")).toMatchObject([{ content: "[image, 6 MB]" }]);
});

test("what is no text is named, and what the user said is not repeated", () => {
  const talk = underWay();
  const say = (content: object): Talk => talk.update({ sessionUpdate: "agent_message_chunk", content });
  say({ type: "audio", data: "AAAA", mimeType: "audio/wav" });
  say({ type: "resource_link", name: "notes.md", uri: "file:///notes.md" });
  say({ type: "resource", resource: { uri: "file:///a", text: "inside" } });
  talk.update({ sessionUpdate: "user_message_chunk", content: { type: "text", text: "Hello" } });
  expect(talk.text()).toBe("[audio][notes.md]inside");
});

test("a call is told once, with its input, and ends once", () => {
  const talk = underWay().update(call({ kind: "read", status: "pending", rawInput: { path: "a.ts" } }));
  talk.update(call({ kind: "read", status: "in_progress" })).update(update({ status: "in_progress" }));
  talk.update(update({ status: "completed", content: [text("x = 1")] })).update(update({ status: "failed" }));
  expect(talk.of("tool_call")).toMatchObject([
    { status: "pending", kind: "read", name: "read", input: { path: "a.ts" } },
  ]);
  expect(updates(talk)).toEqual([{ status: "in_progress" }, { status: "completed", output: "x = 1" }]);
});

test("a call that is announced without its input is told with what says more of it", () => {
  const talk = underWay().update(call({ title: "bash", status: "pending", rawInput: { cwd: "/p" } }));
  expect(talk.of("tool_call")).toEqual([]);
  talk.update(update({ status: "in_progress", title: "ls", kind: "execute", rawInput: { command: "ls" } }));
  talk.update(update({ status: "completed" }));
  expect(talk.of("tool_call")).toMatchObject([{ title: "ls", kind: "execute", input: { command: "ls" } }]);
  expect(updates(talk)).toEqual([{ status: "completed" }]);
  const cut = underWay()
    .update(call({ status: "pending" }))
    .answer("session/prompt", { stopReason: "end_turn" });
  expect(cut.of("tool_call")).toMatchObject([{ title: "Read a.ts" }]);
  expect(updates(cut)).toMatchObject([{ status: "failed" }]);
  const crashed = underWay()
    .update(call({ status: "pending" }))
    .exit(1);
  expect(crashed.of("tool_call")).toEqual([]);
});

test("a change that was told of a call is shown at its end, whatever ends it leaves out", () => {
  const diff = { type: "diff", path: "/a.ts", oldText: "1", newText: "2" };
  const talk = underWay().update(call({ kind: "edit", content: [diff] }));
  talk.update(update({ status: "completed", content: [text("Done.")] }));
  const told = [{ path: "/a.ts", oldText: "1", newText: "2" }];
  expect(updates(talk)).toEqual([{ status: "completed", output: "Done.", diff: told }]);
});

test("a call that was never announced is told from what is known at its end", () => {
  const talk = underWay().update(
    update({ title: "ls", kind: "execute", status: "completed", content: [text("```\na.ts\n```")] }),
  );
  expect(talk.of("tool_call")).toMatchObject([
    { title: "ls", kind: "execute", status: "in_progress", input: { title: "ls" } },
  ]);
  expect(updates(talk)).toEqual([{ status: "completed", output: "a.ts" }]);
});

test("a call of which little is said is told nevertheless", () => {
  const talk = underWay().update(update({ status: "failed" }));
  expect(talk.of("tool_call")).toMatchObject([{ title: "other", name: "other", kind: "other" }]);
  talk.update({
    sessionUpdate: "tool_call",
    toolCallId: "call-2",
    title: "Edit",
    locations: [{ path: "/a.ts" }],
    content: [text("why")],
  });
  expect(talk.of("tool_call")[1]?.input).toEqual({ title: "Edit", description: "why", paths: ["/a.ts"] });
});

test("a changed file is told as its diff when the call has ended well", () => {
  const diff = { type: "diff", path: "/a.ts", oldText: "1", newText: "2" };
  const told = [{ path: "/a.ts", oldText: "1", newText: "2" }];
  const talk = underWay()
    .update(call({ kind: "edit", content: [diff] }))
    .update(update({ status: "completed", content: [] }));
  expect(updates(talk)).toEqual([{ status: "completed", diff: told }]);
  const failed = underWay()
    .update(call({ kind: "edit", content: [diff] }))
    .update(update({ status: "failed", content: [text("No.")] }));
  expect(updates(failed)).toEqual([{ status: "failed", output: "No." }]);
  const fresh = underWay().update(
    update({
      kind: "edit",
      status: "completed",
      content: [{ type: "diff", path: "/n", oldText: null, newText: "x" }],
    }),
  );
  expect(updates(fresh)).toEqual([
    { status: "completed", diff: [{ path: "/n", oldText: null, newText: "x" }] },
  ]);
});

test("the output that is not shown as content is told, too, and a terminal is none", () => {
  const talk = underWay().update(
    update({ status: "completed", rawOutput: { output: "done", metadata: {} } }),
  );
  talk.update({ ...update({ status: "completed", rawOutput: "plain" }), toolCallId: "call-2" });
  talk.update({
    ...update({ status: "completed", content: [{ type: "terminal", terminalId: "t" }] }),
    toolCallId: "call-3",
  });
  expect(updates(talk)).toEqual([
    { status: "completed", output: "done" },
    { status: "completed", output: "plain" },
    { status: "completed" },
  ]);
});

test("output on the way is told where it is new", () => {
  const talk = underWay().update(call({ kind: "execute" }));
  for (const line of ["a", "a", "a\nb"]) talk.update(update({ content: [text(line)] }));
  talk.update(update({ title: "Renamed" }));
  expect(updates(talk)).toEqual([
    { status: "in_progress", output: "a" },
    { status: "in_progress", output: "a\nb" },
  ]);
});

test("what a turn leaves open ends with it, and does not come back", () => {
  const talk = underWay().update(call({})).answer("session/prompt", { stopReason: "end_turn" });
  expect(updates(talk)).toEqual([{ status: "failed", output: "The turn ended before this did." }]);
  expect(talk.events.at(-1)?.type).toBe("turn_ended");
  talk.update(update({ status: "completed" })).prompt("Next");
  expect(talk.of("tool_call")).toHaveLength(1);
  expect(updates(talk)).toHaveLength(1);
  talk.update(call({ title: "Read b.ts" }));
  expect(talk.of("tool_call").map(({ title }) => title)).toEqual(["Read a.ts", "Read b.ts"]);
});

test("the plan is told whole each time", () => {
  const entries = [
    { content: "Look", priority: "high", status: "completed" },
    { content: "Change", priority: "low", status: "in_progress" },
  ];
  expect(underWay().update({ sessionUpdate: "plan", entries }).of("plan")).toEqual([
    { type: "plan", content: "Look\nChange", entries },
  ]);
});

test("texts that tell of the mode are shown to nobody, also where they come in pieces", () => {
  const dialect = { modeText: "[MODE] " };
  const talk = underWay({}, { modes: MODES }, dialect).say("Hel").say("[MODE] plan").say("lo ");
  expect(talk.of("mode").at(-1)).toMatchObject({ permissionMode: "plan" });
  talk.say("[MO").say("DE] acce").say("ptEdits").say("you.").say("[MODE] of mine").say(" [MODE] plan");
  expect(talk.text()).toBe("Hello you.[MODE] of mine [MODE] plan");
  talk.say("[").answer("session/prompt", { stopReason: "end_turn" });
  expect(talk.text()).toBe("Hello you.[MODE] of mine [MODE] plan[");
});

test("tokens come with the answer, costs as what the turn added to them, and how full it is", () => {
  const talk = underWay();
  const cost = (amount: number, currency = "USD"): object => ({
    sessionUpdate: "usage_update",
    used: 10,
    size: 100,
    cost: { amount, currency },
  });
  const context = { usedTokens: 10, windowTokens: 100 };
  const usage = { totalTokens: 30, inputTokens: 10, outputTokens: 5, cachedReadTokens: 15 };
  talk.update(cost(0.5)).answer("session/prompt", { stopReason: "end_turn", usage }).prompt("Next");
  talk
    .update(cost(0.75))
    .update(cost(100, "XYZ"))
    .answer("session/prompt", { stopReason: "end_turn" })
    .prompt("Last");
  talk.answer("session/prompt", { stopReason: "end_turn" });
  expect(talk.of("turn_ended").map(({ usage: told }) => told)).toEqual([
    { inputTokens: 25, outputTokens: 5, costUsd: 0.5, context },
    { inputTokens: 0, outputTokens: 0, costUsd: 0.25, context },
    { inputTokens: 0, outputTokens: 0, costUsd: 0, context },
  ]);
  // It is news once.
  expect(talk.of("context")).toMatchObject([{ context }]);
});

test("strange figures are none, and end no turn otherwise", () => {
  const talk = underWay();
  const line = (more: object): string => JSON.stringify({ jsonrpc: "2.0", ...more });
  const update = { used: 3, size: 0.2, cost: { amount: -1, currency: "USD" }, sessionUpdate: "usage_update" };
  talk.raw(line({ method: "session/update", params: { sessionId: SESSION, update } }));
  const usage = { inputTokens: -5, outputTokens: 1e300 };
  talk.raw(line({ id: talk.idOf("session/prompt"), result: { stopReason: "end_turn", usage } }));
  expect(talk.of("turn_ended")).toMatchObject([
    {
      stopReason: "end_turn",
      usage: {
        inputTokens: 0,
        outputTokens: 0,
        costUsd: null,
        context: { usedTokens: 3, windowTokens: 1 },
      },
    },
  ]);
});
