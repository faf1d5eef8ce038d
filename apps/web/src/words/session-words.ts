import type { PermissionMode, ProcessState, StopReason, ToolKind } from "@switchyard/core/protocol";

/** All that the session screen says. */
export const sessionWords = {
  transcript: "Transcript",
  details: "Session details",
  showDetails: "Show session details",
  hideDetails: "Hide session details",
  back: "Back to the sessions",
  interrupt: "Interrupt",
  interruptFailed: "The turn could not be interrupted",
  stop: "Stop session",
  archived: "Archived",
  renameFailed: "The session was not renamed",
  actionFailed: (action: string, why: string) => `${action}: ${why}`,
  mode: "Permission mode",
  modeName: "Mode",
  permissions: "Permissions",
  modeChanging: "Changing the mode",
  modeFailed: "The mode was not changed",
  modeFixed: "This backend can’t change its mode in mid-session",
  modelChanging: "Changing the model",
  modelFailed: "The model was not changed",
  cannotAsk: "Can’t ask",
  backend: "Backend",
  model: "Model",
  defaultModel: "default model",
  keys: {
    details: "Show or hide session details",
    copyTurn: "Copy the newest turn",
    mode: "Choose the permission mode",
    start: "Go to the first turn",
    turnBefore: "Previous turn",
    turnBehind: "Next turn",
  },
  find: {
    title: "Find in this session",
    previous: "Previous place",
    previousTitle: "Previous place (Shift+Enter)",
    next: "Next place",
    nextTitle: "Next place (Enter)",
    close: "Close",
    searching: "Searching",
    place: (number: number, count: number, isCut: boolean) =>
      `${number.toLocaleString("en")} of ${isCut ? "the best " : ""}${count.toLocaleString("en")}`,
    none: "Not found. All words must be there.",
    stillReading: "Still reading older sessions",
    failed: (why: string) => `The search did not work: ${why}`,
    again: "Search again",
  },
  you: "You",
  turn: (number: number) => `Turn ${number}`,
  turnLine: (parts: readonly string[]) => parts.join(", "),
  startedBy: { user: "", agent: "started by the CLI", resume: "resumed" },
  toStartOfTurn: "Go to the start of this turn",

  jumpToEnd: "Jump to the end",
  newItems: (count: number) => `${count} new`,
  older: "Reading older turns",
  newer: "Reading newer turns",
  loading: "Reading the history",
  loadFailed: "The history could not be read",
  emptyTitle: "Nothing said yet",
  emptyWaits: "Its first message waits below.",
  emptyBody: (name: string) => `Your first message starts ${name}.`,

  thinking: "Thinking",
  thoughtFor: (time: string) => `Thought for ${time}`,
  working: "Working",
  starting: (name: string) => `Starting ${name}`,
  readFiles: (count: number) => plural(count, { one: "read 1 file", other: `read ${count} files` }),
  searched: (count: number) =>
    plural(count, { one: "searched once", two: "searched twice", other: `searched ${count} times` }),
  joined: (parts: readonly string[]) => capitalised(parts.join(", ")),
  calls: (count: number) => plural(count, { one: "1 call", other: `${count} calls` }),
  verbs: {
    read: "Read",
    edit: "Edit",
    write: "Write",
    delete: "Delete",
    move: "Move",
    search: "Search",
    execute: "Run",
    think: "Think",
    fetch: "Fetch",
    switch_mode: "Switch mode",
    other: "Use",
  } satisfies Record<ToolKind | "write", string>,
  toolStates: { pending: "Pending", in_progress: "Running", completed: "Done", failed: "Failed" },
  waitingForYou: "Waiting for you",
  input: "Input",
  output: "Output",
  noOutput: "No output",
  unchanged: (count: number) => plural(count, { one: "1 unchanged line", other: `${count} unchanged lines` }),
  showMoreLines: (count: number) =>
    plural(count, { one: "Show 1 more line", other: `Show ${count} more lines` }),
  showEarlierLines: (count: number) =>
    plural(count, { one: "Show 1 earlier line", other: `Show ${count} earlier lines` }),
  showAll: (size: string) => `Show all (${size})`,
  showAllFailed: "The whole text could not be read",
  diffOf: (path: string, added: number, removed: number) =>
    `Diff of ${path}, ${plural(added, { one: "1 line", other: `${added} lines` })} added, ${removed} removed`,
  added: "added",
  removed: "removed",
  printed: "Printed",
  printedTitle: "Written by the CLI outside of its messages",
  planUpdated: (done: number, all: number) => `Plan updated, ${done} of ${all}`,

  ends: {
    interrupted: "Interrupted",
    continue: "Continue",
    continueFailed: "The session did not go on",
    limited: "A usage limit was reached",
    limitedBody: "What came so far is kept.",
    restarted: "The bridge was restarted during this turn",
    closedByRestart: "What waited for you was closed and not done.",
    refusal: "The model declined to answer",
    refusalBody: "Nothing was lost. Another wording may help.",
    maxTokens: "The answer reached the model’s length limit",
    maxTokensBody: "What came so far is kept.",
    notRunTitle: (name: string) => `${name} could not go on`,
    kept: (turn: number, time: string, name: string) =>
      `Turn ${turn} ended after ${time}. The history is complete; the next message starts ${name} again with the same conversation.`,
    keptUntil: (turn: number, time: string, name: string) =>
      `Turn ${turn} ended after ${time}. The history is complete; once ${name} can be used again, the next message goes on with the same conversation.`,
    retry: "Try again",
    copyDetails: "Copy details",
    copyCommand: "Copy command",
    checkAgain: "Check again",
    missing: (name: string) => `${name} is not installed`,
    loggedOut: (name: string) => `${name} is not logged in`,
    hintKept: "Your message is kept in the history.",
    ready: (name: string) => `${name} is ready`,
    readyBody: "Send a message to go on.",
    readyUnknown: "Send a message to go on: its answer tells whether it is logged in.",
  },
  stopReasons: {
    end_turn: "Ended",
    interrupted: "Interrupted",
    error: "Failed",
    refusal: "Declined",
    max_tokens: "Cut short",
    process_exit: "Process ended",
  } satisfies Record<StopReason, string>,

  off: {
    title: (name: string) => `${name} is off`,
    body: "This session stays readable. It can’t go on while its backend is turned off.",
    toSettings: "Turn it on in the settings",
    draft: "Your draft is kept.",
  },

  message: "Message",
  messageTo: (persona: string) => `Message the ${persona}`,
  messagePlain: "Message the session",
  send: "Send",
  sendEmpty: "Write a message first",
  queuesHint: "Queues until this turn ends.",
  sendsNow: "sends now",
  heldHint: "Sends when connected",
  heldHere: "Sends when connected, if this page stays open: the browser has no room to keep it",
  resume: "Resume",
  resumeFailed: "The session could not be resumed",
  stoppedHint: "This session is stopped. Resume it to send; its history and your draft are kept.",
  archivedHint: "This session is archived. Resuming it takes it out of the archive.",
  asleep: "Asleep. Your next message wakes it.",
  line: {
    why: (limit: number | undefined) =>
      limit === undefined
        ? "All processes are at work. It starts when one is free."
        : `${limit} of ${plural(limit, { one: "1 process is", other: `${limit} processes are` })} at work. It starts when one is free.`,
    processes: "Processes",
    settings: "Settings",
  },
  notKept: {
    title: "The disk takes nothing",
    body: "What is said here is kept in memory only, and stored in order once it does. If it is full, free some space.",
  },
  sending: "Sending",
  failedSend: "Not sent",
  retry: "Retry",
  discard: "Remove",
  editQueued: "Edit",
  queue: {
    list: "Queued messages",
    waits: "Queued",
    held: "Held",
    runNow: "Run now",
    runAll: "Run all",
    edit: "Edit",
    editLabel: "Queued message",
    save: "Save",
    cancel: "Cancel",
    remove: "Remove from the queue",
    removed: "Removed from the queue",
    backAtEnd: "Back in the queue, at its end",
    backInComposer: "Back in the composer: sending it would start a turn",
    editKept: "The queued message was not changed. What you wrote is in the composer.",
    heldByFailure: "Waits for you: the last turn failed",
    heldByInterrupt: "Waits for you: the last turn was interrupted",
    heldByRestart: "Waits for you since the bridge was restarted",
    waitsForResume: "Waits until the session is resumed",
  },
  trust: {
    title: "This folder brings things that run",
    body: "They run when the CLI starts here. Your message is kept and goes out once you trust the folder.",
    accept: "Trust and send",
  },

  plan: "Plan",
  planProgress: (done: number, all: number) => `${done} of ${all}`,
  planStates: { pending: "Not started", in_progress: "Running", completed: "Done" },
  noPlan: "No plan yet.",
  changes: "Changes",
  noChanges: "No files changed yet.",
  usage: "Usage and process",
  lastTurn: "Last turn",
  allTurns: "All turns",
  tokensInOut: (input: string, output: string) => `${input} in, ${output} out`,
  process: "Process",
  processStates: {
    starting: "Starting",
    live: "Live",
    asleep: "Asleep",
    none: "Not running",
  } satisfies Record<ProcessState, string>,
  cliVersion: "CLI",
  conversation: "Conversation",
  copyConversation: "Copy the conversation’s id",
  folder: "Folder",
  /** The bridge names 20 of them at most. */
  shares: (count: number) =>
    count < 20
      ? plural(count, { one: "1 other session uses it", other: `${count} other sessions use it` })
      : `${count} or more other sessions use it`,
  log: "Process log",
  logEmpty: "The CLI has written nothing to its error output.",
  logLines: (count: number) => plural(count, { one: "1 line", other: `${count} lines` }),

  modes: {
    default: "Asks first",
    acceptEdits: "Accepts edits",
    plan: "Plans only",
    bypassPermissions: "Asks nothing",
  } satisfies Record<PermissionMode, string>,
  modeDetails: {
    default: "Asks before it edits files or runs commands",
    acceptEdits: "Edits files in the folder without asking",
    plan: "Reads and plans; changes nothing",
    bypassPermissions: "Does everything without asking",
  } satisfies Record<PermissionMode, string>,

  answerFinished: (files: number) =>
    files === 0
      ? "Answer finished"
      : `Answer finished, ${plural(files, { one: "1 file", other: `${files} files` })} changed`,
  turnFailed: "The turn failed",
  asks: (title: string, kind: ToolKind) => `${title} asks ${ASKS[kind]}`,
  asksQuestion: (title: string) => `${title} asks a question`,
  asksMore: (title: string, count: number) => `${title} asks for ${count} things`,
} as const;

const ASKS: Record<ToolKind, string> = {
  read: "to read a file",
  edit: "to edit a file",
  delete: "to delete a file",
  move: "to move a file",
  search: "to search",
  execute: "to run a command",
  think: "to start a task",
  fetch: "to open an address",
  switch_mode: "to switch the mode",
  other: "to use a tool",
};

const rules = new Intl.PluralRules("en");

/** The form for a count; `two` is English's "twice" and has no rule of its own. */
function plural(count: number, forms: { one: string; two?: string; other: string }): string {
  if (count === 2 && forms.two !== undefined) return forms.two;
  return rules.select(count) === "one" ? forms.one : forms.other;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
