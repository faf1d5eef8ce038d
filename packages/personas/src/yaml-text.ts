import type { PersonaProblem } from "@switchyard/core/protocol";
import { type Document, isAlias, isMap, isNode, isScalar, Lexer, parseDocument, visit } from "yaml";
import type { z } from "zod";
import { firstProblems, problemAt, type SourceText } from "./source-text.ts";

/** What a text in YAML says: of the core schema, without tags and aliases. */
export interface YamlText {
  readonly source: SourceText;
  /** Plain data; undefined where there are problems. */
  readonly data: unknown;
  readonly problems: readonly PersonaProblem[];
  /** Where the value under a path stands, or the nearest that is there. */
  offsetOf(path: readonly PropertyKey[]): number;
}

/** How much a text may hold: YAML takes its time over a hostile one. */
export interface YamlBounds {
  readonly characters: number;
  /** Words and signs. */
  readonly signs: number;
}

/** @param takes whether there is room for so many more words and signs; @default there is */
export function readYaml(
  source: SourceText,
  { characters, signs }: YamlBounds,
  takes: (signs: number) => boolean = () => true,
): YamlText {
  const refused = (message: string): YamlText => {
    return { source, data: undefined, problems: [problemAt(source, 0, message)], offsetOf: () => 0 };
  };
  if (source.text.length > characters) return refused(`its YAML is longer than ${characters} characters.`);
  const count = countSigns(source.text, signs);
  if (count > signs) return refused(`its YAML has more than ${signs} words and signs.`);
  if (!takes(count)) return refused("the YAML of this folder is too much in all; this is not read.");
  const document = parseDocument(source.text, {
    schema: "core",
    prettyErrors: false,
    stringKeys: true,
    logLevel: "error",
  });
  const faults = [...document.errors, ...document.warnings].map(({ pos, code, message }) => {
    const told = TOLD.get(code) ?? message.replace(/\.$/, "");
    return problemAt(source, pos[0], `${told}.`);
  });
  const problems = firstProblems([...faults, ...forbidden(source, document)], MAX_PROBLEMS);
  return {
    source,
    problems,
    data: problems.length === 0 ? document.toJS() : undefined,
    offsetOf: (path) => offsetOf(document, path),
  };
}

/** What authors run into, in words that are not only YAML's. */
const TOLD: ReadonlyMap<string, string> = new Map([
  ["MULTIPLE_DOCS", "A second document begins here"],
  ["DUPLICATE_KEY", "This name is there twice"],
  ["BLOCK_AS_IMPLICIT_KEY", 'A colon has a name before it; a text with ": " in it stands in quotes'],
]);

export const HEAD: YamlBounds = { characters: 16 * 1024, signs: 2_000 };
export const MANIFEST_YAML: YamlBounds = { characters: 64 * 1024, signs: 10_000 };
/** One fault is often taken for many. */
const MAX_PROBLEMS = 20;

/** Each may become an error, and keys are compared with each other; escapes in a quoted text count too. */
function countSigns(text: string, most: number): number {
  let count = text.split("\\", most + 2).length - 1;
  for (const _ of new Lexer().lex(text)) {
    count += 1;
    if (count > most) break;
  }
  return count;
}

/** What a file of plain data has no need of, and what can make a small one large. */
function forbidden(source: SourceText, document: Document): PersonaProblem[] {
  const found: PersonaProblem[] = [];
  visit(document, {
    Node(_, node) {
      if (isAlias(node))
        found.push(problemAt(source, node.range?.[0] ?? 0, "aliases (*) can't be used here."));
      else if (node.tag !== undefined) {
        found.push(problemAt(source, node.range?.[0] ?? 0, "tags (!) can't be used here."));
      }
      return found.length <= MAX_PROBLEMS ? undefined : visit.BREAK;
    },
  });
  return found;
}

function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const above = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const key = path[length - 1];
    if (!isMap(above)) {
      const node = document.getIn(path.slice(0, length), true);
      if (isNode(node)) return node.range?.[0] ?? 0;
      continue;
    }
    const pair = above.items.find((each) => isScalar(each.key) && each.key.value === key);
    if (isNode(pair?.key)) return pair.key.range?.[0] ?? 0;
  }
  return 0;
}

/** What the YAML says, of the given shape; null: it is of another one, and each fault is told. */
export function shaped<T>(
  yaml: YamlText,
  schema: z.ZodType<T>,
): { value: T; problems: readonly [] } | { value: null; problems: readonly PersonaProblem[] } {
  if (yaml.problems.length > 0) return { value: null, problems: yaml.problems };
  const parsed = schema.safeParse(yaml.data, { reportInput: true });
  if (parsed.success) return { value: parsed.data, problems: [] };
  const problems = parsed.error.issues.flatMap((issue) => problemsOf(yaml, issue));
  const sorted = problems.toSorted((a, b) => a.line - b.line);
  return { value: null, problems: firstProblems(sorted, MAX_PROBLEMS) };
}

function problemsOf(yaml: YamlText, issue: z.core.$ZodIssue): PersonaProblem[] {
  const { path } = issue;
  // Of the shapes that a field may have, the one that was begun says more than that there are others.
  const [begun, ...others] = issue.code === "invalid_union" ? issue.errors.filter(isBegun) : [];
  if (begun !== undefined && others.length === 0)
    return begun.flatMap((each) => problemsOf(yaml, { ...each, path: [...path, ...each.path] }));
  const tell = (at: readonly PropertyKey[], text: string): PersonaProblem =>
    problemAt(yaml.source, yaml.offsetOf(at), text);
  const field = path.map(String).join(".");
  if (issue.code === "unrecognized_keys") {
    return issue.keys
      .slice(0, MAX_PROBLEMS + 1)
      .map((key) => tell([...path, key], `"${key}" is no field here.`));
  }
  if (field === "" && issue.code === "invalid_type")
    return [tell(path, 'it has no fields: lines "name: text".')];
  if (issue.input === undefined && field !== "") return [tell(path, `"${field}" is missing.`)];
  return [tell(path, `${field === "" ? "" : `"${field}": `}${messageOf(issue)}.`)];
}

function isBegun(issues: readonly z.core.$ZodIssue[]): boolean {
  return !issues.some(({ code, path }) => code === "invalid_type" && path.length === 0);
}

function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_key") return issue.issues[0]?.message ?? issue.message;
  if (issue.code !== "invalid_type") return issue.message;
  if (issue.input === null) return "is empty";
  return WANTED.get(issue.expected) ?? issue.message;
}

/** By what is expected; what is no text was mostly meant as one: YAML takes 1.0 for a number. */
const WANTED: ReadonlyMap<string, string> = new Map([
  ["string", "must be a text: put it in quotes"],
  ["array", "must be a list, as [one, two]"],
]);
