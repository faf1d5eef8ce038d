import type { AgentChunk } from "@switchyard/core/protocol";
import type { Histories, LogHistory, ProcessHistory } from "./histories.ts";
import { isAsked, isYes } from "./requests.ts";

/** Of what a process wrote the log holds the beginning, in order and once; of a turn that it ended, all. */
export function processFaults(histories: Histories): string[] {
  const heard = histories.logs.map(wordsOf);
  const faults = histories.processes.flatMap((process) => {
    const logs = heard.filter(({ words }) => words.has(process.key));
    if (logs.length > 1) return [`process ${process.key} is heard in ${logs.length} sessions`];
    const words = logs[0]?.words.get(process.key) ?? [];
    return [
      ...notWhatItSaid(process, words),
      ...cutTurns(process, words, histories.logs),
      ...permissions(process, histories.logs),
    ].map((fault) => `process ${process.key}: ${fault}`);
  });
  return [
    ...faults,
    ...histories.logs.flatMap((log) => conversations(log, histories.processes)),
    ...unasked(histories),
  ];
}

/** A session's words by the process that said them, each as `turn.word`, in their order. */
function wordsOf({ chunks }: LogHistory): { words: Map<string, string[]> } {
  const words = new Map<string, string[]>();
  const said = chunks.filter(({ type }) => type === "agent_message").map(({ content }) => content);
  for (const [, key = "", place = ""] of said.join("").matchAll(WORD)) {
    const known = words.get(key) ?? [];
    known.push(place);
    words.set(key, known);
  }
  return { words };
}

const WORD = /\b([0-9a-f]{8})\.(\d+\.\d+) /g;

function notWhatItSaid({ entries }: ProcessHistory, words: readonly string[]): string[] {
  const said = entries.flatMap((entry) => (entry.did === "said" ? [`${entry.turn}.${entry.word}`] : []));
  const at = words.findIndex((word, index) => word !== said[index]);
  return at === -1
    ? []
    : [`its word ${at + 1} is ${words[at]} in the log, it said ${said[at] ?? "nothing more"}`];
}

/** Turns that ended by themselves, and of which the log lacks words. */
function cutTurns(
  { entries }: ProcessHistory,
  words: readonly string[],
  logs: readonly LogHistory[],
): string[] {
  return entries.flatMap((entry) => {
    if (entry.did !== "ended" || !endedByItself(logs, entry.prompt)) return [];
    const said = entries.filter((each) => each.did === "said" && each.turn === entry.turn).length;
    const heard = words.filter((word) => word.startsWith(`${entry.turn}.`)).length;
    return said === heard ? [] : [`turn ${entry.turn} has ${heard} of its ${said} words in the log`];
  });
}

function endedByItself(logs: readonly LogHistory[], prompt: number): boolean {
  return logs.some(({ chunks }) => {
    const asked = chunks.find((chunk) => chunk.type === "user_message" && promptOf(chunk) === prompt);
    return chunks.some(
      (chunk) => chunk.turn === asked?.turn && chunk.type === "turn_ended" && chunk.stopReason === "end_turn",
    );
  });
}

/** The number of a message of this run. */
export function promptOf({ content }: AgentChunk): number {
  return Number(/#(\d+)/.exec(content)?.[1] ?? 0);
}

/** A process was told yes only where the log says so. */
function permissions({ entries }: ProcessHistory, logs: readonly LogHistory[]): string[] {
  const chunks = logs.flatMap((log) => log.chunks);
  return entries.flatMap((entry) => {
    if (entry.did !== "was told" || !entry.isAllowed) return [];
    const request = chunks.filter(isAsked).find((chunk) => chunk.toolCallId === entry.toolCallId);
    const isLogged = chunks.filter(isYes).some((chunk) => chunk.requestId === request?.requestId);
    return isLogged ? [] : [`was allowed ${entry.toolCallId}, which the log does not say`];
  });
}

/** Nothing is allowed that nobody allowed. */
function unasked({ logs, asked }: Histories): string[] {
  return logs.flatMap(({ sessionId, chunks }) =>
    chunks
      .filter(isYes)
      .filter(({ requestId }) => !asked.allowed.has(requestId))
      .map(({ requestId }) => `log ${sessionId}: request ${requestId} was allowed by nobody`),
  );
}

/** Each process of a session goes on with the conversation of the one before it. */
function conversations({ sessionId, chunks }: LogHistory, processes: readonly ProcessHistory[]): string[] {
  const faults: string[] = [];
  let before: { key: string | null; cliSessionId: string | null } = { key: null, cliSessionId: null };
  for (const chunk of chunks) {
    if (chunk.type !== "session_started") continue;
    const start = processes.find(({ key }) => key === chunk.cliVersion)?.entries[0];
    const resumed = start?.did === "start" ? start.resumed : null;
    if (before.cliSessionId !== null && chunk.cliVersion !== before.key && resumed !== before.cliSessionId) {
      const fault = `process ${String(chunk.cliVersion)} resumed ${String(resumed)}, not ${before.cliSessionId}`;
      faults.push(`log ${sessionId}: ${fault}`);
    }
    before = { key: chunk.cliVersion, cliSessionId: chunk.cliSessionId };
  }
  return faults;
}
