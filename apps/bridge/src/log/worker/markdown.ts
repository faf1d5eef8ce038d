import type { Attachment, EarlierBackend, FileDiff, StoredImage, TurnUsage } from "@switchyard/core/protocol";
import type { Item, QuestionItem, RequestItem, Section, ToolItem, TurnEnd } from "@switchyard/core/session";
import type { SessionRecord } from "../../session/record.ts";
import { code, collapsed, fenced, oneLine, prose, quoted } from "./markdown-blocks.ts";

/** What stands above the turns. */
export function markdownHead(record: SessionRecord): string {
  // A program tells its model when it starts, and not when the user chooses another one.
  const model = record.provenance?.model ?? record.modelInUse;
  const facts = [
    `Started ${time(record.createdAt * 1000)}`,
    `Folder ${code(record.cwd)}`,
    `Backend ${record.backendId}${program(record.provenance?.backend)}`,
    ...(record.provenance?.backend.earlier ?? []).map((was) => `Until turn ${was.untilTurn}${program(was)}`),
    `Persona ${record.persona}${origin(record)}`,
    ...(model === null ? [] : [`Model ${model}`]),
    ...(record.cliSessionId === null ? [] : [`Conversation ${code(record.cliSessionId)}`]),
    `Usage ${usage(record.usage)}`,
  ];
  return `# ${oneLine(record.title)}\n\n${facts.map((fact) => `- ${fact}\n`).join("")}\n`;
}

/** Whose code ran which version of the program. */
function program(behind: Omit<EarlierBackend, "untilTurn"> | undefined): string {
  if (behind === undefined) return "";
  const { plugin, cliVersion } = behind;
  const parts = [
    ...(cliVersion === null ? [] : [`version ${code(cliVersion)}`]),
    ...(plugin === null ? [] : [`by ${code(`${plugin.name} ${plugin.version}`)}, hash ${code(plugin.hash)}`]),
  ];
  return parts.map((part) => `, ${part}`).join("");
}

/** Where the persona's text came from, and which it was. */
function origin({ provenance }: SessionRecord): string {
  if (provenance === null) return "";
  const { layer, source, packVersion, hash } = provenance.persona;
  const named = packVersion === null ? source : `${source} ${packVersion}`;
  return `, ${layer.replaceAll("_", " ")}, from ${code(named)}, hash ${code(hash)}`;
}

export function markdownTurnHead({ turn, startedAt, by }: Section): string {
  const whose = by === "agent" ? ", begun by the agent" : "";
  return `## Turn ${turn}, ${time(startedAt)}${whose}\n\n`;
}

export function markdownTurnEnd({ stopReason, error, usage: used, durationMs }: TurnEnd): string {
  const words = stopReason === "end_turn" ? "Ended" : `Ended: ${stopReason.replaceAll("_", " ")}`;
  const cost = used === null ? "" : `, ${usage(used)}`;
  const fault = error === null ? "" : quoted(`**${error.code}** ${error.message}`);
  return `*${words} after ${(durationMs / 1000).toFixed(1)} s${cost}*\n\n${fault}`;
}

export function markdownItem(item: Item): string {
  switch (item.kind) {
    case "user":
      return `**User**\n\n${item.text === "" ? "" : quoted(item.text)}${cutNote(item.truncated)}${beside(item.attachments)}`;
    case "message":
      return `${prose(item.text)}${cutNote(item.truncated)}${pictures(item.images)}`;
    case "thought":
      return collapsed("Thought", quoted(item.text));
    case "tool":
      return tool(item);
    case "plan":
      return `**Plan**\n\n${item.entries.map(planEntry).join("")}\n`;
    case "request":
      return request(item);
    case "question":
      return form(item);
    case "notice":
      return quoted(`**${item.level === "info" ? "Note" : `Note (${item.level})`}** ${item.text}`);
    case "process":
      return `*${["Conversation opened", item.cliVersion, item.model].filter((fact) => fact !== null).join(", ")}*\n\n`;
  }
}

/** Names and sizes; what is in them stays behind. */
function beside(attachments: readonly Attachment[]): string {
  const lines = attachments.map(
    ({ name, mediaType, bytes }) => `- ${code(name)}, ${mediaType}, ${bytes} bytes\n`,
  );
  return lines.length === 0 ? "" : `Attached:\n\n${lines.join("")}\n`;
}

function pictures(images: readonly StoredImage[]): string {
  return images.map(({ mediaType, bytes }) => `*Picture: ${mediaType}, ${bytes} bytes.*\n\n`).join("");
}

function form({ title, questions, resolved }: QuestionItem): string {
  const answered = questions.map(({ questionId, question }) => {
    const answer = [resolved?.answers?.[questionId] ?? []].flat().join(", ");
    return `${question} ${answer === "" ? "*(no answer)*" : `**${answer}**`}`;
  });
  return quoted([`**Question** ${title}`, ...answered].join("\n\n"));
}

function tool({ name, title, status, input, output, diff, images, truncated }: ToolItem): string {
  const inside = [
    `Input\n\n${fenced(inputText(input), typeof input === "string" ? "" : "json")}`,
    ...(diff ?? []).map((change) => `${code(change.path)}\n\n${fenced(diffText(change), "diff")}`),
    ...(output === null ? [] : [`Output\n\n${fenced(output)}`]),
    pictures(images),
    cutNote(truncated),
  ];
  const named = title === "" || title === name ? name : `${name}: ${title}`;
  return collapsed(`${named} (${status.replaceAll("_", " ")})`, inside.join(""));
}

function inputText(input: unknown): string {
  return typeof input === "string" ? input : (JSON.stringify(input, null, 2) ?? "");
}

/** Line by line what went and what came, less what is the same at both ends. */
function diffText({ oldText, newText }: FileDiff): string {
  const [before, after] = [oldText === null ? [] : oldText.split("\n"), newText.split("\n")];
  const start = firstDifference(before, after);
  const end = Math.min(
    firstDifference(before.toReversed(), after.toReversed()),
    Math.min(before.length, after.length) - start,
  );
  return [
    ...before.slice(Math.max(0, start - CONTEXT), start).map((line) => ` ${line}`),
    ...before.slice(start, before.length - end).map((line) => `-${line}`),
    ...after.slice(start, after.length - end).map((line) => `+${line}`),
    ...after.slice(after.length - end, after.length - end + CONTEXT).map((line) => ` ${line}`),
  ].join("\n");
}

function firstDifference(one: readonly string[], other: readonly string[]): number {
  const at = one.findIndex((line, index) => line !== other[index]);
  return at === -1 ? one.length : at;
}

function request({ title, input, resolved }: RequestItem): string {
  const answer =
    resolved === null ? "not answered" : `${resolved.decision.replaceAll("_", " ")}, by ${BY[resolved.by]}`;
  const asked = collapsed(`Asked for: ${title}`, fenced(inputText(input), "json"));
  return `**Request** ${oneLine(title)}: ${answer}\n\n${asked}`;
}

const BY = {
  user: "the user",
  policy: "an earlier answer",
  agent: "the agent",
  interrupt: "the interrupt",
  session_end: "the end of the session",
} as const;

function planEntry({ content, status }: { content: string; status: string }): string {
  return `- [${status === "completed" ? "x" : " "}] ${oneLine(content)}\n`;
}

function cutNote(truncated: { bytes: number } | null): string {
  return truncated === null ? "" : `*Cut here: all of it is ${truncated.bytes} bytes.*\n\n`;
}

function usage({ inputTokens, outputTokens, costUsd }: TurnUsage): string {
  const cost = costUsd === null ? "" : `, $${costUsd.toFixed(4)}`;
  return `${inputTokens} tokens in, ${outputTokens} out${cost}`;
}

function time(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

const CONTEXT = 3;
