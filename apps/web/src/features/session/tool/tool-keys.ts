import type { KeyEntry } from "../../../keys/table.ts";
import { toolWords as words } from "../../../words/tool-words.ts";

/** The keys of tool cards that act wherever the focus is. */
export const toolKeys = {
  foldAll: { keys: ["Shift+x"], group: "session", label: words.keys.foldAll },
} as const satisfies Record<string, KeyEntry>;
