import type { ThemeRegistrationRaw } from "shiki/core";

/** The classes of highlighted code; their colours are the `--syn-*` variables. */
export const SYNTAX_CLASSES = ["kw", "str", "fn", "ty", "nu", "cm"] as const;
export type SyntaxClass = (typeof SYNTAX_CLASSES)[number];

/** A stretch of a line: its length in UTF-16 units, and its class where it has one. */
export type Run = readonly [length: number, syntax: SyntaxClass | ""];

const SCOPES: Record<SyntaxClass, string[]> = {
  kw: [
    "keyword",
    "storage",
    "keyword.operator.new",
    "constant.language",
    "variable.language",
    "entity.name.tag",
    "markup.heading",
    "keyword.control",
  ],
  str: ["string", "markup.inserted", "markup.inline.raw", "string.regexp", "punctuation.definition.string"],
  fn: [
    "entity.name.function",
    "support.function",
    "entity.name.command",
    "markup.underline.link",
    "meta.diff.range",
  ],
  ty: [
    "entity.name.type",
    "entity.other.inherited-class",
    "support.type",
    "support.class",
    "entity.other.attribute-name",
    "support.type.property-name",
    "entity.name.section",
  ],
  nu: [
    "constant.numeric",
    "constant.character.escape",
    "constant.other.color",
    "markup.deleted",
    "constant.other",
  ],
  cm: ["comment", "punctuation.definition.comment", "markup.quote", "meta.diff.header"],
};

/** Operators read as text. */
const PLAIN = ["keyword.operator", "meta.template.expression", "string.template meta.embedded"];

/** The theme gives each class a colour of its own, which stands for the class and is never painted. */
export const theme: ThemeRegistrationRaw = {
  name: "classes",
  type: "dark",
  fg: "#000000",
  bg: "#ffffff",
  settings: [
    { settings: { foreground: "#000000", background: "#ffffff" } },
    ...SYNTAX_CLASSES.map((name, at) => ({
      scope: SCOPES[name],
      settings: { foreground: `#00000${at + 1}` },
    })),
    { scope: PLAIN, settings: { foreground: "#000000" } },
    { scope: ["keyword.operator.expression", "keyword.operator.word"], settings: { foreground: "#000001" } },
  ],
};

/** The class that a colour of the theme stands for. */
export function classOf(color: string | undefined): SyntaxClass | "" {
  return SYNTAX_CLASSES[Number.parseInt(color?.slice(-1) ?? "0", 16) - 1] ?? "";
}
