import { isNode, parseDocument } from "yaml";
import type { z } from "zod";
import { faultAt, type SourceText } from "./source-text.ts";

/**
 * What YAML (core schema) of the given shape says.
 * @throws {SwitchyardError} INVALID_PERSONA at the line that is wrong
 */
export function parseYaml<T>(source: SourceText, schema: z.ZodType<T>): T {
  const document = parseDocument(source.text, { schema: "core", prettyErrors: false });
  const [wrong] = [...document.errors, ...document.warnings];
  if (wrong !== undefined) throw faultAt(source, wrong.pos[0], wrong.message);
  const parsed = schema.safeParse(document.toJS());
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const path = issue?.path ?? [];
  const node = path.length === 0 ? document.contents : document.getIn(path, true);
  const offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  const field = path.length === 0 ? "" : `${path.join(".")}: `;
  throw faultAt(source, offset, `${field}${issue?.message ?? "of the wrong shape"}.`);
}

/**
 * Parts the YAML between two lines `---` at the top of a Markdown file from the text below it.
 * @throws {SwitchyardError} INVALID_PERSONA where there is none
 */
export function splitFrontMatter(source: SourceText): { head: SourceText; body: SourceText } {
  const match = /^---[ \t]*\n([\s\S]*?)^---[ \t]*(?:\n|$)/m.exec(source.text);
  if (match === null || match.index !== 0) {
    throw faultAt(source, 0, "it begins with no front matter: YAML between two lines ---.");
  }
  const [front, yaml = ""] = match;
  return {
    head: { path: source.path, text: yaml, firstLine: 2 },
    body: { path: source.path, text: source.text.slice(front.length), firstLine: front.split("\n").length },
  };
}
