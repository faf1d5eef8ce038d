import type { Page } from "@playwright/test";
import { outlineOf } from "@switchyard/beads";
import { AgentChunk, LogId, type SessionInfo, WaitingRequest } from "@switchyard/core/protocol";
import { claude, gemini } from "./pretend-backends.ts";
import type { Replies } from "./pretend-bridge.ts";
import { beads, LIVE, project } from "./pretend-project.ts";
import { machine, session } from "./pretend-sessions.ts";
import type { State } from "./pretend-states.ts";

const MINUTE = 60_000;
const now = Date.now();
const logId = LogId.parse("3c8a51c5-9a0e-4a52-8d2f-0f3f6f7f0b01");
const idOf = (at: number) => `3c8a51c5-9a0e-4a52-8d2f-0f3f6f7f0a${String(at).padStart(2, "0")}`;
const requestIdOf = (at: number) => `3c8a51c5-9a0e-4a52-8d2f-0f3f6f7f0c${String(at).padStart(2, "0")}`;

type Values = Partial<Record<keyof SessionInfo, unknown>>;

function one(at: number, title: string, values: Values): SessionInfo {
  return session({
    sessionId: idOf(at),
    title,
    persona: "specialist",
    backendId: "claude",
    createdAt: Math.floor(now / 1000) - 3600 - at,
    pendingApprovals: 0,
    ...values,
  });
}

const asks = (at: number, title: string, values: Values = {}) =>
  one(at, title, { status: "running", pendingApprovals: 1, ...values });
const ended = (minutes: number, values: Values) => ({
  status: "paused",
  lastTurn: {
    turn: 3,
    stopReason: "end_turn",
    error: null,
    endedAt: now - minutes * MINUTE,
    durationMs: 40_000,
  },
  unread: 2,
  ...values,
});
const failed = (minutes: number, message: string, values: Values) => ({
  status: "failed",
  lastTurn: {
    turn: 3,
    stopReason: "process_exit",
    error: { code: "CLI_FAILED", message },
    endedAt: now - minutes * MINUTE,
    durationMs: 40_000,
  },
  ...values,
});

const closed = beads.find(({ status }) => status === "closed");

const sessions = [
  asks(1, "Retry failed webhook deliveries", { beadId: "pa-18.2" }),
  asks(2, "Contract tests for /v2/shipments"),
  asks(3, "Rotate the signing secret"),
  asks(4, "Replay dead letters from the CLI"),
  asks(5, "Address rules by country"),
  asks(6, "Choose the rate-limit key", { persona: "product-manager", beadId: "pa-18.1" }),
  one(
    7,
    "Flaky: carrier-timeout.test.ts",
    failed(12, "Claude Code exited with code 1 in turn 3.", { persona: "qa-engineer" }),
  ),
  one(
    8,
    "Draft the status-page copy",
    failed(60, "Gemini CLI could not reach its service.", {
      persona: "product-manager",
      backendId: "gemini",
    }),
  ),
  one(
    9,
    "Write the v2 migration guide",
    ended(8, {
      persona: "product-manager",
      backendId: "gemini",
      activity: "Wrote docs/migrate-v2.md. Asks for a review of the auth section.",
    }),
  ),
  one(
    10,
    "Index shipments by tenant",
    ended(31, {
      projectId: project.projectId,
      beadId: "pa-12.1.2",
      activity: "p95 of the list query went from 840 to 61 ms. All 214 tests pass.",
    }),
  ),
  one(
    11,
    "Remove the v1 rate table",
    ended(52, { projectId: project.projectId, beadId: closed?.id ?? null, activity: "Deleted 3 files." }),
  ),
  one(
    12,
    "Trace slow label renders",
    ended(64, { persona: "qa-engineer", activity: "Found it: fonts are read from disk for every page." }),
  ),
];

const options = [
  { decision: "allow_once", label: "Allow once" },
  { decision: "allow_always", label: "Always allow npm run db:migrate", detail: "Until this session ends" },
  { decision: "reject_once", label: "Reject" },
];

function command(at: number, minutes: number, text: string, like: string): WaitingRequest {
  return WaitingRequest.parse({
    kind: "permission",
    sessionId: idOf(at),
    requestId: requestIdOf(at),
    seq: 20,
    at: now - minutes * MINUTE,
    title: "Bash",
    toolCallId: "asks",
    toolName: "Bash",
    toolKind: "execute",
    input: { command: text },
    isInputCut: false,
    options,
    like: { key: like, label: like },
  });
}

const question = WaitingRequest.parse({
  kind: "question",
  sessionId: idOf(6),
  requestId: requestIdOf(6),
  seq: 20,
  at: now - 6 * MINUTE,
  title: "Which key should the limit count by?",
  questions: [
    {
      questionId: "key",
      question: "Which key should the limit count by?",
      kind: "choice",
      options: [
        {
          value: "tenant",
          label: "Tenant, with a smaller share per token",
          description:
            "One noisy integration can’t starve the rest. Needs a `tenant_id` on every token (1,204 of 1,311 have one).",
        },
        {
          value: "token",
          label: "Token only",
          description: "Nothing to migrate. A tenant with ten tokens gets ten times the limit.",
        },
        {
          value: "address",
          label: "Address, as today",
          description: "No change. Offices behind one address keep being rejected.",
        },
      ],
      allowsOther: true,
      isRequired: true,
      initial: "tenant",
    },
  ],
});

const requests = [
  command(5, 4, "npm test -- address", "npm test -- …"),
  command(4, 3, "npm test -- replay", "npm test -- …"),
  command(3, 2, "npm test -- sign", "npm test -- …"),
  command(2, 2, "npm test -- shipments", "npm test -- …"),
  command(1, 1, "npm run db:migrate -- --env dev", "npm run db:migrate -- …"),
  question,
];

const tool = (id: string, kind: string, input: object): Record<string, unknown>[] => [
  { type: "tool_call", toolCallId: id, name: kind, kind, status: "in_progress", title: kind, input },
  { type: "tool_call_update", toolCallId: id, status: "completed", output: "" },
];

const chunks = [
  { type: "turn_started", by: "user" },
  ...tool("a", "read", { file_path: "/home/ada/code/parcel-api/src/limits/limiter.ts" }),
  ...tool("b", "search", { pattern: "429" }),
  ...tool("c", "execute", { command: "psql -f queries/rejects-by-key.sql" }),
  ...tool("d", "edit", { file_path: "/home/ada/code/parcel-api/docs/adr/0019-rate-limit-key.md" }),
  {
    type: "agent_message",
    messageKey: "m",
    content:
      "I read the limiter, the three support threads and last month’s traffic. 94 % of rejected calls come from shared office addresses, so counting by address punishes the wrong people. Two keys would work; they differ in who carries the migration.",
  },
].map((values, at) =>
  AgentChunk.parse({
    sessionId: idOf(6),
    seq: at + 1,
    at: now - 400_000 + at * 1400,
    turn: 1,
    content: "",
    isDone: true,
    ...values,
  }),
);

const answers: Replies = {
  ...machine([claude({ isDefault: true }), gemini()]),
  listSessions: { sessions },
  listRequests: { requests },
  getProjects: { projects: [project] },
  getBeads: { projectId: project.projectId, beads: beads.map(outlineOf), revision: 1, ...LIVE },
  getSessionHistory: { chunks, open: [], firstSeq: 1, lastSeq: chunks.length, logId },
};

const chosen = (at: number) => `/inbox/${idOf(at)}`;
const asked = (at: number) => `${chosen(at)}/${requestIdOf(at)}`;
const led = async (page: Page) => page.getByText("What led here").waitFor();
const list = async (page: Page) => page.getByText("like requests").first().waitFor({ state: "attached" });

/** The inbox of a busy moment, each kind chosen once; empty; and where notifications are set. */
export const inboxStates: readonly State[] = [
  { name: "inbox", path: "/inbox", answers, show: list },
  { name: "inbox-question", path: asked(6), answers, show: led },
  { name: "inbox-approval", path: asked(1), answers, show: led },
  { name: "inbox-box", path: asked(3), answers, show: led },
  { name: "inbox-failure", path: chosen(7), answers, show: led },
  { name: "inbox-finished", path: chosen(9), answers, show: led },
  { name: "inbox-verify", path: chosen(10), answers, show: led },
  {
    name: "inbox-verify-note",
    path: chosen(11),
    answers,
    show: async (page) => page.getByRole("button", { name: "Send back with a note" }).click(),
  },
  {
    name: "inbox-empty",
    path: "/inbox",
    answers: {
      ...answers,
      listRequests: { requests: [] },
      listSessions: {
        sessions: sessions.slice(0, 6).map((one) => ({ ...one, pendingApprovals: 0 })),
      },
    },
    show: async (page) => page.getByText("Nothing needs you.").waitFor(),
  },
  {
    name: "inbox-notifications",
    path: "/settings/notifications",
    answers,
    show: async (page) => page.getByText("Notify me in this browser").waitFor(),
  },
];
