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
  /** How many processes may live at once; null: as many as the memory is for. */
  maxProcesses: z.number().int().min(1).max(1000).nullable(),
  /** What `maxProcesses` comes to. */
  processLimit: z.number().int().positive(),
  /** An idle process is put to sleep after so many minutes; null: only when its place is needed. */
  sleepAfterMinutes: z.number().int().min(1).max(10_080).nullable(),
  /** Stopped sessions are dropped so many days after they were last used; null: never. */
  keepStoppedDays: z.number().int().min(1).max(36_500).nullable(),
  /** Sessions that wait for a usage limit go on by themselves when it resets. */
  resumesAfterLimit: z.boolean(),
  /** The budget of a new session, in USD; null: none. */
  sessionBudgetUsd: z.number().positive().max(1_000_000).nullable(),
});
export type Settings = z.infer<typeof Settings>;
