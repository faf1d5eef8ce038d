import type { PermissionDecision } from "@switchyard/core/protocol";
import { createSignal } from "solid-js";
import type { InboxItem } from "../../state/inbox.ts";
import { toast } from "../../ui/toast.ts";
import { toWireError } from "../../wire/wire-error.ts";
import { inboxWords as words } from "../../words/inbox-words.ts";
import type { Inbox } from "./create-inbox.ts";

/** How far several answers in a row are; null: none are under way. */
export interface Giving {
  readonly done: number;
  readonly all: number;
}

/** Answers like requests one after the other; what does not go out is told, and keeps none of the others back. */
export function createAnswerAll(inbox: Inbox) {
  const [giving, setGiving] = createSignal<Giving | null>(null);

  async function give(items: readonly InboxItem[], wanted: "allow_once" | "reject"): Promise<void> {
    if (giving() !== null) return;
    let failed = 0;
    for (const [done, item] of items.entries()) {
      setGiving({ done, all: items.length });
      if (!(await answer(inbox, item, wanted))) failed += 1;
    }
    setGiving(null);
    if (failed > 0) toast(words.box.failed(failed, items.length));
  }

  return { giving, give: (...to: Parameters<typeof give>) => void give(...to) };
}

async function answer(
  inbox: Inbox,
  { key, request }: InboxItem,
  wanted: "allow_once" | "reject",
): Promise<boolean> {
  const decision = request?.kind === "permission" ? decisionOf(request.options, wanted) : undefined;
  if (request === null || decision === undefined) return true;
  inbox.setFault(key, null);
  inbox.settle(key, words.done[decision]);
  try {
    await inbox.app.requests.answer(request, decision);
    return true;
  } catch (thrown) {
    inbox.unsettle(key);
    const { code, message } = toWireError(thrown);
    // It was answered elsewhere: what says so is on its way.
    if (code === "ALREADY_ANSWERED") return true;
    inbox.setFault(key, message);
    return false;
  }
}

function decisionOf(
  options: readonly { decision: PermissionDecision }[],
  wanted: "allow_once" | "reject",
): PermissionDecision | undefined {
  const offered = options.map(({ decision }) => decision);
  if (wanted === "allow_once") return offered.find((decision) => decision === "allow_once");
  return offered.includes("reject_once")
    ? "reject_once"
    : offered.find((decision) => decision === "reject_always");
}
