import type { SeenLife } from "@switchyard/testkit/bridge";
import type { ClientHistory, LogHistory } from "./histories.ts";

/** What a client saw of a log's life must have no gap and no repetition, and be what the log holds. */
export function clientFaults(history: ClientHistory, logs: readonly LogHistory[]): string[] {
  const log = logs.find(({ sessionId }) => sessionId === history.sessionId);
  const faults = [
    ...history.lives.flatMap(gaps),
    ...history.lives.flatMap((life) => strangers(life, log)),
    ...(history.isCaughtUp ? behind(history.lives.at(-1), log) : []),
  ];
  return faults.map((fault) => `${history.client} of session ${history.sessionId}: ${fault}`);
}

function gaps({ afterSeq, seen }: SeenLife): string[] {
  const at = seen.findIndex(({ seq }, index) => seq !== afterSeq + index + 1);
  return at === -1 ? [] : [`saw seq ${seen[at]?.seq} where ${afterSeq + at + 1} was due`];
}

function strangers({ logId, seen }: SeenLife, log: LogHistory | undefined): string[] {
  if (log === undefined)
    return seen.length === 0 ? [] : [`saw ${seen.length} chunks of a session that is gone`];
  if (log.logId !== logId) return [];
  const stranger = seen.find(({ seq, text }) => log.seen[seq - 1]?.text !== text);
  if (stranger === undefined) return [];
  const held = log.seen[stranger.seq - 1]?.text ?? "nothing";
  return [`saw ${short(stranger.text)} at seq ${stranger.seq}, where the log holds ${short(held)}`];
}

function behind(life: SeenLife | undefined, log: LogHistory | undefined): string[] {
  const last = log?.chunks.length ?? 0;
  const sawTo = life?.seen.at(-1)?.seq ?? life?.afterSeq ?? 0;
  const faults = sawTo === last ? [] : [`saw the log up to ${sawTo} of ${last}`];
  return life === undefined || life.logId === log?.logId
    ? faults
    : [...faults, "follows a life that is over"];
}

function short(text: string): string {
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
