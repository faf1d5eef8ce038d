import type {
  PermissionOutcome,
  PermissionResolver,
  QuestionOutcome,
  ToolKind,
} from "@switchyard/core/protocol";

/** All that the cards say on which a request or a form is answered, and how they ended. */
export const askWords = {
  titles: {
    read: "Read this file?",
    edit: "Edit this file?",
    delete: "Delete this file?",
    move: "Move this file?",
    search: "Run this search?",
    execute: "Run this command?",
    think: "Start this task?",
    fetch: "Open this address?",
    switch_mode: "Switch the mode?",
    other: "Allow this?",
  } satisfies Record<ToolKind, string>,
  label: (title: string) => `Approval: ${title}`,
  asked: (ago: string) => `asked ${ago} ago · waits for you`,
  askedNow: "just asked · waits for you",
  inFolder: "In",
  exactInput: "Exact input",
  allowOnce: "Allow once",
  always: "Always allow",
  alwaysKey: "Ways to always allow",
  reject: "Reject",
  rejectMore: "More answers",
  rejectWithNote: "Reject with a note",
  interrupt: "Interrupt",
  note: "Note for the agent",
  notePlaceholder: "What should it do instead?",
  sendNote: "Reject and send",
  cancel: "Cancel",
  showAll: "Show all",
  readFirst: "Read to the end first, or press Show all.",
  cutTitle: "Its whole input is being read",
  answering: "Your answer is on its way",
  position: (at: number, all: number) => `${at} of ${all}`,
  next: "Next",
  nextOf: (all: number) => `Next of ${all}`,
  of: (all: number) => `of ${all}`,
  answerHeld: "Goes out when connected",
  answerFailed: "The answer did not go out",
  elsewhere: (words: string) => `${words}, in another tab`,

  form: {
    label: (title: string) => `Question: ${title}`,
    title: (count: number) => (count === 1 ? "A question for you" : `${count} questions for you`),
    questions: "Questions",
    answer: "Answer",
    nextQuestion: "Next question",
    skip: (count: number) => (count === 1 ? "Skip this question" : "Skip these questions"),
    chooseKey: "Choose an answer",
    note: "Note for the agent",
    notePlaceholder: "Add a note for the agent (optional)",
    other: "Something else",
    otherText: "Write your own answer; it goes back as text.",
    otherLabel: (question: string) => `Your own answer: ${question}`,
    otherEmpty: "Write your own answer, or choose another.",
    nothing: "Answer a question, or skip.",
    optional: "optional",
    several: "Choose any number.",
    severalOf: (min: number | undefined, max: number | undefined) => {
      if (min !== undefined && max !== undefined) return `Choose ${min} to ${max}.`;
      if (max !== undefined) return `Choose up to ${max}.`;
      return `Choose at least ${min ?? 0}.`;
    },
    yes: "Yes",
    no: "No",
    pattern: "It has to match",
    answered: "answered",
    preview: (label: string) => `Preview of ${label}`,
  },

  /** What the user always allowed in a session. */
  rules: {
    title: "Always allowed in this session",
    count: (count: number) => (count === 0 ? "Nothing yet" : count === 1 ? "1 rule" : `${count} rules`),
    intro:
      "These run without asking until the session is stopped. Withdraw one, and the next such call asks again.",
    none: "Nothing is always allowed here. “Always allow” on a request adds a rule.",
    since: (age: string, isDate: boolean) => (isDate ? `Added ${age}` : `Added ${age} ago`),
    withdraw: "Withdraw",
    withdrawLabel: (rule: string) => `Withdraw: ${rule}`,
    failed: "The rule was not withdrawn",
    readFailed: "The rules could not be read",
  },

  settings: {
    title: "Permissions",
    text: "What an agent may do without asking is chosen for each session: in the dialog that starts it, and at any time in its header, by M.",
    modes: {
      default: "It asks before it edits a file or runs a command. New sessions begin with this.",
      acceptEdits: "It edits files of the folder without asking, and asks for everything else.",
      plan: "It reads and plans. It changes nothing until you choose another mode.",
    },
    always: "Always allow",
    alwaysText:
      "A request that you always allow runs without asking until that session is stopped. Each of these rules is listed in the session’s mode menu, and can be withdrawn there.",
    fullAccess: "Full access is refused",
    fullAccessText:
      "No session runs without asking, whoever wants it to. A switch for that will be in the bridge’s own settings file, where no page can reach it.",
  },

  /** How a request ended, with the time of day. */
  decided: (decision: PermissionOutcome, by: PermissionResolver, time: string) =>
    `${outcome(decision, by)}, ${time}`,
  closedNotRun: "Closed, not run",
  closedByRestart: "Closed by a restart, not run",
  /** How a form ended. */
  formEnded: (outcome: QuestionOutcome, by: PermissionResolver, time: string) =>
    `${formOutcome(outcome, by)}, ${time}`,
  formClosed: "Closed, not answered",
  formClosedByRestart: "Closed by a restart, not answered",
  youAnswered: "You answered:",
  yourNote: "Your note:",
} as const;

function outcome(decision: PermissionOutcome, by: PermissionResolver): string {
  if (by === "policy") return decision.startsWith("allow") ? "Allowed by your rule" : "Rejected by your rule";
  if (by === "session_end") return askWords.closedNotRun;
  if (by === "interrupt") return "Closed by the interrupt, not run";
  if (by === "agent") return "Withdrawn by the agent, not run";
  return OUTCOMES[decision];
}

const OUTCOMES: Record<PermissionOutcome, string> = {
  allow_once: "Allowed once",
  allow_always: "Allowed for this session",
  reject_once: "Rejected",
  reject_always: "Rejected for this session",
  cancelled: "Closed, not run",
};

function formOutcome(outcome: QuestionOutcome, by: PermissionResolver): string {
  if (outcome === "answered") return "Answered";
  if (outcome === "skipped") return "Skipped";
  if (by === "interrupt") return "Closed by the interrupt, not answered";
  if (by === "agent") return "Withdrawn by the agent, not answered";
  return askWords.formClosed;
}
