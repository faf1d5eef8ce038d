import { templateFaults } from "@switchyard/core/persona";
import type { PersonaProblem } from "@switchyard/core/protocol";
import { MAX_FILE_BYTES } from "./list-files.ts";
import { isProblem, type OpenPack } from "./open-pack.ts";
import { lineBreaks, MAX_PROBLEMS, problemAt, short, type SourceText } from "./source-text.ts";

/** A stretch of a template with its parts put in. */
export interface Piece {
  readonly text: string;
  readonly problems: readonly PersonaProblem[];
  /** Where a character of it comes from. */
  at(offset: number): { file: string; line: number };
}

/** Puts in the parts, and finds what is wrong with the tags. `names`: the variables that there are. */
export async function readPiece(
  pack: OpenPack,
  source: SourceText,
  names: readonly string[],
): Promise<Piece> {
  const problems: PersonaProblem[] = [];
  const lines: Line[] = [];
  let length = 0;
  for (const line of linesOf(source)) {
    const mayBePart = PART.test(line.text) && problems.length <= MAX_PROBLEMS;
    // oxlint-disable-next-line no-await-in-loop -- a part is read once, and mostly there already
    const part = mayBePart ? await partOn(pack, line) : [line];
    if (isFault(part)) problems.push(part);
    const put = isFault(part) ? [line] : part;
    length += put.reduce((sum, { text }) => sum + text.length + 1, 0);
    if (length > MAX_LENGTH) {
      problems.push({ file: line.file, line: line.line, message: `with its parts it is ${TOO_LONG}.` });
      break;
    }
    for (const each of put) lines.push(each);
  }
  const text = lines.map((line) => line.text).join("\n");
  const at = (offset: number): { file: string; line: number } => {
    const { file, line } = lines[lineBreaks(text, offset)] ?? { file: source.path, line: source.firstLine };
    return { file, line };
  };
  const faults = templateFaults(text, names)
    .filter(({ offset }) => !PART_AHEAD.test(text.slice(offset, offset + 64)))
    .slice(0, MAX_PROBLEMS + 1)
    .map(({ offset, message }) => ({ ...at(offset), message: short(message) }));
  return { text, problems: [...problems, ...faults], at };
}

/** Joins the pieces of one template, with what only the whole of it shows. */
export function joinPieces(
  pack: OpenPack,
  task: string,
  pieces: readonly Piece[],
): { text: string; problems: PersonaProblem[] } {
  const text = pieces
    .map((piece) => piece.text.trim())
    .filter(Boolean)
    .join("\n\n");
  const problems = pieces.flatMap((piece) => piece.problems);
  const [first] = pieces;
  const opening = pieces.find((piece) => piece.text.trim() !== "") ?? first;
  const tell = (message: string): number =>
    problems.push({ ...(opening?.at(opening.text.search(/\S|$/)) ?? { file: task, line: 1 }), message });
  if (text === "") tell(`the template "${task}" has no text.`);
  if (/^(?:[/@]|\{\{(?!\s*#))/.test(text)) {
    tell('a template begins with a word: CLIs read "/" and "@" as commands.');
  }
  if (text.length > MAX_LENGTH) tell(`the template "${task}" is ${TOO_LONG}.`);
  else if (pack.takes(text.length)) return { text, problems };
  else tell("the templates of this folder are too long in all, with their parts.");
  return { text: "", problems };
}

interface Line {
  readonly text: string;
  readonly file: string;
  readonly line: number;
}

function linesOf({ text, path, firstLine }: SourceText): Line[] {
  return text.split("\n").map((line, at) => ({ text: line, file: path, line: firstLine + at }));
}

/** What a line `{{> name}}` stands for. */
async function partOn(pack: OpenPack, line: Line): Promise<Line[] | PersonaProblem> {
  const fault = (message: string): PersonaProblem => ({
    file: line.file,
    line: line.line,
    message: short(message),
  });
  const name = WHOLE_LINE.exec(line.text.trim())?.[1]?.trim();
  if (name === undefined) return fault("a part {{> name}} stands on a line of its own.");
  const path = `${PARTS}${name}.md`;
  if (!SLUG.test(name) && pack.has(path)) return fault('the name of a part has a-z, 0-9 and "-" alone.');
  if (!SLUG.test(name) || !pack.has(path)) {
    const there = pack.paths
      .filter((each) => each.startsWith(PARTS))
      .map((each) => each.slice(PARTS.length, -3));
    return fault(`there is no part "${name}" in ${PARTS}. There are: ${there.join(", ") || "none"}.`);
  }
  const part = await pack.read(path);
  if (isProblem(part)) return part;
  const lines = linesOf(part);
  const inner = lines.find((each) => PART.test(each.text));
  if (inner !== undefined)
    return problemAt(part, part.text.indexOf(inner.text), "a part holds no other parts.");
  return lines.at(-1)?.text === "" ? lines.slice(0, -1) : lines;
}

/** Of what stands for all tasks and of a task's own, each as long as a file may be. */
const MAX_LENGTH = 2 * MAX_FILE_BYTES;
const TOO_LONG = `longer than ${MAX_LENGTH} characters`;

export const PARTS = "parts/";
const PART = /\{\{\s*>/;
const PART_AHEAD = /^\{\{\s*>/;
const SLUG = /^[a-z0-9][a-z0-9-]*$/;
const WHOLE_LINE = /^\{\{\s*>([^{}]*)\}\}$/;

function isFault(part: Line[] | PersonaProblem): part is PersonaProblem {
  return !Array.isArray(part);
}
