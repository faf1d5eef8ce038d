import type { z } from "zod";

/** JSON schema as zod makes it of ours. */
export type JsonSchema = boolean | z.core.JSONSchema.BaseSchema;

/** A schema as a TypeScript type, what a type can't say in comments; a `$ref` is the name of a type. */
export function typeText(schema: JsonSchema): string {
  if (typeof schema === "boolean") return schema ? "unknown" : "never";
  if (schema.$ref !== undefined) return schema.$ref.replace("#/$defs/", "");
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  const any = schema.anyOf ?? schema.oneOf;
  if (any !== undefined) return any.map(typeText).join(" | ");
  if (schema.allOf !== undefined) return schema.allOf.map((part) => inBrackets(typeText(part))).join(" & ");
  return Array.isArray(schema.type)
    ? schema.type.map((type) => textOfType(type, schema)).join(" | ")
    : textOfType(schema.type, schema);
}

function textOfType(type: string | undefined, schema: z.core.JSONSchema.BaseSchema): string {
  switch (type) {
    case "object":
      return objectText(schema);
    case "array":
      return `${inBrackets(Array.isArray(schema.items) ? "unknown" : typeText(schema.items ?? true))}[]`;
    case "string":
      return stringText(schema);
    default:
      return type ?? "unknown";
  }
}

function inBrackets(text: string): string {
  return / [|&] /.test(text) ? `(${text})` : text;
}

function objectText(schema: z.core.JSONSchema.BaseSchema): string {
  if (typeof schema.additionalProperties === "object") {
    return `Record<string, ${typeText(schema.additionalProperties)}>`;
  }
  const fields = Object.entries(schema.properties ?? {}).map(
    ([name, field]) => `${name}${schema.required?.includes(name) ? "" : "?"}: ${typeText(field)}`,
  );
  return fields.length === 0 ? "{}" : `{ ${fields.join("; ")} }`;
}

function stringText({ format, pattern, maxLength }: z.core.JSONSchema.BaseSchema): string {
  const limit =
    format ?? pattern ?? (maxLength === undefined ? undefined : `at most ${maxLength} characters`);
  return limit === undefined ? "string" : `string /* ${limit} */`;
}
