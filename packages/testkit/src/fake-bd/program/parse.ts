import { Refusal } from "./answer.ts";
import { BD_GRAMMAR, type Grammar } from "./flags.ts";
import type { Profile } from "./profile.ts";

/** A call as its arguments say it. */
export interface Invocation {
  /** "dep add"; "" without one. */
  readonly command: string;
  /** What is neither a command nor a flag. */
  readonly words: readonly string[];
  readonly flags: Flags;
}

export interface Flags {
  /** Whether it was named at all, or set to true. */
  on(name: string): boolean;
  /** Its last value. */
  value(name: string): string | undefined;
  /** All its values, broken at commas as lines of CSV are. Throws a `Refusal` at a quote that is none of CSV's. */
  list(name: string): readonly string[];
}

/** Reads arguments as cobra does. Throws a `Refusal` at what this version does not know. */
export function parse(args: readonly string[], profile: Profile, grammar: Grammar = BD_GRAMMAR): Invocation {
  const name = commandIn(args, profile, grammar);
  const known = flagsOf(name, profile, grammar);
  const found: [name: string, value: string][] = [];
  const words: string[] = [];
  const rest = [...args];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === "--") words.push(...rest.splice(0));
    else if (word.startsWith("--")) found.push(longFlag(word, known, rest));
    else if (/^-./.test(word)) found.push(...shortFlags(word, known, rest));
    else words.push(word);
  }
  return {
    command: name,
    words: words.slice(name === "" ? 0 : name.split(" ").length),
    flags: flagsFrom(found, grammar),
  };
}

interface Flag {
  readonly name: string;
  readonly short: string | undefined;
  readonly takesValue: boolean;
}

/** The flags that this version takes after a command. */
export function flagsOf(
  command: string,
  profile: Profile,
  { globals, commands }: Grammar = BD_GRAMMAR,
): readonly Flag[] {
  return [...globals, ...(commands[command] ?? [])].flatMap((line) => {
    const [names = "", range = ""] = line.split(" ");
    if (range.startsWith(">=") && !profile.atLeast(range.slice(2))) return [];
    if (range.startsWith("<") && profile.atLeast(range.slice(1))) return [];
    const [name = "", short] = names.replace("=", "").split(",");
    return [{ name, short, takesValue: names.endsWith("=") }];
  });
}

/** The first words that no flag takes name the command: a flag before it can only be a global one. */
function commandIn(args: readonly string[], profile: Profile, grammar: Grammar): string {
  const words: string[] = [];
  const known = flagsOf("", profile, grammar);
  for (let index = 0; index < args.length && words.length < 2; index += 1) {
    const word = args[index] ?? "";
    if (word === "--") break;
    if (!/^-./.test(word)) words.push(word);
    else if (words.length === 0 && takesNext(word, known)) index += 1;
    else if (words.length === 1) break;
  }
  const [first] = words;
  if (first === undefined) return "";
  const names = [words.join(" "), first].map((name) => grammar.aliases[name] ?? name);
  const name = names.find(
    (each) => Object.hasOwn(grammar.commands, each) && profile.atLeast(grammar.since[each] ?? "0"),
  );
  if (name === undefined)
    throw new Refusal("plain", `Error: unknown command "${first}" for "${grammar.program}"`);
  return name;
}

/** A flag that nobody knows takes the next word too, as far as cobra can tell. */
function takesNext(word: string, known: readonly Flag[]): boolean {
  if (word.includes("=") || /^-[^-]./.test(word)) return false;
  const flag = known.find(({ name, short }) => word === `--${name}` || word === `-${short}`);
  return flag === undefined || flag.takesValue;
}

function longFlag(word: string, known: readonly Flag[], rest: string[]): [string, string] {
  const [, name = "", value] = /^--([^=]*)(?:=(.*))?$/s.exec(word) ?? [];
  const flag = known.find((each) => each.name === name);
  if (flag === undefined) throw new Refusal("plain", `Error: unknown flag: --${name}`);
  if (value !== undefined) return [name, value];
  return [name, flag.takesValue ? needed(rest.shift(), `--${name}`) : "true"];
}

function shortFlags(word: string, known: readonly Flag[], rest: string[]): [string, string][] {
  const found: [string, string][] = [];
  for (let index = 1; index < word.length; index += 1) {
    const letter = word.charAt(index);
    const flag = known.find(({ short }) => short === letter);
    if (flag === undefined) {
      throw new Refusal("plain", `Error: unknown shorthand flag: '${letter}' in ${word}`);
    }
    if (flag.takesValue) {
      const glued = word.slice(index + 1).replace(/^=/, "");
      return [...found, [flag.name, glued === "" ? needed(rest.shift(), `-${letter}`) : glued]];
    }
    found.push([flag.name, "true"]);
  }
  return found;
}

function needed(value: string | undefined, flag: string): string {
  if (value === undefined) throw new Refusal("plain", `Error: flag needs an argument: ${flag}`);
  return value;
}

function flagsFrom(found: readonly [name: string, value: string][], { whole }: Grammar): Flags {
  const valuesOf = (name: string): string[] =>
    found.filter(([each]) => each === name).map(([, value]) => value);
  return {
    on: (name) => ["true", "1", "t"].includes(valuesOf(name).at(-1) ?? ""),
    value: (name) => valuesOf(name).at(-1),
    list: (name) =>
      valuesOf(name)
        .flatMap((value) => (whole.includes(name) ? [value] : csvFields(name, value)))
        .map((value) => value.trim())
        .filter((value) => value !== ""),
  };
}

/** As Go's reader of CSV: a field is quoted from its first character to its last, or holds no quote. */
function csvFields(name: string, value: string): string[] {
  const [line = ""] = value.split("\n");
  const fields = line.match(/(?<=^|,)(?:"(?:[^"]|"")*"|[^",]*)(?=,|$)/g) ?? [];
  if (fields.join(",") === line) {
    return fields.map((field) => field.replace(/^"(.*)"$/s, "$1").replaceAll('""', '"'));
  }
  const why = `parse error on line 1, column ${line.indexOf('"') + 1}: bare " in non-quoted field`;
  throw new Refusal("plain", `Error: invalid argument ${JSON.stringify(value)} for "--${name}" flag: ${why}`);
}
