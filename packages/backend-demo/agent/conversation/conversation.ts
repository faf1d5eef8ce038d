/** One conversation of this process, as it is in memory; what is kept of it on disk is its `KeptConversation`. */
export interface Conversation {
  /** A UUID. */
  readonly id: string;
  readonly cwd: string;
  /** In the order they were said. */
  readonly exchanges: Exchange[];
  /** Whether the last turn ended with the tour's question. */
  awaitsAnswer: boolean;
  /** How much of its pauses it keeps: 1 all, 0 none. */
  pace: number;
  /** Not kept: who opens a conversation says the mode. */
  mode: ModeId;
  /** What it has cost so far, in USD; only orders make it cost anything. */
  costUsd: number;
  /** Not kept: how full it was ordered to be. */
  context: { readonly used: number; readonly size: number } | null;
  /** Whether the user allowed edits until this process ends. */
  allowsEdits: boolean;
  /** The commands that the user allowed until this process ends. */
  readonly allowedCommands: Set<string>;
  /** Ends the open turn; none: no turn is open. */
  interrupt: AbortController | null;
}

/** A prompt, and what was said to it; the answer of a turn that was cut is what was said until then. */
export interface Exchange {
  readonly prompt: string;
  answer: string;
}

export type ModeId = (typeof MODES)[number]["id"];

/** What the agent advertises; the ids are the house's permission modes. */
export const MODES = [
  { id: "default", name: "Ask", description: "Asks before it edits or runs anything." },
  { id: "acceptEdits", name: "Accept edits", description: "Edits its own file without asking." },
  { id: "plan", name: "Plan", description: "Reads and plans, and writes nothing." },
] as const;

/** A mode by its id; one that nobody knows is undefined. */
export function modeOf(id: string): ModeId | undefined {
  return MODES.find((mode) => mode.id === id)?.id;
}

export function newConversation(id: string, cwd: string): Conversation {
  return {
    id,
    cwd,
    exchanges: [],
    awaitsAnswer: false,
    pace: 1,
    mode: "default",
    costUsd: 0,
    context: null,
    allowsEdits: false,
    allowedCommands: new Set(),
    interrupt: null,
  };
}
