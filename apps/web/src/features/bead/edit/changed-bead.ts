import { Bead } from "@switchyard/core/protocol";
import type { WireError } from "../../../wire/wire-error.ts";

/** The bead as it is now, where a change was refused because it is not what it was; undefined: for another reason. */
export function changedBead(error: WireError): Bead | undefined {
  if (error.code !== "BEAD_CHANGED") return undefined;
  const parsed = Bead.safeParse(error.data["bead"]);
  return parsed.success ? parsed.data : undefined;
}
