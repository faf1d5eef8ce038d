import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { z } from "zod";
import { claude } from "./index.ts";

const NASTY = [
  "--dangerously-skip-permissions",
  "-h",
  "--settings=/x",
  "@file",
  "/clear",
  "",
  "\0",
  "$(touch x); `touch y`",
  "é😀\u2028\u2029\ud800",
  '"}\n{"type":"control_request"}',
  "-".repeat(200_000),
];

test("500 nasty prompts, personas and models give one command line, and each prompt arrives whole", () => {
  const seen = new Set<string>();
  for (let serial = 0; serial < 500; serial += 1) {
    const more = createHash("sha256").update(`${serial}`).digest().toString("latin1");
    const text = `${NASTY[serial % NASTY.length] ?? ""}${serial < NASTY.length ? "" : more}`;
    const input = {
      cwd: "/p",
      start: "new",
      permissionMode: "plan",
      systemPrompt: text,
      model: text,
    } as const;
    seen.add(JSON.stringify(claude.plan(input, {})));
    const codec = claude.codec({ ...input, permissionMode: "default" }, {});
    const [opening = ""] = codec.open().writes;
    expect(requestOf(opening)).toMatchObject({ subtype: "initialize", appendSystemPrompt: text });
    const settings = codec.receive(answer(opening)).writes;
    expect(settings.map(requestOf)).toEqual([{ subtype: "set_model", model: text }]);
    settings.forEach((line) => codec.receive(answer(line)));
    const { writes } = codec.send({ type: "prompt", text, messageId: `${serial}` });
    expect(writes.map((line) => Line.parse(JSON.parse(line)).message?.content)).toEqual([text]);
    expect([opening, ...settings, ...writes].filter((line) => /[\n\r\u2028\u2029]/.test(line))).toEqual([]);
  }
  expect([...seen]).toMatchInlineSnapshot(`
    [
      "{"args":["-p","--input-format","stream-json","--output-format","stream-json","--verbose","--include-partial-messages","--permission-prompt-tool","stdio","--permission-mode=default","--disallowedTools=EnterPlanMode"]}",
    ]
  `);
});

test("a conversation is resumed by an argument of its own", () => {
  const resume = "b7a1f0de-0000-4000-8000-000000000001";
  const { args } = claude.plan({ cwd: "/p", start: { resume }, permissionMode: "plan" }, {});
  expect(args.at(-1)).toBe(`--resume=${resume}`);
});

const Line = z.looseObject({
  request_id: z.string().optional(),
  request: z.unknown().optional(),
  message: z.looseObject({ content: z.string() }).optional(),
});

function requestOf(line: string): unknown {
  return Line.parse(JSON.parse(line)).request;
}

function answer(line: string): string {
  const { request_id: requestId } = Line.parse(JSON.parse(line));
  return JSON.stringify({
    type: "control_response",
    response: { subtype: "success", request_id: requestId },
  });
}
