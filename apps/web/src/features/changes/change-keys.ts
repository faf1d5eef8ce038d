import type { KeyEntry } from "../../keys/table.ts";
import { toolWords as words } from "../../words/tool-words.ts";

/** The keys of a diff that is open as a page. */
export const changeKeys = {
  next: { keys: ["j"], group: "session", label: words.nextFile, inPlace: true },
  previous: { keys: ["k"], group: "session", label: words.previousFile, inPlace: true },
} as const satisfies Record<string, KeyEntry>;
