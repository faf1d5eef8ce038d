/** What the page says to whoever comes for the first time. */
export const firstRunWords = {
  title: "Start an agent. Then start nine more.",
  lead: "Switchyard runs the coding agents you already have, side by side, on this machine. They keep going while you look elsewhere, and wait when they need you.",
  machine: "On this machine",
  cardTitle: "Start your first session",
  cardText:
    "Any folder will do; with a tracker of beads you also get its plan. You choose what may run without asking.",
  demoTitle: "Try the demo",
  demoText: "Scripted and offline: no account, no cost. It reads, plans, edits and asks, in half a minute.",
  demoStart: "Start the demo",
  /** What the demo is asked: it answers with its tour. */
  demoPrompt: "Show me around",
  foot: "The bridge listens on this machine alone. Agents talk to their own makers, as they do in your terminal.",
};
