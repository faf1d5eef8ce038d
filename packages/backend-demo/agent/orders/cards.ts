import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { ToolCallContent, ToolKind } from "@agentclientprotocol/sdk/unstable";
import type { Turn } from "../turn/turn.ts";
import { picture } from "./picture.ts";

/*
 * Calls that do nothing but show what a card can hold: pictures, colours, large changes, many calls, nested ones.
 * No file is read or written for them.
 */

/** Shows a picture, as what a tool gave or as a part of the answer. */
export async function showImage(turn: Turn, isSaid: boolean): Promise<void> {
  const content = { type: "image" as const, mimeType: "image/png", data: picture().toString("base64") };
  if (isSaid) return turn.update({ sessionUpdate: "agent_message_chunk", content });
  const call = {
    name: "Screenshot",
    kind: "fetch",
    title: "Take a screenshot",
    input: { of: "nothing" },
  } as const;
  await show(turn, { ...call, content: [text("A screenshot of nothing."), { type: "content", content }] });
}

/** A command's output in colours that grows while one looks. */
export async function showAnsi(turn: Turn, lines: number): Promise<void> {
  const toolCallId = randomUUID();
  const call = { name: "Run", kind: "execute", title: "npm test", input: { command: "npm test" } } as const;
  const all = Array.from({ length: lines }, (_, index) => ansiLine(index, lines));
  await during(turn, { toolCallId, card: call }, async () => {
    for (let step = 1; step < STEPS; step += 1) {
      await turn.pause(200);
      const content = [text(all.slice(0, Math.ceil((step * lines) / STEPS)).join("\n"))];
      await turn.update({ sessionUpdate: "tool_call_update", toolCallId, status: "in_progress", content });
    }
    return [text(all.join("\n"))];
  });
}

const STEPS = 5;
const ESC = "\u001b";

function ansiLine(index: number, lines: number): string {
  if (index === lines - 1) return `${ESC}[1mTests${ESC}[0m  ${ESC}[32m${lines - 1} passed${ESC}[0m`;
  if (index % 25 === 24)
    return `${ESC}[33mWARN${ESC}[0m ${ESC}[2mslow:${ESC}[0m suite ${index} took 1,2${index % 10}0 ms`;
  if (index % 40 === 39)
    return `${ESC}[31m✗${ESC}[0m suite ${index} ${ESC}[4mfailed once${ESC}[0m, tried again`;
  return `${ESC}[32m✓${ESC}[0m suite ${index} ${ESC}[38;5;244m(${(index * 7) % 90} ms)${ESC}[0m`;
}

/** A change of a file of so many lines, in every tenth of them. */
export async function showDiff(turn: Turn, lines: number): Promise<void> {
  const path = join(turn.conversation.cwd, "src", "generated.ts");
  const before = Array.from({ length: lines }, (_, index) => `export const value${index} = ${index};`);
  const after = before.flatMap((line, index) => {
    if (index % 10 === 4) return [line.replace(/\d+;$/, `${index * 2}; // doubled`)];
    if (index % 30 === 9) return [];
    return index % 50 === 7 ? [line, `export const added${index} = "new";`] : [line];
  });
  const diff = { type: "diff" as const, path, oldText: ended(before), newText: ended(after) };
  const call = { name: "Edit", kind: "edit", title: "Edit src/generated.ts", input: { path } } as const;
  await show(turn, { ...call, content: [diff] });
}

/** Many calls of several kinds, one after the other; reads come in rows. */
export async function useTools(turn: Turn, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) await useTool(turn, index);
  await turn.stream("agent_message_chunk", [`${count} calls.\n`], 0);
}

/** A call with others inside it, as a sub-agent makes them. */
export async function showSubAgent(turn: Turn, count: number): Promise<void> {
  const toolCallId = randomUUID();
  const task = "Find where the port is set";
  const card = {
    name: "Task",
    kind: "think",
    title: `Sub-agent: ${task}`,
    input: { description: task, prompt: "Read what could set the port, and say where it is." },
  } as const;
  await during(turn, { toolCallId, card }, async () => {
    for (let index = 0; index < count; index += 1) await useTool(turn, index, toolCallId);
    return [text("The port is set in `src/main.ts`, by the flag `--port`.")];
  });
}

interface Card {
  readonly name: string;
  readonly kind: ToolKind;
  readonly title: string;
  readonly input: Readonly<Record<string, unknown>>;
}

async function useTool(turn: Turn, index: number, parent?: string): Promise<void> {
  const file = `src/part-${index}.ts`;
  const { cwd } = turn.conversation;
  switch (index % 6) {
    case 4: {
      const command = `npm test -- part-${index}`;
      const call = { name: "Run", kind: "execute", title: command, input: { command } } as const;
      return show(turn, { ...call, content: [text(ansiLine(index, index + 2))], parent });
    }
    case 5: {
      const call = { name: "Edit", kind: "edit", title: `Edit ${file}`, input: { path: file } } as const;
      const [oldText, newText] = [`export const part = ${index};\n`, `export const part = "${index}";\n`];
      const diff = { type: "diff" as const, path: join(cwd, file), oldText, newText };
      return show(turn, { ...call, content: [diff], parent });
    }
    case 3: {
      const call = {
        name: "Search",
        kind: "search",
        title: `Search for part ${index}`,
        input: { pattern: `part ${index}` },
      } as const;
      return show(turn, { ...call, content: [text(`${file}:1: export const part = ${index};`)], parent });
    }
    default: {
      const call = { name: "Read", kind: "read", title: `Read ${file}`, input: { path: file } } as const;
      return show(turn, { ...call, content: [text(`export const part = ${index};`)], parent });
    }
  }
}

/** A call that is done as soon as it has begun. */
async function show(turn: Turn, { content, parent, ...card }: Shown): Promise<void> {
  turn.signal.throwIfAborted();
  await during(turn, { toolCallId: randomUUID(), card, ...(parent && { parent }) }, async () => {
    await turn.pause(200);
    return content;
  });
}

interface Shown extends Card {
  readonly content: ToolCallContent[];
  /** The call that it is made inside of. */
  readonly parent?: string | undefined;
}

interface Call {
  readonly toolCallId: string;
  readonly card: Card;
  /** The call that it is made inside of. */
  readonly parent?: string;
}

/** Opens a call, and closes it with what its work shows, or as failed where the turn is cut. */
async function during(
  turn: Turn,
  { toolCallId, card, parent }: Call,
  work: () => Promise<ToolCallContent[]>,
): Promise<void> {
  const { name, kind, title, input } = card;
  const call = { toolCallId, name, kind, title, rawInput: input, status: "in_progress" } as const;
  const meta = parent === undefined ? {} : { _meta: { parentToolCallId: parent } };
  await turn.update({ sessionUpdate: "tool_call", ...call, ...meta });
  const end = { sessionUpdate: "tool_call_update", toolCallId } as const;
  try {
    await turn.update({ ...end, status: "completed", content: await work() });
  } catch (error) {
    await turn.update({ ...end, status: "failed", content: [text("The turn was cancelled.")] });
    throw error;
  }
}

function text(words: string): ToolCallContent {
  return { type: "content", content: { type: "text", text: words } };
}

function ended(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join("");
}
