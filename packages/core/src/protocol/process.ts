import { z } from "zod";
import { BackendId, SessionId } from "./ids.ts";

/** One run of a CLI: the value of its marker. */
export const ProcessId = z.uuid().brand<"ProcessId">();
export type ProcessId = z.infer<typeof ProcessId>;

/** One operating-system process. */
export const TreeProcess = z.object({
  pid: z.number().int(),
  parentPid: z.number().int(),
  /** Its program and arguments as the system tells them, cut, with secrets removed. */
  command: z.string(),
  /** Resident, in bytes; null where the system does not tell. */
  memoryBytes: z.number().int().nonnegative().nullable(),
});
export type TreeProcess = z.infer<typeof TreeProcess>;

export const ProcessInfo = z.object({
  processId: ProcessId,
  /** Null: it was started ahead of a session. */
  sessionId: SessionId.nullable(),
  backendId: BackendId,
  cwd: z.string(),
  pid: z.number().int(),
  /** `background`: no turn runs, but work of the conversation goes on. */
  state: z.enum(["starting", "busy", "idle", "background", "spare", "stopping"]),
  /** Unix seconds. */
  startedAt: z.number().int(),
  /** Unix seconds; null while it works. */
  idleSince: z.number().int().nullable(),
  /** What it last told of, and when (Unix seconds). */
  lastEvent: z.object({ type: z.string(), at: z.number().int() }).nullable(),
  /** Of the whole tree, in bytes. */
  memoryBytes: z.number().int().nonnegative().nullable(),
  /** Its own first; empty where the system does not tell. */
  tree: z.array(TreeProcess),
});
export type ProcessInfo = z.infer<typeof ProcessInfo>;

/** Processes that outlived what had started them, and were ended. */
export const EndedOrphans = z.object({
  /** Unix seconds. */
  at: z.number().int(),
  sessionId: SessionId.nullable(),
  backendId: BackendId.nullable(),
  /** `bridge_start`: an earlier life of the bridge left them. */
  when: z.enum(["bridge_start", "process_end"]),
  count: z.number().int().nonnegative(),
  /** Pids that could not be ended. */
  survivors: z.array(z.number().int()),
});
export type EndedOrphans = z.infer<typeof EndedOrphans>;
