import { intoPieces, parseDirectives } from "./directives.ts";
import type { Directive } from "./directives.ts";
import { markdownSample } from "./markdown-sample.ts";
import type { ToolResult, UserGroup } from "./conversation.ts";
import type { Plan } from "./plan-headers.ts";

/** One step of an answer; a step with `kind: "hang"` waits until it is released or the connection closes. */
export type Part =
  | { kind: "text"; pieces: string[]; everyMs: number }
  | { kind: "thinking"; pieces: string[] }
  | { kind: "tool"; name: string; input: Record<string, unknown> }
  | { kind: "hang" }
  | { kind: "drop" };

export type Answer =
  | { kind: "error"; status: number; words: string; plan?: Plan }
  | { kind: "message"; parts: Part[]; stopReason: string; inputTokens?: number; plan?: Plan };

/** What is answered to a prompt that says no directives itself: directives, by the prompt's whole text. */
export type Answers = ReadonlyMap<string, string>;

/** What the model answers to a conversation; `attempt` counts the requests for this same point of it, from 1. */
export function answerTo(groups: UserGroup[], attempt: number, answers: Answers = new Map()): Answer {
  const latest = groups.at(-1);
  if (latest && latest.prompts.length === 0 && latest.notifications.length > 0) {
    const parts = latest.notifications.map((summary) => say(`I was told: ${summary}`));
    return { kind: "message", parts, stopReason: "end_turn" };
  }
  const asked = currentPrompt(groups);
  const script = answers.get(asked.text);
  const directives = parseDirectives(script ?? asked.text);
  const failure = directives.find((directive) => directive.kind === "error");
  if (failure && asked.toolsDone === 0 && attempt <= failure.times) {
    const { status, words = "The stand-in was asked to fail.", plan } = failure;
    return { kind: "error", status, words, ...(plan === undefined ? {} : { plan }) };
  }
  const left = remaining(directives, asked.toolsDone);
  const parts = [
    ...(script === undefined ? reportedResults(groups).map(reportResult) : []),
    ...left.flatMap((directive) => partsOf(directive, groups)),
  ].filter((part) => script === undefined || part !== TOOL_FOLLOWS);
  if (parts.length === 0) parts.push(echo(asked));
  const usesTool = parts.some(({ kind }) => kind === "tool");
  const reason = left.find((directive) => directive.kind === "stop")?.reason ?? "end_turn";
  const stopReason = usesTool ? "tool_use" : reason;
  const inputTokens = directives.find((directive) => directive.kind === "tokens")?.count;
  const plan = directives.find((directive) => directive.kind === "plan")?.plan;
  return {
    kind: "message",
    parts,
    stopReason,
    ...(inputTokens === undefined ? {} : { inputTokens }),
    ...(plan === undefined ? {} : { plan }),
  };
}

export type Asked = { text: string; toolsDone: number; turn: number };

/** The newest prompt, with the number of tools the model has already used for it. */
export function currentPrompt(groups: UserGroup[]): Asked {
  const index = groups.findLastIndex(({ prompts }) => prompts.length > 0);
  const toolsDone = groups.slice(Math.max(index, 0)).reduce((sum, group) => sum + group.toolCallsAfter, 0);
  const turn = groups.reduce((sum, { prompts }) => sum + prompts.length, 0);
  return { text: groups[index]?.prompts.at(-1) ?? "", toolsDone, turn };
}

/** A scripted answer says in its own words what it is about to do. */
const TOOL_FOLLOWS = say("Let me use a tool. ");

/** Results that come together with a new prompt are those of an interrupted turn. */
function reportedResults(groups: UserGroup[]): ToolResult[] {
  const latest = groups.at(-1);
  return latest === undefined || latest.prompts.length > 0 ? [] : latest.results;
}

/** A tool call ends an answer, so the directives behind it belong to the request that brings its result. */
function remaining(directives: Directive[], toolsDone: number): Directive[] {
  const isTool = (directive: Directive): boolean => directive.kind === "tool";
  const toolIndexes = directives.flatMap((directive, index) => (isTool(directive) ? [index] : []));
  const lastDone = toolsDone === 0 ? -1 : (toolIndexes[toolsDone - 1] ?? directives.length);
  const left = directives.slice(lastDone + 1);
  if (directives.some(({ kind }) => kind === "parallel")) return left;
  const nextTool = left.findIndex(isTool);
  return nextTool === -1 ? left : left.slice(0, nextTool + 1);
}

function partsOf(directive: Directive, groups: UserGroup[]): Part[] {
  switch (directive.kind) {
    case "text":
      return [directive];
    case "think":
      return [{ kind: "thinking", pieces: directive.pieces }];
    case "hang":
      return [say("word0 "), { kind: "hang" }];
    case "drop":
      return [say("word0 "), { kind: "drop" }];
    case "markdown":
      return [say(markdownSample)];
    case "remember":
      return [say(`I remember: ${JSON.stringify(earlierTexts(groups))}`)];
    case "tool":
      return [TOOL_FOLLOWS, directive];
    case "unknown":
      return [say(`Unknown directive: ${directive.source}`)];
    case "seen":
      return [say(`I see: ${JSON.stringify(seen(groups))}`)];
    case "error":
    case "stop":
    case "tokens":
    case "plan":
    case "parallel":
      return [];
  }
}

function earlierTexts(groups: UserGroup[]): string[] {
  return groups.flatMap(({ files, prompts }) => [...files, ...prompts]).slice(0, -1);
}

/** What stands beside the newest prompt. */
function seen(groups: UserGroup[]): string[] {
  const { media = [], files = [] } = groups.findLast(({ prompts }) => prompts.length > 0) ?? {};
  return [...media, ...files];
}

function reportResult({ isError, text }: ToolResult): Part {
  if (!isError) return say(`tool said: ${text.split(subAgentReport).at(-1)}\n`);
  const failed = ["Exit code", "<tool_use_error>", "File does not exist"].some((start) =>
    text.startsWith(start),
  );
  return say(`${failed ? "tool failed" : "tool was refused"}: ${text}\n`);
}

function echo({ turn, text }: Asked): Part {
  return say(`(turn ${turn}) You said: ${text.slice(0, 200)}`);
}

function say(text: string): Part {
  return { kind: "text", pieces: intoPieces(text), everyMs: 0 };
}

/** The CLI puts a page of its own prose before what a sub-agent reports. */
const subAgentReport = "The report follows:\n";
