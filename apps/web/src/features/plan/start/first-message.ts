import type { Bead } from "@switchyard/core/protocol";
import { defaultMessage } from "../../bead/default-message.ts";

/** What a bead's session begins with: the user's text with the bead's own id and title, else the usual message. */
export function firstMessage(
  text: string,
  bead: Pick<Bead, "id" | "title">,
  task: string | undefined,
): string {
  if (text.trim() === "") return defaultMessage(bead, task);
  return text.replaceAll(/\{(id|title)\}/g, (_, name: "id" | "title") => bead[name]);
}
