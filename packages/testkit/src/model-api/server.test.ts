import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { z } from "zod";
import { startModelApi } from "./server.ts";
import type { ModelApi } from "./server.ts";

test("A streamed answer has the events of the Messages API in their order.", async () => {
  await using api = await startModelApi();
  const response = await ask(api, [user("[[think hm]] [[words 2]]")]);
  const events = readEvents(await response.text());
  expect(events.map(({ type }) => type)).toEqual([
    "message_start",
    "content_block_start",
    "content_block_delta",
    "content_block_delta",
    "content_block_stop",
    "content_block_start",
    "content_block_delta",
    "content_block_delta",
    "content_block_stop",
    "message_delta",
    "message_stop",
  ]);
  expect(streamedText(events)).toBe("word0 word1 ");
});

test("An answer that is not streamed comes as one object.", async () => {
  await using api = await startModelApi();
  const response = await ask(api, [user("[[say hello]]")], { stream: false });
  expect(await response.json()).toMatchObject({
    content: [{ type: "text", text: "hello" }],
    stop_reason: "end_turn",
  });
});

test("What the CLI inserts is not taken for the user's text.", async () => {
  await using api = await startModelApi();
  const inserted = user("<system-reminder>[[words 9]]</system-reminder>");
  const response = await ask(api, [inserted, user("plain"), inserted]);
  expect(streamedText(readEvents(await response.text()))).toBe("(turn 1) You said: plain");
});

test("Tools are called one after the other, each with the report of the one before.", async () => {
  await using api = await startModelApi();
  const prompt = user("[[bash one]] [[bash two]] [[say done]]");
  const calls = [prompt, toolUse("t1", "Bash"), toolResult("t1", "first")];
  const second = readEvents(await (await ask(api, calls)).text());
  expect(streamedText(second)).toBe("tool said: first\nLet me use a tool. ");
  expect(JSON.stringify(second)).toContain("two");
  const refused = [...calls, toolUse("t2", "Bash"), toolResult("t2", "No.", true)];
  const last = readEvents(await (await ask(api, refused)).text());
  expect(streamedText(last)).toBe("tool was refused: No.\ndone");
});

test("Earlier prompts are listed on request.", async () => {
  await using api = await startModelApi();
  const said = { role: "assistant", content: "ok" };
  const response = await ask(api, [user("red"), said, user("blue"), said, user("[[remember]]")]);
  expect(streamedText(readEvents(await response.text()))).toBe('I remember: ["red","blue"]');
});

test("A finished background task is answered with what was told about it.", async () => {
  await using api = await startModelApi();
  const told = user(
    "<system-reminder><task-notification><summary>It is done.</summary></task-notification></system-reminder>",
  );
  const response = await ask(api, [user("[[say one]]"), { role: "assistant", content: "one" }, told]);
  expect(streamedText(readEvents(await response.text()))).toBe("I was told: It is done.");
});

test("A prompt after one that got no answer is answered alone.", async () => {
  await using api = await startModelApi();
  const unanswered = [user("[[error 529]]"), toolResult("t1", "No.", true), user("[[say fine]]")];
  expect(streamedText(readEvents(await (await ask(api, unanswered)).text()))).toBe("fine");
});

test("A hanging answer can be awaited, and goes on when it is released.", async () => {
  await using api = await startModelApi();
  const response = await ask(api, [user("[[hang]] [[say after]]")]);
  await api.untilHolding(1);
  expect(api.holding).toBe(1);
  api.release();
  expect(streamedText(readEvents(await response.text()))).toBe("word0 after");
});

test("A reader that goes away ends its hanging answer.", async () => {
  await using api = await startModelApi();
  const reader = new AbortController();
  await ask(api, [user("[[hang]]")], { signal: reader.signal });
  await api.untilHolding(1);
  reader.abort();
  await api.requests[0]?.ended;
  expect(api.holding).toBe(0);
  expect(api.requests[0]?.outcome).toBe("aborted");
});

test("An error can stop after some attempts.", async () => {
  await using api = await startModelApi();
  const prompt = [user("[[error 529 x1]] [[say better]]")];
  const first = await ask(api, prompt);
  expect(first.status).toBe(529);
  expect(await first.json()).toMatchObject({ type: "error", error: { type: "overloaded_error" } });
  expect(streamedText(readEvents(await (await ask(api, prompt)).text()))).toBe("better");
});

test("A request's prompt is recorded by its length and digest, with the system prompt.", async () => {
  await using api = await startModelApi();
  const prompt = "ä".repeat(600_000);
  const next = api.nextRequest();
  await (await ask(api, [user(prompt)])).text();
  const request = await next;
  expect(request.promptBytes).toBe(1_200_000);
  expect(request.promptSha256).toBe(createHash("sha256").update(prompt).digest("hex"));
  expect(request.system).toBe("Be brief.");
});

type Options = { stream?: boolean; signal?: AbortSignal };

function ask(api: ModelApi, messages: object[], { stream = true, signal }: Options = {}): Promise<Response> {
  return fetch(`${api.url}/v1/messages?beta=true`, {
    method: "POST",
    body: JSON.stringify({ model: "m", stream, system: [{ type: "text", text: "Be brief." }], messages }),
    ...(signal && { signal }),
  });
}

function user(text: string): object {
  return { role: "user", content: [{ type: "text", text }] };
}

function toolUse(id: string, name: string): object {
  return { role: "assistant", content: [{ type: "tool_use", id, name, input: {} }] };
}

function toolResult(id: string, text: string, isError = false): object {
  return {
    role: "user",
    content: [{ type: "tool_result", tool_use_id: id, is_error: isError, content: text }],
  };
}

const Event = z.looseObject({
  type: z.string(),
  delta: z.looseObject({ text: z.string().optional() }).optional(),
});

function readEvents(body: string): z.infer<typeof Event>[] {
  return [...body.matchAll(/^data: (.*)$/gm)].map(([, data = ""]) => Event.parse(JSON.parse(data)));
}

function streamedText(events: z.infer<typeof Event>[]): string {
  return events.map(({ delta }) => delta?.text ?? "").join("");
}
