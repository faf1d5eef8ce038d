import { z } from "zod";
import { method, nothing } from "./method.ts";
import { EndedOrphans, ProcessId, ProcessInfo } from "./process.ts";

/** What runs on the machine for the sessions. */
export const processMethods = {
  listProcesses: method({
    summary: "Every process that the bridge has started, with what it started itself.",
    params: nothing,
    result: z.object({
      processes: z.array(ProcessInfo),
      /** Those of this life of the bridge, the newest first. */
      orphans: z.array(EndedOrphans),
      /** How many may live at once. */
      limit: z.number().int().positive(),
      /** Starts that wait for one of them to end. */
      waiting: z.number().int().nonnegative(),
    }),
    errors: [],
  }),
  stopProcess: method({
    summary: "Ends one process and all that it started; an open turn is interrupted, the session stays.",
    params: z.object({ processId: ProcessId }),
    result: nothing,
    errors: ["REQUEST_NOT_FOUND"],
  }),
};
