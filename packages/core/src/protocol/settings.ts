import { z } from "zod";
import { BackendId } from "./ids.ts";

/**
 * What a client may read and change. Program paths, allowed origins and anything that widens what an
 * agent may do are in the bridge's own settings file and never on the wire.
 */
export const Settings = z.object({
  /** The backend that is meant when none is named. */
  cliBackend: BackendId,
  /** Whether the user chose it; false: the first that is ready. */
  isBackendChosen: z.boolean(),
  /** The backends that the user turned off. */
  backendsOff: z.array(BackendId),
});
export type Settings = z.infer<typeof Settings>;
