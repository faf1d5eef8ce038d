import { z } from "zod";
import type { Plan } from "./plan-headers.ts";

/** What a test asks of the model, one for each `[[name arguments]]` in a prompt, in the prompt's order. */
export type Directive =
  | { kind: "text"; pieces: string[]; everyMs: number }
  | { kind: "think"; pieces: string[] }
  | { kind: "hang" }
  | { kind: "drop" }
  | { kind: "remember" }
  | { kind: "markdown" }
  | { kind: "parallel" }
  | { kind: "stop"; reason: string }
  | { kind: "error"; status: number; times: number; words?: string; plan?: Plan }
  | { kind: "tokens"; count: number }
  | { kind: "plan"; plan: Plan }
  | { kind: "seen" }
  | { kind: "tool"; name: string; input: Record<string, unknown> }
  | { kind: "unknown"; source: string };

/**
 * Reads the directives of a prompt; a prompt without any gives an empty list.
 *
 * `[[words 20]]` `[[say TEXT]]` `[[slow 50 every 20ms]]` `[[think TEXT]]` `[[markdown]]` `[[remember]]` `[[hang]]`
 * `[[drop]]` `[[error 529]]` `[[error 529 x2]]` `[[error 429 TEXT]]` `[[stop max_tokens]]` `[[bash CMD]]` `[[background CMD]]`
 * `[[write PATH TEXT]]` `[[edit PATH OLD => NEW]]` `[[read PATH]]` `[[tool NAME {json}]]` `[[parallel]]`.
 * `[[ask QUESTION | A | B]]` has the user asked, `[[ask *Q1 | A | B ; Q2 | C | D]]` two questions, of the first with
 * several choices; `[[seen]]` tells what stands beside the prompt. `[[tokens N]]`: so many go to the model;
 * `[[plan five_hour 92]]`: so much of the plan is used; `[[limit 3600]]`, `[[limit 3600 x1]]`: it is used up, for so
 * many seconds. `[[subtask CMD]]` has a sub-agent run a command. In TEXT, `\n` is a line break.
 */
export function parseDirectives(prompt: string): Directive[] {
  return [...prompt.matchAll(/\[\[([a-z]+)(?:\s+([\s\S]*?))?\s*\]\](?!\])/g)].map(
    ([source, name = "", rest = ""]) => parsers[name]?.(rest) ?? { kind: "unknown", source },
  );
}

/** Cuts a text into words that keep their trailing space, so that joining them gives the text again. */
export function intoPieces(text: string): string[] {
  return text.match(/\S+\s*|\s+/g) ?? [];
}

const jsonObject = z.record(z.string(), z.unknown());

const parsers: Record<string, ((rest: string) => Directive | undefined) | undefined> = {
  words: (rest) => counted(/^(\d+)$/.exec(rest)),
  slow: (rest) => counted(/^(\d+) every (\d+) ?ms$/.exec(rest)),
  say: (rest) => ({ kind: "text", pieces: intoPieces(withLineBreaks(rest)), everyMs: 0 }),
  think: (rest) => ({ kind: "think", pieces: intoPieces(withLineBreaks(rest)) }),
  hang: () => ({ kind: "hang" }),
  drop: () => ({ kind: "drop" }),
  remember: () => ({ kind: "remember" }),
  markdown: () => ({ kind: "markdown" }),
  parallel: () => ({ kind: "parallel" }),
  stop: (rest) => (rest === "" ? undefined : { kind: "stop", reason: rest }),
  error: parseError,
  bash: (command) => tool("Bash", { command, description: "Run a test command" }),
  background: (command) =>
    tool("Bash", { command, description: "Run a test command in the background", run_in_background: true }),
  subtask: (command) =>
    tool("Agent", {
      description: "A test task",
      prompt: `[[bash ${command}]] [[say The sub-agent is done.]]`,
      subagent_type: "general-purpose",
      run_in_background: false,
    }),
  read: (path) => tool("Read", { file_path: path }),
  write: parseWrite,
  edit: parseEdit,
  tool: parseTool,
  ask: (rest) => tool("AskUserQuestion", { questions: rest.split(" ; ").map(parseQuestion) }),
  seen: () => ({ kind: "seen" }),
  tokens: (rest) => (/^\d+$/.test(rest) ? { kind: "tokens", count: Number(rest) } : undefined),
  plan: parsePlan,
  limit: parseLimit,
};

function counted(match: RegExpExecArray | null): Directive | undefined {
  if (match === null) return undefined;
  const pieces = Array.from({ length: Number(match[1]) }, (_, index) => `word${index} `);
  return { kind: "text", pieces, everyMs: Number(match[2] ?? 0) };
}

function parseError(rest: string): Directive | undefined {
  const match = /^(\d{3})(?: x(\d+))?(?: (.+))?$/.exec(rest);
  if (match === null) return undefined;
  const [, status, times, words] = match;
  return {
    kind: "error",
    status: Number(status),
    times: Number(times ?? Number.POSITIVE_INFINITY),
    ...(words === undefined ? {} : { words }),
  };
}

function parsePlan(rest: string): Directive | undefined {
  const [, window, percent] = /^(five_hour|seven_day) (\d{1,3})$/.exec(rest) ?? [];
  if (window !== "five_hour" && window !== "seven_day") return undefined;
  return {
    kind: "plan",
    plan: { window, percent: Number(percent), isReached: false, resetsInSeconds: 3600 },
  };
}

function parseLimit(rest: string): Directive | undefined {
  const [, seconds, times] = /^(\d+)(?: x(\d+))?$/.exec(rest) ?? [];
  if (seconds === undefined) return undefined;
  return {
    kind: "error",
    status: 429,
    times: Number(times ?? Number.POSITIVE_INFINITY),
    words: `This request would exceed your account's rate limit. Please retry in ${seconds}s.`,
    plan: { window: "five_hour", percent: 100, isReached: true, resetsInSeconds: Number(seconds) },
  };
}

function parseQuestion(text: string): object {
  const [question = "", ...options] = text.split("|").map((part) => part.trim());
  const multiSelect = question.startsWith("*");
  return {
    question: multiSelect ? question.slice(1) : question,
    header: question.replaceAll(/\W+/g, " ").trim().slice(0, 12),
    multiSelect,
    options: options.map((label) => ({ label, description: `Choose ${label}` })),
  };
}

function parseWrite(rest: string): Directive | undefined {
  const match = /^(\S+)\s([\s\S]*)$/.exec(rest);
  if (match === null) return undefined;
  return tool("Write", { file_path: match[1], content: withLineBreaks(match[2] ?? "") });
}

function parseEdit(rest: string): Directive | undefined {
  const match = /^(\S+)\s([\s\S]*) => ([\s\S]*)$/.exec(rest);
  if (match === null) return undefined;
  const [, path, before = "", after = ""] = match;
  return tool("Edit", {
    file_path: path,
    old_string: withLineBreaks(before),
    new_string: withLineBreaks(after),
    replace_all: false,
  });
}

function parseTool(rest: string): Directive | undefined {
  const match = /^(\S+)(?:\s+([\s\S]*))?$/.exec(rest);
  if (match === null) return undefined;
  const input = jsonObject.safeParse(parseJson(match[2] ?? "{}"));
  return input.success ? tool(match[1] ?? "", input.data) : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function tool(name: string, input: Record<string, unknown>): Directive {
  return { kind: "tool", name, input };
}

function withLineBreaks(text: string): string {
  return text.replaceAll("\\n", "\n");
}
