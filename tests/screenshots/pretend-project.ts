import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { outlineOf, readBead, readBeadLines } from "@switchyard/beads";
import {
  type Bead,
  Project,
  SessionId,
  type SessionInfo,
  type TrackerState,
} from "@switchyard/core/protocol";
import { manyIssues } from "@switchyard/testkit/fake-bd";
import { claude, demo, gemini } from "./pretend-backends.ts";
import type { Answers } from "./pretend-bridge.ts";
import { machine, session, tour } from "./pretend-sessions.ts";
import { pretendPersona } from "./pretend-persona.ts";

export const project = Project.parse({
  projectId: "7b1f0f5e-2f6f-4f8e-9a50-5a3f3a1c0001",
  name: "parcel-api",
  path: "/home/ada/code/parcel-api",
  isFavorite: true,
  lastOpened: Math.floor(Date.now() / 1000),
  isOpen: true,
  hasBeads: true,
  isThere: true,
  isSample: false,
  cliBackend: null,
  backendsOff: [],
  beadTrace: "off",
  worktrees: { setup: null, copies: [] },
});
export const docs = Project.parse({
  ...project,
  projectId: "7b1f0f5e-2f6f-4f8e-9a50-5a3f3a1c0002",
  name: "docs",
  path: "/home/ada/code/docs",
  isFavorite: false,
  isOpen: false,
  hasBeads: false,
});
export const moved = Project.parse({
  ...docs,
  projectId: "7b1f0f5e-2f6f-4f8e-9a50-5a3f3a1c0003",
  name: "labels-2019",
  path: "/media/old/labels-2019",
  isThere: false,
});

const sample = fileURLToPath(
  new URL("../../apps/bridge/samples/parcel-api/.beads/issues.jsonl", import.meta.url),
);
/** The sample's, as if it had been worked on until now. */
export const beads = upToNow(readBeadLines(readFileSync(sample, "utf8")).beads);

function upToNow(list: readonly Bead[]): Bead[] {
  const times = list.flatMap((bead) => timesOf(bead).map(([, time]) => time));
  const by = Date.now() - Math.max(...times);
  return list.flatMap((bead) => {
    const moved = timesOf(bead).map(([name, time]) => [name, new Date(time + by).toISOString()]);
    return readBead({ ...bead, ...Object.fromEntries(moved) }) ?? [];
  });
}

/** What is to come is not of the past. */
function timesOf(bead: Bead): [string, number][] {
  return ["created_at", "started_at", "updated_at", "closed_at"].flatMap((name) => {
    const time = bead[name];
    return typeof time === "string" ? [[name, Date.parse(time)] as [string, number]] : [];
  });
}

export const LIVE: TrackerState = {
  source: "bd",
  stale: false,
  version: "1.0.5",
  note: null,
  faults: [],
  failed: false,
};

const personas = [
  {
    id: "specialist",
    displayName: "Specialist",
    description: "Builds one thing and proves it",
    icon: "code-xml",
    tasks: ["chat", "implement-task"],
    suits: [{ types: ["*"], roles: [], task: "implement-task" }],
  },
  {
    id: "product-manager",
    displayName: "Product manager",
    description: "Shapes, asks, writes beads",
    icon: "compass",
    tasks: ["chat", "decompose-epic"],
    suits: [
      { types: ["epic"], roles: ["product"], task: "decompose-epic" },
      { types: ["decision"], roles: [] },
    ],
  },
  {
    id: "qa-engineer",
    displayName: "QA engineer",
    description: "Breaks it, then pins it",
    icon: "flask-conical",
    tasks: ["chat", "verify-task"],
    suits: [{ types: [], roles: ["qa"], task: "verify-task" }],
  },
  {
    id: "none",
    displayName: "None",
    description: "The plain agent",
    icon: "terminal",
    tasks: ["chat"],
    suits: [],
  },
].map(({ id, ...values }) => pretendPersona(id, values));

type SessionValues = Partial<Record<keyof SessionInfo, unknown>>;

/** A session on a bead, by a specialist with Claude Code, where nothing else is said. */
function on(number: number, beadId: string, values: SessionValues & { costUsd?: number }): SessionInfo {
  const { costUsd = null, ...rest } = values;
  const now = Math.floor(Date.now() / 1000);
  return session({
    sessionId: SessionId.parse(`3c8a51c5-9a0e-4a52-8d2f-0f3f6f7f0c${String(number).padStart(2, "0")}`),
    beadId,
    projectId: project.projectId,
    title: beads.find(({ id }) => id === beadId)?.title ?? beadId,
    persona: "specialist",
    backendId: "claude",
    pendingApprovals: 0,
    createdAt: now - number * 120,
    lastActivity: now - number * 7,
    usage: { inputTokens: 41_000, outputTokens: 6_200, costUsd, turnsWithoutCost: 0 },
    ...rest,
  });
}

export const sessions: readonly SessionInfo[] = [
  on(2, "pa-12.1.2", { costUsd: 0.74, activity: "Editing src/webhooks/secrets.js" }),
  on(3, "pa-12.2.3", {
    costUsd: 1.84,
    pendingApprovals: 1,
    activity: "Asks to run npm run db:migrate -- --env dev",
  }),
  on(4, "pa-12.2.3", { costUsd: 0.12, status: "paused", process: "asleep", persona: "qa-engineer" }),
  on(5, "pa-12.3.1", { costUsd: 1.12, backendId: "gemini" }),
  on(6, "pa-18.1", { pendingApprovals: 1, persona: "product-manager", costUsd: 0.3 }),
  on(7, "pa-27.1", { costUsd: 0.21 }),
  on(8, "pa-33", { status: "failed", persona: "qa-engineer", costUsd: 0.4, process: "none" }),
  on(9, "pa-21.1.3", { status: "paused", unread: 1, costUsd: 2.05 }),
  on(10, "pa-21.3.2", { costUsd: 0.95, backendId: "gemini" }),
];

/** What the bridge tells of the project; `values` and `list` are other than the usual. */
export function plan(
  values: Partial<TrackerState> = {},
  more: Answers = {},
  list: readonly Bead[] = beads,
): Answers {
  return {
    ...machine([claude({ isDefault: true }), gemini(), demo()]),
    listPersonas: { personas, problems: [] },
    getProjects: { projects: [project, docs, moved] },
    getBeads: {
      projectId: project.projectId,
      beads: list.map(outlineOf),
      revision: 1,
      ...LIVE,
      ...values,
    },
    listSessions: { sessions: [...sessions] },
    ...more,
  };
}

export const many = manyIssues(10_000).flatMap((issue) => readBead(issue) ?? []);

export const waiting = ["pa-18.3", "pa-27.5", "pa-34", "pa-38", "pa-40"].map((beadId, at) =>
  on(at + 20, beadId, {
    status: at < 2 ? "running" : "paused",
    process: at < 2 ? "live" : "none",
    queued: at < 2 ? 0 : 1,
    batch: { batchId: "b1", limit: 2, order: at + 1, place: at < 2 ? null : at - 1, isHeld: false },
  }),
);
export const held = waiting.map((each) =>
  each.batch === null ? each : { ...each, batch: { ...each.batch, isHeld: each.batch.place !== null } },
);

/** A session's own screen, on a bead whose state is told beside its own. */
export function onItsScreen(): Answers {
  const told = tour(
    {
      beadId: "pa-12.2.3",
      projectId: project.projectId,
      title: "Retry failed webhook deliveries",
      persona: "specialist",
      backendId: "claude",
      pendingApprovals: 0,
      status: "paused",
    },
    undefined,
    7,
  );
  const [open] = told.listSessions?.sessions ?? [];
  return plan(
    {},
    {
      ...told,
      ...beadAnswer("pa-12.2.3"),
      listSessions: { sessions: [...(open ? [open] : []), ...sessions] },
    },
  );
}

export function beadAnswer(id: string): Answers {
  const bead = beads.find((each) => each.id === id);
  return bead === undefined ? {} : { getBead: { projectId: project.projectId, bead } };
}
