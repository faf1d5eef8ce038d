import type { Bead } from "@switchyard/core/protocol";
import { beadWords as words } from "../../words/bead-words.ts";

/** The first message of a session on a bead, where the user wrote none: what the task is to do with it. */
export function defaultMessage(bead: Pick<Bead, "id" | "title">, task: string | undefined): string {
  const verb = (task !== undefined && Object.hasOwn(words.verbs, task) && words.verbs[task]) || words.workOn;
  return words.message(verb, bead.id, bead.title.trim());
}
