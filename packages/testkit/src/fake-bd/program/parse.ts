import { Refusal } from "./answer.ts";
import { COMMAND_ALIASES, COMMAND_FLAGS, COMMANDS_SINCE, GLOBAL_FLAGS } from "./flags.ts";
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
  /** All its values, broken at commas. */
  list(name: string): readonly string[];
}

/** Reads arguments as cobra does. Throws a `Refusal` at what this version does not know. */
export function parse(args: readonly string[], profile: Profile): Invocation {
  const name = commandIn(args, profile);
  const known = flagsOf(name, profile);
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
    flags: flagsFrom(found),
  };
}

interface Flag {
  readonly name: string;
  readonly short: string | undefined;
  readonly takesValue: boolean;
}

/** The flags that this version takes after a command. */
export function flagsOf(command: string, profile: Profile): readonly Flag[] {
  return [...GLOBAL_FLAGS, ...(COMMAND_FLAGS[command] ?? [])].flatMap((line) => {
    const [names = "", range = ""] = line.split(" ");
    if (range.startsWith(">=") && !profile.atLeast(range.slice(2))) return [];
    if (range.startsWith("<") && profile.atLeast(range.slice(1))) return [];
    const [name = "", short] = names.replace("=", "").split(",");
    return [{ name, short, takesValue: names.endsWith("=") }];
  });
}

/** The first words that no flag takes name the command: a flag before it can only be a global one. */
function commandIn(args: readonly string[], profile: Profile): string {
  const words: string[] = [];
  const known = flagsOf("", profile);
  for (let index = 0; index < args.length && words.length < 2; index += 1) {
    const word = args[index] ?? "";
    if (word === "--") break;
    if (!/^-./.test(word)) words.push(word);
    else if (words.length === 0 && takesNext(word, known)) index += 1;
    else if (words.length === 1) break;
  }
  const [first] = words;
  if (first === undefined) return "";
  const names = [words.join(" "), first].map((name) => COMMAND_ALIASES[name] ?? name);
  const name = names.find(
    (each) => Object.hasOwn(COMMAND_FLAGS, each) && profile.atLeast(COMMANDS_SINCE[each] ?? "0"),
  );
  if (name === undefined) throw new Refusal("plain", `Error: unknown command "${first}" for "bd"`);
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

function flagsFrom(found: readonly [name: string, value: string][]): Flags {
  const valuesOf = (name: string): string[] =>
    found.filter(([each]) => each === name).map(([, value]) => value);
  return {
    on: (name) => ["true", "1", "t"].includes(valuesOf(name).at(-1) ?? ""),
    value: (name) => valuesOf(name).at(-1),
    list: (name) =>
      valuesOf(name)
        .flatMap((value) => value.split(","))
        .map((value) => value.trim())
        .filter((value) => value !== ""),
  };
}
