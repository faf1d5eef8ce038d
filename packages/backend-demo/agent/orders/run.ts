import { RequestError } from "@agentclientprotocol/sdk/unstable";
import { modeOf } from "../conversation/conversation.ts";
import { ToolFailure } from "../folder/failure.ts";
import { readFile } from "../tour/look.ts";
import { showSteps } from "../tour/plan.ts";
import { giveTour } from "../tour/tour.ts";
import { interrupted } from "../turn/permission.ts";
import { editOwnFile, runCommand, runTool } from "../turn/tool.ts";
import type { Turn } from "../turn/turn.ts";
import { usageUpdate } from "../turn/words.ts";
import { showAnsi, showDiff, showImage, showSubAgent, useTools } from "./cards.ts";
import { askForms } from "./forms.ts";
import { badLine, bigLine, flood, noise, stderrLines } from "./lines.ts";
import type { Order, StopReason } from "./parse.ts";
import { endProcess, endProcessBy, ignoreTerm, leaveChild } from "./process.ts";
import { askForNothing, requestUnknown } from "./requests.ts";

/** Does what a message orders, one after the other; throws a `RequestError` where the turn is told to fail. */
export async function runOrders(turn: Turn, orders: readonly Order[]): Promise<StopReason> {
  let reason: StopReason = "end_turn";
  for (const order of orders) {
    turn.signal.throwIfAborted();
    if (order.kind === "stop") reason = order.reason;
    await runOrder(turn, order);
  }
  return reason;
}

async function runOrder(turn: Turn, order: Order): Promise<void> {
  switch (order.kind) {
    case "text":
      return turn.stream("agent_message_chunk", order.pieces, order.everyMs);
    case "think":
      return turn.stream("agent_thought_chunk", order.pieces, 0);
    case "hang":
      await say(turn, "word0 ");
      return interrupted(turn.signal);
    case "remember":
      return say(turn, `I remember: ${JSON.stringify(earlierPrompts(turn))}`);
    case "tour":
      return giveTour(turn);
    case "read": {
      const read = await readFile(turn, order.path);
      return say(turn, `${read.isDone ? "tool said" : "tool failed"}: ${read.text}\n`);
    }
    case "edit": {
      const { end, text } = await editOwnFile(turn, order.text);
      return say(turn, `${TOLD_EDIT[end]}: ${text}\n`);
    }
    case "form":
      return askForms(turn, order);
    case "image":
      return showImage(turn, order.isSaid);
    case "ansi":
      return showAnsi(turn, order.lines);
    case "diff":
      return showDiff(turn, order.lines);
    case "tools":
      return useTools(turn, order.count);
    case "subagent":
      return showSubAgent(turn, order.count);
    case "plan":
      return showSteps(turn, order.steps);
    case "cost":
      turn.conversation.costUsd += order.usd;
      return turn.update(usageUpdate(turn.conversation));
    case "context":
      turn.conversation.context = { used: order.used, size: order.size };
      return turn.update(usageUpdate(turn.conversation));
    case "failtool":
      return failTool(turn, order.message);
    case "run": {
      const { end, text } = await runCommand(turn, order.command);
      return say(turn, `${TOLD_RUN[end]}: ${text}\n`);
    }
    case "ask":
      return askForNothing(turn, order);
    case "request":
      return requestUnknown(turn, order.method);
    case "mode":
      return changeMode(turn, order.id);
    case "fail":
      throw new RequestError(order.code, order.message);
    case "exit":
      return endProcess(turn, order);
    case "signal":
      return endProcessBy(turn, order.signal);
    case "flood":
      return flood(turn, order.count);
    case "bigline":
      return bigLine(turn, order.bytes);
    case "badline":
      return badLine(turn, order.text);
    case "noise":
      return noise(turn, order.text);
    case "stderr":
      return stderrLines(turn, order.count);
    case "child":
      return leaveChild(turn, order.seconds);
    case "ignoreterm":
      return ignoreTerm(turn);
    case "unknown":
      return say(turn, `Unknown order: ${order.source}`);
    case "stop":
      return undefined;
  }
}

/** Orders are for tests too: what they say comes at once, whatever the pace is. */
async function say(turn: Turn, text: string): Promise<void> {
  await turn.stream("agent_message_chunk", [text], 0);
}

const TOLD_RUN = { done: "tool said", rejected: "tool was refused", failed: "tool failed" };
const TOLD_EDIT = { written: "tool said", rejected: "tool was refused", failed: "tool failed" };

function earlierPrompts({ conversation }: Turn): string[] {
  return conversation.exchanges.slice(0, -1).map(({ prompt }) => prompt);
}

async function failTool(turn: Turn, message: string): Promise<void> {
  const tool = { name: "Fail", kind: "other", title: "Fail", input: { message } } as const;
  const { text } = await runTool(turn, tool, () => Promise.reject(new ToolFailure(message)));
  await say(turn, `tool failed: ${text}\n`);
}

/** The agent changes the mode by itself, and tells so. */
async function changeMode(turn: Turn, id: string): Promise<void> {
  const mode = modeOf(id);
  if (mode === undefined) return say(turn, `Unknown mode: ${id}`);
  turn.conversation.mode = mode;
  await turn.update({ sessionUpdate: "current_mode_update", currentModeId: mode });
}
