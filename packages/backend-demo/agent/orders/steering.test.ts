import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { expectCallsClosed } from "../testing/calls.ts";
import { DemoProcess } from "../testing/demo-process.ts";
import { newPlace } from "../testing/place.ts";
import { picture } from "./picture.ts";

test("forms are asked, and what they are answered is told", async () => {
  await using place = await newPlace();
  await using demo = await DemoProcess.open(place.state, place.cwd);
  demo.form = { action: "accept", content: { answer: "Tea" }, _meta: { note: "Hot." } };
  await demo.prompt("[[form Which drink? | Tea | Water]]");
  demo.form = { action: "decline" };
  await demo.prompt("[[choices Which toppings? | Salt | Pepper]] [[form Your name?]]");
  expect(demo.forms.map((form) => ("requestedSchema" in form ? form.requestedSchema : null))).toEqual([
    schema({ type: "string", enum: ["Tea", "Water"] }),
    schema({ type: "array", minItems: 1, items: { type: "string", enum: ["Salt", "Pepper"] } }),
    schema({ type: "string" }),
  ]);
  expect(demo.text()).toBe('form: accept {"answer":"Tea"} (and: Hot.)\nform: decline\nform: decline\n');
  expect(demo.ofKind("tool_call_update").map(({ status }) => status)).toEqual([
    "completed",
    "failed",
    "failed",
  ]);
});

test("many forms wait at once, and all of them end with their turn", async () => {
  await using place = await newPlace();
  await using demo = await DemoProcess.open(place.state, place.cwd);
  demo.form = null;
  const turn = demo.prompt("[[forms 20]]");
  await demo.until(() => demo.forms.length === 20);
  demo.cancel();
  expect(await turn).toMatchObject({ stopReason: "cancelled" });
  expectCallsClosed(demo);
});

test("cards hold pictures, colours that grow, large changes, rows of calls and nested ones", async () => {
  await using place = await newPlace();
  await using demo = await DemoProcess.open(place.state, place.cwd);
  await demo.prompt(
    "[[pace 0]] [[image]] [[image said]] [[ansi 50]] [[diff 100]] [[tools 12]] [[subagent 3]] [[plan A | B]]",
  );
  expectCallsClosed(demo);
  const kinds = demo.ofKind("tool_call").map(({ kind }) => kind);
  expect(kinds.slice(0, 3)).toEqual(["fetch", "execute", "edit"]);
  expect(kinds.slice(3, 15)).toEqual([
    ...["read", "read", "read", "search", "execute", "edit"],
    ...["read", "read", "read", "search", "execute", "edit"],
  ]);
  const [task, ...inside] = demo.ofKind("tool_call").slice(15);
  expect(inside).toHaveLength(3);
  expect(inside.map(({ _meta: meta }) => meta)).toEqual(
    inside.map(() => ({ parentToolCallId: task?.toolCallId })),
  );
  const updates = demo.ofKind("tool_call_update");
  expect(updates.filter(({ status }) => status === "in_progress").length).toBeGreaterThan(2);
  expect(JSON.stringify(updates)).toContain(String.raw`\u001b[32m`);
  expect(demo.ofKind("agent_message_chunk").map(({ content }) => content.type)).toContain("image");
  expect(
    demo
      .ofKind("plan")
      .at(-1)
      ?.entries.map(({ status }) => status),
  ).toEqual(["completed", "completed"]);
  expect(picture().subarray(1, 4).toString()).toBe("PNG");
});

test("costs and context are what was ordered, and stay", async () => {
  await using place = await newPlace();
  await using demo = await DemoProcess.open(place.state, place.cwd);
  await demo.prompt("[[cost 0.25]] [[context 150000 of 200000]]");
  await demo.prompt("[[cost 0.5]]");
  expect(demo.ofKind("usage_update").at(-1)).toMatchObject({
    used: 150_000,
    size: 200_000,
    cost: { amount: 0.75, currency: "USD" },
  });
});

test("what stands beside a message is named", async () => {
  await using place = await newPlace();
  await using demo = await DemoProcess.open(place.state, place.cwd);
  const data = picture().toString("base64");
  await demo.prompt("[[say Thank you.]]", [
    { type: "image", mimeType: "image/png", data, uri: "attachment:///a%20b.png" },
    { type: "resource", resource: { uri: "attachment:///n.txt", mimeType: "text/plain", text: "1234" } },
    { type: "resource_link", name: "src/a.ts", uri: "file:///src/a.ts" },
  ]);
  expect(demo.text()).toMatch(
    /^You attached a b\.png \(image\/png, \d+ k?B\)\.\nYou attached n\.txt \(text\/plain, 4 B\)\.\nYou named src\/a\.ts\.\nThank you\.$/,
  );
});

test("a command's output is told while it runs", async () => {
  await using place = await newPlace();
  await using demo = await DemoProcess.open(place.state, place.cwd);
  const turn = demo.prompt("[[run echo begun; until test -e go; do sleep 0.1; done; echo ended]]");
  const told = (): string => JSON.stringify(demo.ofKind("tool_call_update"));
  await demo.until(() => told().includes("begun"));
  expect(told()).not.toContain("ended");
  await writeFile(join(place.cwd, "go"), "");
  await turn;
  expect(demo.text()).toBe("tool said: begun\nended\n");
});

function schema(answer: object): object {
  return { type: "object", properties: { answer }, required: ["answer"] };
}
