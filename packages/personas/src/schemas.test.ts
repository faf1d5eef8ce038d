import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { personaSchemas } from "./schemas.ts";

test("the schemas that authors use are what the loader takes", async () => {
  for (const [name, schema] of Object.entries(personaSchemas())) {
    const text = await readFile(new URL(`../schemas/${name}`, import.meta.url), "utf8");
    expect(JSON.parse(text), `${name}: node scripts/persona-schemas.ts writes it anew`).toEqual(schema);
  }
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
