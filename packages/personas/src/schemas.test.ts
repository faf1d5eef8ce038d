import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { z } from "zod";
import { KNOWN_VARIABLES, PersonaHead } from "./head.ts";
import { personaSchemas } from "./schemas.ts";

test("the schemas that authors use are what the loader takes", async () => {
  for (const [name, schema] of Object.entries(personaSchemas())) {
    const text = await readFile(new URL(`../schemas/${name}`, import.meta.url), "utf8");
    expect(JSON.parse(text), `${name}: node scripts/persona-schemas.ts writes it anew`).toEqual(schema);
  }
});

test.each([
  ["Writer", true],
  ["  Writer\n", true],
  ["Writer\r\n", true],
  ["", false],
  [" \n", false],
  ["A\nwriter", false],
])("an editor takes the line %j where the loader does", (displayName, isGood) => {
  const { properties } = personaSchemas()["persona.schema.json"];
  const { pattern, minLength } = z
    .object({ pattern: z.string(), minLength: z.number() })
    .parse(properties?.["displayName"]);
  expect(displayName.length >= minLength && new RegExp(pattern, "u").test(displayName)).toBe(isGood);
  const head = { id: "writer", displayName, description: "Writes" };
  expect(PersonaHead.safeParse(head).success).toBe(isGood);
});

test("an editor flags what only the loader could: the plain agent, a task that is no file, known variables", () => {
  expect(personaSchemas()["persona.schema.json"].properties).toMatchObject({
    id: { not: { const: "none" } },
    tasks: { minItems: 1, items: { not: { const: "persona" } } },
    variables: { maxProperties: 50, propertyNames: { not: { enum: KNOWN_VARIABLES } } },
  });
});

test("the schemas know every field, and no other", () => {
  const { "pack.schema.json": pack, "persona.schema.json": persona } = personaSchemas();
  const fields = "id displayName description icon tasks beadTypes roles backend model variables".split(" ");
  expect(Object.keys(persona.properties ?? {})).toEqual(fields);
  expect(persona).toMatchObject({
    additionalProperties: false,
    required: ["id", "displayName", "description"],
  });
  expect(pack).toMatchObject({ required: ["name", "version", "displayName", "description", "personas"] });
});
