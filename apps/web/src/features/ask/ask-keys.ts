import type { KeyEntry } from "../../keys/table.ts";
import { askWords as words } from "../../words/ask-words.ts";

/** The keys of the card on which something is answered. */
export const askKeys = {
  allow: { keys: ["a"], group: "session", label: words.allowOnce, inPlace: true },
  always: { keys: ["Shift+a"], group: "session", label: words.alwaysKey, inPlace: true },
  reject: { keys: ["r"], group: "session", label: words.reject, inPlace: true },
  rejectNote: { keys: ["Shift+r"], group: "session", label: words.rejectWithNote, inPlace: true },
  choose: {
    keys: ["1", "2", "3", "4", "5", "6", "7", "8", "9"],
    group: "session",
    label: words.form.chooseKey,
    inPlace: true,
  },
  answer: { keys: ["Mod+Enter"], group: "session", label: words.form.answer, inPlace: true },
} as const satisfies Record<string, KeyEntry>;
