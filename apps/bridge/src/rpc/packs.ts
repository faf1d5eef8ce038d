import type { Handlers } from "../server/handlers.ts";
import { SwitchyardError } from "@switchyard/core/protocol";

type Names = "listPacks" | "installPack" | "readPackFile" | "discardPack" | "removePack";

/** Handlers of the packages of personas and backends. */
export function packHandlers(): Pick<Handlers, Names> {
  const refuse = (): never => {
    throw new SwitchyardError("NOT_SUPPORTED", "Packs are not there yet.");
  };
  return {
    listPacks: () => ({ packs: [], isSafe: false }),
    installPack: refuse,
    readPackFile: refuse,
    discardPack: () => ({}),
    removePack: refuse,
  };
}
