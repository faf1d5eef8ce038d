import { words } from "../words/en.ts";
import type { WireError } from "../wire/wire-error.ts";

/** Why a session was not started: the bridge's reason; where it gave none in time, what to do. */
export function startRefusal(error: WireError): string {
  if (error.code === "TIMEOUT" || error.code === "CLOSED") return words.start.slow;
  return error.message;
}
