import { EndedOrphans, ProcessInfo, type SessionId, type SessionInfo } from "@switchyard/core/protocol";
import { all } from "./pretend-backends.ts";
import type { Answers } from "./pretend-bridge.ts";
import { machine, session } from "./pretend-sessions.ts";

const now = Math.floor(Date.now() / 1000);
const MB = 1024 * 1024;
const HOME = "/home/ada/code/parcel-api";

interface Work {
  readonly title: string | null;
  readonly backendId: string;
  readonly state: ProcessInfo["state"];
  readonly ageMinutes: number;
  readonly idleMinutes?: number;
  readonly event?: string;
  readonly tree: readonly (readonly [command: string, megabytes: number, parent?: number])[];
  readonly session?: Partial<Record<keyof SessionInfo, unknown>>;
}

const works: readonly Work[] = [
  {
    title: "Retry failed webhook deliveries with a schedule that backs off",
    backendId: "claude",
    state: "busy",
    ageMinutes: 190,
    event: "tool_call",
    tree: [
      ["claude --output-format stream-json --input-format stream-json --verbose", 262],
      ["/bin/bash -c npm run test -- --coverage src/webhooks", 4, 0],
      ["npm run test -- --coverage src/webhooks", 71, 1],
      ["node /home/ada/code/parcel-api/node_modules/.bin/vitest run --coverage src/webhooks", 688, 2],
      ["node server.js --port 4810 --api-key=[hidden]", 96],
    ],
    session: { status: "running", pendingApprovals: 0 },
  },
  {
    title: "Rotate the signing secret",
    backendId: "claude",
    state: "busy",
    ageMinutes: 42,
    event: "permission_request",
    tree: [["claude --output-format stream-json", 248]],
    session: { status: "running", pendingApprovals: 1 },
  },
  {
    title: "Write the v2 migration guide",
    backendId: "gemini",
    state: "idle",
    ageMinutes: 96,
    idleMinutes: 12,
    event: "turn_ended",
    tree: [
      ["node /usr/local/bin/gemini --experimental-acp", 231],
      ["node /home/ada/.gemini/extensions/docs/server.js", 58, 0],
    ],
    session: { status: "paused", pendingApprovals: 0, unread: 3 },
  },
  {
    title: "Start the preview server",
    backendId: "claude",
    state: "background",
    ageMinutes: 23,
    event: "turn_ended",
    tree: [
      ["claude --output-format stream-json", 239],
      ["/bin/bash -c npm run preview", 4, 0],
      ["node vite preview", 118, 1],
    ],
    session: { status: "paused", pendingApprovals: 0 },
  },
  {
    title: "Flaky: carrier-timeout.test.ts",
    backendId: "opencode",
    state: "idle",
    ageMinutes: 28,
    idleMinutes: 21,
    event: "turn_ended",
    tree: [["opencode acp", 187]],
    session: { status: "paused", pendingApprovals: 0 },
  },
  {
    title: "Bump the carriers’ SDK",
    backendId: "claude",
    state: "starting",
    ageMinutes: 0,
    tree: [["claude --output-format stream-json", 88]],
    session: { status: "running", process: "starting", pendingApprovals: 0 },
  },
  {
    title: null,
    backendId: "claude",
    state: "spare",
    ageMinutes: 1,
    tree: [["claude --output-format stream-json", 214]],
  },
];

const idOf = (kind: string, at: number) => `3c8a51c5-9a0e-4a52-8d2f-0f3f6f7f${kind}${at + 10}`;

const processes = works.map((work, at) => {
  const pid = 40_120 + at * 731;
  return ProcessInfo.parse({
    processId: idOf("0d", at),
    sessionId: work.title === null ? null : idOf("0a", at),
    backendId: work.backendId,
    cwd: HOME,
    pid,
    state: work.state,
    startedAt: now - work.ageMinutes * 60 - 4,
    idleSince: work.idleMinutes === undefined ? null : now - work.idleMinutes * 60,
    lastEvent:
      work.event === undefined ? null : { type: work.event, at: now - (work.idleMinutes ?? 0) * 60 - 3 },
    memoryBytes: work.tree.reduce((sum, [, megabytes]) => sum + megabytes, 0) * MB,
    tree: work.tree.map(([command, megabytes, parent], index) => ({
      pid: pid + index * 3,
      parentPid: parent === undefined ? 1 : pid + parent * 3,
      command,
      memoryBytes: megabytes * MB,
    })),
  });
});

const sessions = works.flatMap((work, at) =>
  work.title === null
    ? []
    : [
        session({
          sessionId: idOf("0a", at),
          title: work.title,
          backendId: work.backendId,
          persona: "specialist",
          ...work.session,
        }),
      ],
);

const orphans = [
  {
    at: now - 8 * 60,
    sessionId: idOf("0a", 4),
    backendId: "opencode",
    when: "process_end",
    count: 2,
    survivors: [],
  },
  {
    at: now - 3 * 3600,
    sessionId: null,
    backendId: null,
    when: "bridge_start",
    count: 1,
    survivors: [31_877],
  },
  {
    at: now - 3 * 3600,
    sessionId: idOf("0a", 0),
    backendId: "claude",
    when: "bridge_start",
    count: 6,
    survivors: [],
  },
].map((each) => EndedOrphans.parse(each));

/** Seven processes of six sessions and a spare, of twelve that may live. */
export function busyMachine(): Answers {
  return {
    ...machine(all),
    listSessions: { sessions },
    listProcesses: { processes, orphans, limit: 12, waiting: 2 },
  };
}

/** What the heaviest of them takes, as the process of another session. */
export function processOf(sessionId: SessionId): Answers {
  const own = processes.slice(0, 1).map((process) => ({ ...process, sessionId }));
  return { listProcesses: { processes: own, orphans: [], limit: 12, waiting: 0 } };
}

export function quietMachine(): Answers {
  return {
    ...machine(all),
    listSessions: { sessions },
    listProcesses: { processes: [], orphans: [], limit: 12, waiting: 0 },
  };
}

/** A bridge that does not tell. */
export function untellingMachine(): Answers {
  return { ...machine(all), listSessions: { sessions } };
}
