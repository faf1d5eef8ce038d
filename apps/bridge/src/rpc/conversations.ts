import { SwitchyardError } from "@switchyard/core/protocol";
import type { Handlers } from "../server/handlers.ts";

/** Handlers of conversations in the CLIs' own files. */
export function conversationHandlers(): Pick<Handlers, "listConversations" | "takeOverConversation"> {
  const later = (): never => {
    throw new SwitchyardError("NOT_SUPPORTED", "Not built yet.");
  };
  return { listConversations: later, takeOverConversation: later };
}
