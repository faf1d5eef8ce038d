/** What is said where a session waits for a limit, and what the settings say of limits. */
export const limitWords = {
  /** "five_hour" is a program's own word for its window. */
  windows: {
    five_hour: "5-hour limit",
    seven_day: "weekly limit",
    seven_day_opus: "weekly Opus limit",
    seven_day_sonnet: "weekly Sonnet limit",
    overage: "extra usage limit",
  } as Readonly<Record<string, string>>,
  anyLimit: "usage limit",
  reached: (backend: string, limit: string) => `${backend}’s ${limit} is reached`,
  resets: (time: string, left: string) => `It resets at ${time}, in ${left}.`,
  resetsUnknown: "When it resets was not told.",
  hasReset: "It should have reset by now.",
  goesOn: "The session goes on by itself then.",
  waits: "The session waits for you then.",
  goOnThen: "Go on by itself then",
  dontGoOn: "Don’t resume by itself",
  tryNow: "Try now",
  tryFailed: "The session did not go on",
  changeFailed: "That was not changed",
  kept: "What you send is kept and waits.",

  budget: {
    session: (limit: string) => `This session reached its ${limit} budget`,
    bead: (bead: string, limit: string) => `${bead} reached its ${limit} budget`,
    spent: (spent: string, limit: string) =>
      `${spent} of ${limit} spent. The turn that ran was finished; the next one waits.`,
    notCounted: (turns: number) =>
      `${turns === 1 ? "1 turn told no cost and is" : `${turns} turns told no cost and are`} not counted.`,
    raise: (limit: string) => `Raise to ${limit}`,
    other: "Another amount",
    lift: "Lift",
  },

  composer: {
    usage_limit: "Waits until the limit resets.",
    session_budget: "Waits until you raise the budget.",
    bead_budget: "Waits until you raise the bead’s budget.",
    epic_budget: "Waits until you raise the epic’s budget.",
  },

  settings: {
    title: "Limits and budgets",
    resumes: "Go on after a limit by itself",
    resumesText:
      "Sessions that wait for a usage limit of their provider go on when it resets. Each session can say otherwise.",
    resumesDefault: "Off (default)",
    budget: "Budget of a new session",
    budgetText: "In US dollars. When it is reached, the next turn waits until you raise or lift it.",
    noBudget: "None (default)",
  },

  start: {
    label: "Budget in US dollars (optional)",
    none: "None",
    text: "When it is reached, the next turn waits until you raise or lift it.",
    failed: "The session started without its budget",
  },
} as const;
