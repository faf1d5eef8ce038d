import type { OpenPack } from "./open-pack.ts";
import type { SourceText } from "./source-text.ts";
import { HEAD, readYaml } from "./yaml-text.ts";

/**
 * The fields of a head that was written for another program. Its readers take much that is no YAML (a colon in an
 * unquoted description), so where it is none, a field is a line "name: text" and what stands under it.
 */
export function foreignFields(
  { takesYaml }: Pick<OpenPack, "takesYaml">,
  head: SourceText,
): ReadonlyMap<string, unknown> {
  const { data, problems } = readYaml(head, HEAD, takesYaml);
  if (problems.length > 0) return fieldsByLine(head.text);
  return new Map(typeof data === "object" && data !== null ? Object.entries(data) : []);
}

function fieldsByLine(text: string): ReadonlyMap<string, string> {
  const lines = text.split("\n");
  // Prose between two rulers may quote a head further below.
  const first = lines.find((line) => line.trim() !== "" && !line.startsWith("#")) ?? "";
  if (!FIELD.test(first)) return new Map();
  const fields = new Map<string, string>();
  let current = "";
  for (const line of lines) {
    const [, name, value = ""] = FIELD.exec(line) ?? [];
    if (name === undefined || SPEAKERS.has(name)) {
      if (current !== "") fields.set(current, `${fields.get(current) ?? ""}\n${line}`);
      continue;
    }
    current = name;
    fields.set(name, value);
  }
  return new Map([...fields].map(([name, value]) => [name, unquoted(withoutMark(value.trim()))]));
}

const FIELD = /^([a-z][\w-]*):(.*)$/;

/** Examples in a description have lines of their own, that say who says what. */
const SPEAKERS: ReadonlySet<string> = new Set(["user", "assistant"]);

/** The mark "|" or ">" of a text that stands under its name. */
function withoutMark(value: string): string {
  return value.replace(/^[|>][-+\d]{0,2}\s*\n/, "").trimStart();
}

function unquoted(value: string): string {
  const quote = value.charAt(0);
  const isQuoted = value.length > 1 && (quote === '"' || quote === "'") && value.endsWith(quote);
  return isQuoted ? value.slice(1, -1) : value;
}
