import type { KeyEntry } from "../../keys/table.ts";
import { sessionWords as words } from "../../words/session-words.ts";

/** The keys of the session screen that act outside text fields; the composer has its own. */
export const sessionKeys = {
  interrupt: { keys: ["Escape"], group: "session", label: words.interrupt },
  find: { keys: ["Mod+f"], group: "session", label: words.find.title },
  details: { keys: ["]"], group: "session", label: words.keys.details },
  follow: { keys: ["End"], group: "session", label: words.jumpToEnd },
  start: { keys: ["Home"], group: "session", label: words.keys.start },
  turnBefore: { keys: ["Alt+ArrowUp"], group: "session", label: words.keys.turnBefore },
  turnBehind: { keys: ["Alt+ArrowDown"], group: "session", label: words.keys.turnBehind },
  copyTurn: { keys: ["y"], group: "session", label: words.keys.copyTurn },
  mode: { keys: ["m"], group: "session", label: words.keys.mode },
} as const satisfies Record<string, KeyEntry>;
