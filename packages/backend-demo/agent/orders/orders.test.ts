import { readFile, readlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { expectCallsClosed } from "../testing/calls.ts";
import { DemoProcess, type PermissionAnswer } from "../testing/demo-process.ts";
import { newPlace } from "../testing/place.ts";

test("orders run in their order, and mix", async () => {
  await using place = await newPlace();
  await using demo = await DemoProcess.open(place.state, place.cwd);
  await demo.prompt("[[say One.]] [[think Hm.]] [[words 2]] then [[slow 2 every 5ms]] [[wrong]]");
  expect(demo.text()).toBe("One.word0 word1 word0 word1 Unknown order: [[wrong]]");
  expect(demo.ofKind("agent_thought_chunk")).toHaveLength(1);
});

test("each run of words is a message of its own", async () => {
  await using place = await newPlace();
  await using demo = await DemoProcess.open(place.state, place.cwd);
  await demo.prompt("[[words 2]] [[think Hm.]] [[words 2]]");
  const ids = demo.ofKind("agent_message_chunk").map(({ messageId }) => messageId);
  expect(ids[0]).toBe(ids[1]);
  expect(ids[2]).toBe(ids[3]);
  expect(ids[1]).not.toBe(ids[2]);
});

test.for(["max_tokens", "refusal", "max_turn_requests"])("stop %s ends the turn so", async (reason) => {
  await using place = await newPlace();
  await using demo = await DemoProcess.open(place.state, place.cwd);
  expect(await demo.prompt(`[[stop ${reason}]] [[say Still said.]]`)).toMatchObject({ stopReason: reason });
  expect(demo.text()).toBe("Still said.");
});

test("fail is answered with an error, and the next turn is as ever", async () => {
  await using place = await newPlace();
  await using demo = await DemoProcess.open(place.state, place.cwd);
  await expect(demo.prompt("[[say Half.]] [[fail -32000 Out of words]]")).rejects.toEqual({
    code: -32000,
    message: "Out of words",
  });
  expect(await demo.prompt("[[say Whole.]]")).toMatchObject({ stopReason: "end_turn" });
});

test("hang waits until it is cancelled", async () => {
  await using place = await newPlace();
  await using demo = await DemoProcess.open(place.state, place.cwd);
  const turn = demo.prompt("[[hang]] [[say Never.]]");
  await demo.until(() => demo.text() === "word0 ");
  demo.cancel();
  expect(await turn).toMatchObject({ stopReason: "cancelled" });
  expect(demo.text()).toBe("word0 ");
});

test("slow words and a flood hear a cancel in their midst", async () => {
  await using place = await newPlace();
  await using demo = await DemoProcess.open(place.state, place.cwd);
  for (const order of ["[[slow 1000000 every 1ms]]", "[[flood 10000000]]", "[[words 1000000]]"]) {
    const said = demo.lines.length;
    const turn = demo.prompt(order);
    await demo.until(() => demo.lines.length > said);
    demo.cancel();
    expect(await turn).toMatchObject({ stopReason: "cancelled" });
  }
});

test("a flood says each of its words", async () => {
  await using place = await newPlace();
  await using demo = await DemoProcess.open(place.state, place.cwd);
  await demo.prompt("[[flood 3000]]");
  expect(demo.text()).toBe(Array.from({ length: 3000 }, (_, index) => `word${index} `).join(""));
});

test("a big line is valid and has the size that was ordered", async () => {
  await using place = await newPlace();
  await using demo = await DemoProcess.open(place.state, place.cwd);
  await demo.prompt("[[bigline 3000000]]");
  expect(demo.lines.map((line) => line.length)).toContain(3_000_000);
  expect(demo.text()).toMatch(/^x+$/);
});

test("a bad line and noise stand between valid lines, and stderr has its own", async () => {
  await using place = await newPlace();
  await using demo = await DemoProcess.open(place.state, place.cwd);
  await demo.prompt("[[say Before.]] [[badline]] [[noise Loading the model]] [[stderr 2]] [[say After.]]");
  expect(demo.text()).toBe("Before.After.");
  expect(demo.lines).toEqual(expect.arrayContaining(['{"jsonrpc":"2.0","method":', "Loading the model"]));
  await demo.until(() => demo.stderr.includes("stderr line 1\n"));
});

test.for([
  ["[[crash]]", { code: 1, signal: null }],
  ["[[crash 42]]", { code: 42, signal: null }],
  ["[[crash SIGKILL]]", { code: null, signal: "SIGKILL" }],
  ["[[crash SIGTERM]]", { code: null, signal: "SIGTERM" }],
  ["[[exit]]", { code: 0, signal: null }],
  ["[[exit 7]]", { code: 7, signal: null }],
] as const)("%s ends the process in mid-turn, with all that was said before", async ([order, end]) => {
  await using place = await newPlace();
  await using demo = await DemoProcess.open(place.state, place.cwd);
  const turn = demo.prompt(`[[say Half.]] ${order} [[say Never.]]`);
  await expect(turn).rejects.toMatchObject({ message: "The process ended." });
  expect(await demo.exited).toEqual(end);
  expect(demo.text()).toBe("Half.");
});

test.for<[PermissionAnswer, string, string]>([
  ["allow-once", "allow_once", "completed"],
  ["allow-always", "allow_always", "completed"],
  ["reject-once", "reject_once", "failed"],
])("a request that is answered %s tells it", async ([answer, told, status]) => {
  await using place = await newPlace();
  await using demo = await DemoProcess.open(place.state, place.cwd);
  demo.permission = answer;
  await demo.prompt("[[ask Open the door]]");
  expect(demo.text()).toBe(`permission: ${told}\n`);
  expect(demo.requests[0]?.toolCall.title).toBe("Open the door");
  expect(demo.ofKind("tool_call_update").map((update) => update.status)).toEqual([status]);
});

test("many permissions wait at once, and all end when the turn is cancelled", async () => {
  await using place = await newPlace();
  await using demo = await DemoProcess.open(place.state, place.cwd);
  demo.permission = "wait";
  const turn = demo.prompt("[[permissions 50]]");
  await demo.until(() => demo.requests.length === 50);
  demo.cancel();
  expect(await turn).toMatchObject({ stopReason: "cancelled" });
  expectCallsClosed(demo);
  demo.child.stdin.end();
  await demo.exited;
  expect(demo.stderr).toBe("");
});

test("many permissions get an answer each", async () => {
  await using place = await newPlace();
  await using demo = await DemoProcess.open(place.state, place.cwd);
  await demo.prompt("[[permissions 3]]");
  expect(demo.text()).toBe("permission: allow_once\n".repeat(3));
  expect(new Set(demo.requests.map(({ toolCall }) => toolCall.toolCallId)).size).toBe(3);
});

test("a client that can't ask its user allows nothing", async () => {
  await using place = await newPlace();
  await using demo = await DemoProcess.open(place.state, place.cwd);
  demo.permission = "wait";
  const turn = demo.prompt("[[ask]]");
  await demo.until(() => demo.requests.length === 1);
  demo.write({ id: 0, error: { code: -32601, message: "Method not found" } });
  await turn;
  expect(demo.text()).toBe("permission: reject_once\n");
});

test("a tool that fails says why, and the turn goes on", async () => {
  await using place = await newPlace();
  await using demo = await DemoProcess.open(place.state, place.cwd);
  expect(await demo.prompt("[[pace 0]] [[failtool It is broken.]]")).toMatchObject({
    stopReason: "end_turn",
  });
  expect(demo.text()).toBe("tool failed: It is broken.\n");
  expect(demo.ofKind("tool_call_update").at(-1)?.status).toBe("failed");
});

test("read tells a file of the folder, and none outside of it", async () => {
  await using place = await newPlace();
  await writeFile(join(place.cwd, "a.txt"), "inside");
  await writeFile(join(place.state, "b.txt"), "outside");
  await using demo = await DemoProcess.open(place.state, place.cwd);
  await demo.prompt("[[pace 0]] [[read a.txt]] [[read ../state/b.txt]] [[read none.txt]]");
  expect(demo.text()).toBe(
    "tool said: inside\ntool failed: It is outside the folder.\ntool failed: It is not there.\n",
  );
});

test("a request that no client knows tells the error it got", async () => {
  await using place = await newPlace();
  await using demo = await DemoProcess.open(place.state, place.cwd);
  await demo.prompt("[[request]] [[request fs/read_text_file]]");
  expect(demo.text()).toBe("refused: -32601 Method not found\n".repeat(2));
});

test("a mode that the agent changes by itself is told, and holds", async () => {
  await using place = await newPlace();
  await using demo = await DemoProcess.open(place.state, place.cwd);
  await demo.prompt("[[mode acceptEdits]] [[edit Unasked.]] [[mode odd]]");
  expect(demo.ofKind("current_mode_update").map(({ currentModeId }) => currentModeId)).toEqual([
    "acceptEdits",
  ]);
  expect(demo.requests).toEqual([]);
  expect(demo.text()).toBe("tool said: The file is written.\nUnknown mode: odd");
});

test("a child is left behind in a session of its own, with the environment of the agent", async () => {
  await using place = await newPlace();
  await using demo = await DemoProcess.open(place.state, place.cwd);
  await demo.prompt("[[child 60]]");
  const pid = Number(/^child (\d+)\n$/.exec(demo.text())?.[1]);
  try {
    const stat = await readFile(`/proc/${pid}/stat`, "utf8");
    expect(stat.split(" ").slice(4, 6)).toEqual([String(pid), String(pid)]);
    expect(await readFile(`/proc/${pid}/environ`, "utf8")).toContain(`XDG_STATE_HOME=${place.state}\0`);
    expect(await readlink(`/proc/${pid}/cwd`)).toBe("/");
  } finally {
    process.kill(pid, "SIGKILL");
  }
});

test("SIGTERM ends it, unless it was told to ignore that", async () => {
  await using place = await newPlace();
  await using deaf = await DemoProcess.open(place.state, place.cwd);
  await deaf.prompt("[[ignoreterm]]");
  deaf.child.kill("SIGTERM");
  expect(await deaf.prompt("[[say Still here.]]")).toMatchObject({ stopReason: "end_turn" });
  await using demo = await DemoProcess.open(place.state, place.cwd);
  demo.child.kill("SIGTERM");
  expect(await demo.exited).toEqual({ code: null, signal: "SIGTERM" });
});
