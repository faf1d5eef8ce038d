import { z } from "zod";
import { PersonaHead } from "./head.ts";
import { PackManifest } from "./manifest.ts";

type JsonSchema = z.core.JSONSchema.BaseSchema;
type SchemaName = "pack.schema.json" | "persona.schema.json";

/** The JSON Schemas of what an author writes, by their file names in `schemas/`. */
export function personaSchemas(): Readonly<Record<SchemaName, JsonSchema>> {
  return {
    "pack.schema.json": titled(PackManifest, "pack.yaml of a Switchyard persona pack"),
    "persona.schema.json": titled(PersonaHead, "Front matter of a Switchyard persona"),
  };
}

function titled(schema: z.ZodType, title: string): JsonSchema {
  return { ...z.toJSONSchema(schema, { io: "input" }), title };
}
