import type { Budget } from "@switchyard/core/protocol";

const number = new Intl.NumberFormat("en");

const OF_BEAD =
  "It counts all sessions on the bead and on those below it. When it is reached, turns that run are finished, and the next ones wait until you raise or lift it.";

/** What is said of tokens, costs and budgets. */
export const usageWords = {
  part: "Usage",
  context: "Context",
  contextLabel: "How much of the model’s window is filled",
  contextTitle: (used: string, window: string | null) =>
    window === null
      ? `${used} tokens in the model’s window; how many fit is not told`
      : `${used} of ${window} tokens in the model’s window`,
  contextTokens: (used: string) => `${used} tokens`,
  percent: (share: number) => `${Math.round(share * 100)} %`,
  thisTurn: "This turn",
  lastTurn: "Last turn",
  session: "Session",
  budget: "Budget",
  withBelow: "with all beads below it",
  budgets: { session: "Session budget", bead: "Bead budget", epic: "Epic budget" },
  inOut: (input: string, output: string) => `${input} in, ${output} out`,
  /** Costs that no program told. */
  unknown: (turns: number) => `the cost of ${plural(turns, "1 turn", `${turns} turns`)} is not known`,
  unknownCost: "cost not known",
  plusUnknown: "+ unknown",
  ofEpic: (id: string) => `${id} with all beads below it`,
  ofBudget: (spent: string, limit: string) => `${spent} of ${limit}`,
  meter: {
    session: "How much of the session’s budget is spent",
    bead: "How much of the bead’s budget is spent",
    epic: "How much of the epic’s budget is spent",
  },
  states: {
    within: "",
    near: "nearly reached",
    reached: "reached: the next turn waits",
  } satisfies Record<Budget["state"], string>,
  setBudget: "Set a budget",
  changeBudget: "Change",
  changeLabel: {
    session: "Change the session’s budget",
    bead: "Change the bead’s budget",
    epic: "Change the epic’s budget",
  },

  dialog: {
    title: { session: "Budget of this session", bead: (id: string) => `Budget of ${id}` },
    what: {
      session:
        "When it is reached, the turn that runs is finished. The next one waits until you raise or lift it.",
      bead: OF_BEAD,
      epic: OF_BEAD,
    },
    field: "Limit in US dollars",
    spent: (spent: string) => `${spent} spent so far.`,
    notCounted: (turns: number) =>
      `${plural(turns, "1 turn told no cost and is", `${turns} turns told no cost and are`)} not counted.`,
    invalid: "Write an amount above 0, as 5 or 2.50.",
    tooMuch: "Write an amount up to 1,000,000.",
    save: "Set budget",
    lift: "Lift budget",
    failed: "The budget was not changed",
  },

  /** The summary in the settings. */
  table: {
    title: "Usage",
    text: "What turns took, also of sessions that were deleted. Days are those of the bridge’s clock.",
    by: "Sum up by",
    ways: { day: "Day", backend: "Backend", session: "Session", bead: "Bead" },
    key: { day: "Day", backend: "Backend", session: "Session", bead: "Bead" },
    turns: "Turns",
    input: "Tokens in",
    output: "Tokens out",
    cost: "Cost",
    total: "Total",
    noBead: "On no bead",
    none: "No turn has ended yet. What turns take is summed up here.",
    noneIn: (days: number) => `No turn ended in the last ${days} days.`,
    range: "Of which days",
    ranges: { "7": "7 days", "30": "30 days", all: "All" },
    reading: "Reading the usage",
    failed: "The usage could not be read",
    unknown: (turns: number) => `Not counted: ${usageWords.unknown(turns)}.`,
    showAll: (count: number) => `Show all ${number.format(count)}`,
  },
} as const;

function plural(count: number, one: string, other: string): string {
  return count === 1 ? one : other;
}
