import { ErrorCode, events, methods } from "@switchyard/core/protocol";
import { expect, test } from "vitest";
import { z } from "zod";
import { protocolDocs } from "./protocol-docs.ts";
import { typeText } from "./schema-text.ts";

test("the page has every method, event and error", async () => {
  const page = await protocolDocs();
  for (const name of [...Object.keys(methods), ...Object.keys(events)])
    expect(page).toContain(`### \`${name}\``);
  for (const code of ErrorCode.options) expect(page).toContain(`\`${code}\``);
});

test("every type that the page names is on the page", async () => {
  const page = await protocolDocs();
  const defined = new Set([...page.matchAll(/^type (\w+) =/gm)].map((match) => match[1]));
  const code = [...page.matchAll(/```ts\n([^]*?)```/g)].map((match) => match[1]).join("\n");
  const named = code.replaceAll(/"[^"]*"|\/\*.*?\*\//g, "").match(/\b[A-Z]\w+/g) ?? [];
  expect(named.length).toBeGreaterThan(50);
  expect(named.filter((name) => !defined.has(name) && name !== "Record")).toEqual([]);
});

test.each([
  [z.string(), "string"],
  [z.uuidv4(), "string /* uuid */"],
  [z.string().max(3), "string /* at most 3 characters */"],
  [z.number().int(), "integer"],
  [z.string().nullable(), "string | null"],
  [z.enum(["a", "b"]), '"a" | "b"'],
  [z.array(z.enum(["a", "b"])), '("a" | "b")[]'],
  [z.object({ a: z.boolean(), b: z.literal(1).optional() }), "{ a: boolean; b?: 1 }"],
  [z.object({}), "{}"],
  [z.record(z.string(), z.number()), "Record<string, number>"],
  [z.unknown(), "unknown"],
  [z.union([z.object({ a: z.literal(1) }), z.object({ b: z.literal(2) })]), "{ a: 1 } | { b: 2 }"],
])("a schema reads as a type: %#", (schema, text) => {
  expect(typeText(z.toJSONSchema(schema, { io: "input" }))).toBe(text);
});

test("parts that a value has all of are joined, with brackets where they are needed", () => {
  const either = { anyOf: [{ $ref: "#/$defs/B" }, { type: "null" as const }] };
  expect(typeText({ allOf: [{ $ref: "A" }, either] })).toBe("A & (B | null)");
});
