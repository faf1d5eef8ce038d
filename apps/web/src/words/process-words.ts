import type { ProcessInfo } from "@switchyard/core/protocol";

const rules = new Intl.PluralRules("en");

/** All that the process panel says. */
export const processWords = {
  title: "Processes",
  sum: (count: number, limit: number) => `${count} of ${limit} ${one(limit, "process", "processes")}`,
  inMemory: (memory: string) => `${memory} in memory`,
  wait: (count: number) => `${count} ${one(count, "start waits", "starts wait")}`,
  waitTitle: "Sessions whose process starts when another one ends",
  memoryTitle: "Resident memory of everything a process started. What processes share is counted in each.",

  table: "Processes of the sessions",
  columns: {
    session: "Session",
    backend: "Backend",
    state: "State",
    event: "Last event",
    age: "Age",
    memory: "Memory",
    count: "Tree",
    action: "Action",
  },
  countTitle: "How many processes of the system it is, with all that it started",
  count: (count: number) => `${count} ${one(count, "process", "processes")}`,
  states: {
    starting: "Starting",
    busy: "Working",
    idle: "Idle",
    background: "Background work",
    spare: "Spare",
    stopping: "Stopping",
  } satisfies Record<ProcessInfo["state"], string>,
  idleFor: (time: string) => `Idle ${time}`,
  spareIn: (folder: string) => `Spare, in ${folder}`,
  spareTitle: "Started ahead, for the next session in this folder. It ends by itself when none comes.",
  unknown: "Session that is not in the list",
  events: new Map([
    ["session_started", "Conversation opened"],
    ["turn_started", "Turn started"],
    ["user_message", "Your message"],
    ["agent_message", "Answer"],
    ["agent_thought", "Thought"],
    ["tool_call", "Tool call"],
    ["tool_call_update", "Tool result"],
    ["plan", "Plan"],
    ["permission_request", "Asked you"],
    ["permission_resolved", "Request settled"],
    ["turn_ended", "Turn ended"],
    ["notice", "Notice"],
  ]) as ReadonlyMap<string, string>,
  noEvent: "Nothing yet",
  ago: (what: string, time: string) => `${what}, ${time} ago`,
  notTold: "not told",

  showTree: (name: string) => `Show what ${name} started`,
  tree: (name: string) => `Processes of ${name}`,
  noTree: "This system does not tell what a process started.",
  startedBy: (pid: number) => `started by ${pid}`,
  pid: "Process id",
  folder: "Folder",
  age: "Age",
  memory: "Memory",

  stop: "Stop process",
  stopOf: (name: string) => `Stop the process of ${name}`,
  all: "All processes",
  stopAll: "Stop all",
  sleepIdle: (count: number) => (count === 0 ? "Put idle to sleep" : `Put ${count} idle to sleep`),
  slept: (count: number) =>
    `${count} ${one(count, "session sleeps", "sessions sleep")}. A message wakes ${one(count, "it", "one")}.`,
  nothingIdle: "No process is idle.",
  nothingRuns: "No process runs.",
  stopFailed: "Not every process was stopped",
  stopOneTitle: "Stop this process?",
  stopOneBody:
    "A turn runs. Stopping interrupts it and ends everything that it started. The session stays; its next message starts a process again.",
  stopAllTitle: (count: number) => `Stop ${count} ${one(count, "process", "processes")}?`,
  stopAllBody: (turns: number) =>
    `${turns === 0 ? "No turn runs." : `${turns} ${one(turns, "turn runs and is", "turns run and are")} interrupted.`} Everything that the processes started ends. The sessions stay; a message starts a process again.`,
  stopNow: (count: number) => (count === 1 ? "Stop process" : `Stop ${count} processes`),
  keepRunning: "Keep running",

  loading: "Looking at the processes",
  failed: "The processes could not be read",
  stale: "Shown as they were when the bridge last answered.",
  emptyTitle: "No process runs",
  emptyText: "Sessions sleep without a process. The next message to one starts it.",
  toSessions: "Go to the sessions",
  limit: (limit: number) =>
    `At most ${limit} ${one(limit, "process lives", "processes live")} at once. Over that, the one that was idle longest is put to sleep.`,
  toSettings: "Change it in the settings",

  orphans: "Left behind and ended",
  orphansText:
    "What outlived its CLI or its bridge, since this bridge started. It would go on holding memory.",
  noOrphans: "Nothing was left behind since the bridge started.",
  orphan: (count: number, when: string) => `Ended ${count} ${one(count, "process", "processes")}, ${when}.`,
  orphanWhen: {
    bridge_start: "left by a bridge that was killed",
    process_end: "left by a CLI that had ended",
  },
  survivors: (pids: readonly number[]) =>
    `${one(pids.length, "Process", "Processes")} ${pids.join(", ")} could not be ended. Look at ${one(pids.length, "it", "them")} in a terminal.`,
} as const;

function one(count: number, singular: string, other: string): string {
  return rules.select(count) === "one" ? singular : other;
}
