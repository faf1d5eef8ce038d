import { SwitchyardError } from "@switchyard/core/protocol";
import type { Handlers } from "../server/handlers.ts";

type Names = "getUsage" | "setBudget" | "setLimitResume" | "continueSession";

/** Handlers of what was spent, what may be, and what waits for it. */
export function usageHandlers(): Pick<Handlers, Names> {
  return { getUsage: notYet, setBudget: notYet, setLimitResume: notYet, continueSession: notYet };
}

function notYet(): never {
  throw new SwitchyardError("NOT_SUPPORTED", "Not built yet.");
}
