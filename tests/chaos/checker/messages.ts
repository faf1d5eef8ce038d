import type { AskedMessage, Histories, LogHistory } from "./histories.ts";
import { promptOf } from "./processes.ts";

/** What was taken is in a log, or waits; each message is said once, to one CLI, and not before the log has it. */
export function messageFaults({ logs, processes, asked }: Histories): string[] {
  return [
    ...asked.messages.flatMap((message) => lost(message, logs)),
    ...saidTwice(logs),
    ...processes.flatMap(({ key, entries }) => {
      const heard = entries.flatMap((entry) => (entry.did === "heard" ? [entry.prompt] : []));
      return heard
        .filter((prompt) => placesOf(logs, prompt).length === 0)
        .map((prompt) => `process ${key} heard message #${prompt}, which no log has`);
    }),
    ...heardTwice(processes),
  ];
}

function lost(message: AskedMessage, logs: readonly LogHistory[]): string[] {
  if (message.sessionId === null) return [];
  const what = `message #${message.prompt} of session ${message.sessionId}`;
  const log = logs.find(({ sessionId }) => sessionId === message.sessionId);
  const places = placesOf(logs, message.prompt);
  if (places.some((sessionId) => sessionId !== message.sessionId))
    return [`${what} is in the log of another`];
  const waits = message.messageId !== null && log?.queue.includes(message.messageId) === true;
  if (places.length > 0 && waits) return [`${what} was said and waits still`];
  if (places.length > 0 || waits || !message.isTaken || message.isWithdrawn) return [];
  return [`${what} was taken and is lost`];
}

function placesOf(logs: readonly LogHistory[], prompt: number): string[] {
  return logs.flatMap(({ sessionId, chunks }) =>
    chunks.some((chunk) => chunk.type === "user_message" && promptOf(chunk) === prompt) ? [sessionId] : [],
  );
}

function saidTwice(logs: readonly LogHistory[]): string[] {
  const said = logs.flatMap(({ chunks }) =>
    chunks.filter(({ type }) => type === "user_message").map(promptOf),
  );
  return repeated(said).map((prompt) => `message #${prompt} is in the logs twice`);
}

function heardTwice(processes: Histories["processes"]): string[] {
  const heard = processes.flatMap(({ entries }) =>
    entries.flatMap((entry) => (entry.did === "heard" ? [entry.prompt] : [])),
  );
  return repeated(heard).map((prompt) => `message #${prompt} was heard twice`);
}

function repeated(numbers: readonly number[]): number[] {
  return [...new Set(numbers.filter((number, index) => numbers.indexOf(number) !== index))];
}
