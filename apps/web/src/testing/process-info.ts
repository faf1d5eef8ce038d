import { ProcessInfo } from "@switchyard/core/protocol";
import { session } from "./fake-bridge.ts";

type Values = Partial<Record<keyof ProcessInfo, unknown>>;

const now = Math.floor(Date.now() / 1000);

export const processId = "7d1f8c0e-0c1a-4f6e-9a55-5a3f3a1c0001";

/** A process as `listProcesses` tells it: of the session of the tests, idle for twelve minutes, alone. */
export function processInfo(values: Values = {}): ProcessInfo {
  return ProcessInfo.parse({
    processId,
    sessionId: session,
    backendId: "claude",
    cwd: "/home/ada/app",
    pid: 4242,
    state: "idle",
    startedAt: now - 3 * 3600,
    idleSince: now - 12 * 60,
    lastEvent: { type: "turn_ended", at: now - 12 * 60 },
    memoryBytes: 240 * 1024 * 1024,
    tree: [{ pid: 4242, parentPid: 1, command: "claude --verbose", memoryBytes: 240 * 1024 * 1024 }],
    ...values,
  });
}

/** What `listProcesses` answers with these. */
export function told(processes: ProcessInfo[] = [], rest: object = {}) {
  return { processes, orphans: [], limit: 12, waiting: 0, ...rest };
}
