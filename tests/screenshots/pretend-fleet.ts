import {
  AgentChunk,
  BeadId,
  LogId,
  SessionId,
  type SessionInfo,
  WaitingRequest,
} from "@switchyard/core/protocol";
import { claude, gemini } from "./pretend-backends.ts";
import type { Replies } from "./pretend-bridge.ts";
import { machine, session } from "./pretend-sessions.ts";

const now = Math.floor(Date.now() / 1000);
const logId = LogId.parse("3c8a51c5-9a0e-4a52-8d2f-0f3f6f7f0b01");

type Body = Record<string, unknown>;

interface Work {
  readonly title: string;
  readonly persona: string;
  readonly backendId: string;
  readonly bead: string;
  readonly ageMinutes: number;
  readonly costUsd: number;
  readonly session?: Partial<Record<keyof SessionInfo, unknown>>;
  readonly log: readonly Body[];
  readonly request?: Body;
}

const start: Body = { type: "turn_started", by: "user" };
const end = (values: Body = {}): Body => ({
  type: "turn_ended",
  stopReason: "end_turn",
  durationMs: 60_000,
  ...values,
});
let keys = 0;
const say = (content: string): Body => ({ type: "agent_message", messageKey: `m${(keys += 1)}`, content });
const you = (content: string): Body => ({ type: "user_message", messageId: `u${(keys += 1)}`, content });
function tool(kind: string, input: Body, ended: Body | null = { status: "completed" }): Body[] {
  const toolCallId = `t${(keys += 1)}`;
  const call = { type: "tool_call", toolCallId, name: kind, kind, status: "in_progress", title: kind, input };
  return [call, ...(ended === null ? [] : [{ type: "tool_call_update", toolCallId, ...ended }])];
}
const read = (file_path: string) => tool("read", { file_path });
const edit = (file_path: string, added: number) => {
  const newText = Array.from({ length: added }, (_, at) => `line ${at}\n`).join("");
  return tool(
    "edit",
    { file_path },
    { status: "completed", diff: [{ path: file_path, oldText: null, newText }] },
  );
};
const run = (command: string, output = "", status = "completed") =>
  tool("execute", { command }, { status, output });
const plan = (done: number, total: number): Body => ({
  type: "plan",
  entries: Array.from({ length: total }, (_, at) => ({
    content: `step ${at + 1}`,
    status: at < done ? "completed" : at === done ? "in_progress" : "pending",
  })),
});

const works: readonly Work[] = [
  {
    title: "Retry failed webhook deliveries",
    persona: "specialist",
    backendId: "claude",
    bead: "pa-12.2.3",
    ageMinutes: 1,
    costUsd: 1.84,
    session: { pendingApprovals: 1 },
    log: [
      start,
      ...edit("src/webhooks/deliver.ts", 6),
      ...tool("execute", { command: "npx vitest run src/webhooks" }, null),
      say("The integration tests need the **delivery_attempts** table; I’ve asked to run its migration."),
    ],
    request: {
      kind: "permission",
      title: "Bash",
      toolCallId: "t0",
      toolName: "Bash",
      toolKind: "execute",
      input: { command: "npm run db:migrate -- --env dev" },
      isInputCut: false,
      options: [
        { decision: "allow_once", label: "Allow once" },
        { decision: "reject_once", label: "Reject" },
      ],
      like: { key: "npm run db:migrate", label: "npm run db:migrate …" },
    },
  },
  {
    title: "Choose the rate-limit key",
    persona: "product-manager",
    backendId: "claude",
    bead: "pa-18.1",
    ageMinutes: 6,
    costUsd: 0.91,
    session: { pendingApprovals: 1, pendingQuestions: 1 },
    log: [
      start,
      ...run("psql -f queries/rejects-by-key.sql"),
      ...edit("docs/adr/0019-rate-limit-key.md", 62),
      say("94 % of rejected calls come from shared office addresses. Two keys would work."),
    ],
    request: {
      kind: "question",
      title: "Which key should the limit count by?",
      questions: [
        {
          questionId: "key",
          question: "Which key should the limit count by?",
          kind: "choice",
          allowsOther: true,
          isRequired: true,
          options: ["Tenant", "API key", "Tenant, with a smaller share for each key", "Address"].map(
            (label) => ({
              value: label,
              label,
            }),
          ),
        },
      ],
    },
  },
  {
    title: "Flaky: carrier-timeout.test.ts",
    persona: "qa-engineer",
    backendId: "claude",
    bead: "pa-33",
    ageMinutes: 12,
    costUsd: 2.37,
    session: { status: "failed", process: "none" },
    log: [
      start,
      say("It fails about once in nine runs, always in the retry after a closed socket."),
      ...run("npx vitest run carrier-timeout", "✓ gives up after 3 s\n"),
      end({
        stopReason: "process_exit",
        error: {
          code: "CLI_FAILED",
          message: "Claude Code exited with code 1 in turn 3. Last line: “socket hang up”.",
        },
      }),
    ],
  },
  {
    title: "Rotate the signing secret",
    persona: "specialist",
    backendId: "claude",
    bead: "pa-12.1.2",
    ageMinutes: 4,
    costUsd: 0.74,
    session: { context: { usedTokens: 36_000, windowTokens: 200_000 } },
    log: [
      start,
      plan(2, 5),
      ...tool("search", { pattern: "x-parcel-signature" }),
      ...read("src/webhooks/sign.ts"),
      ...read("src/tenants/secrets.ts"),
      ...edit("src/webhooks/sign.ts", 22),
      say(
        "Both the current and the previous secret must verify for 48 hours, so I’m keeping two digests in the header",
      ),
    ],
  },
  {
    title: "Replay dead letters from the CLI",
    persona: "specialist",
    backendId: "gemini",
    bead: "pa-12.3.1",
    ageMinutes: 9,
    costUsd: 1.12,
    session: { context: { usedTokens: 330_000, windowTokens: 1_000_000 } },
    log: [
      start,
      plan(4, 6),
      say("Replays go through the same queue, so they keep their order and their limits."),
      ...edit("bin/replay.ts", 88),
      ...edit("bin/replay.test.ts", 54),
      ...run(
        "npm test -- replay",
        "✓ skips deliveries already replayed\n✓ stops at --limit\n",
        "in_progress",
      ),
    ],
  },
  {
    title: "Contract tests for /v2/shipments",
    persona: "qa-engineer",
    backendId: "claude",
    bead: "pa-21.4",
    ageMinutes: 23,
    costUsd: 4.05,
    session: { context: { usedTokens: 124_000, windowTokens: 200_000 } },
    log: [
      start,
      plan(13, 22),
      ...edit("tests/contract/shipments.test.ts", 31),
      ...run("npm test -- contract/shipments", "13 passed, 9 to write\n"),
      say(
        "Case 14: a shipment without parcels must answer 422 and name the field. The handler answers 500 today, so I’ll note that as `pa-21.4.1`",
      ),
    ],
  },
  {
    title: "Render labels in the background",
    persona: "specialist",
    backendId: "claude",
    bead: "pa-27.1",
    ageMinutes: 2,
    costUsd: 0.21,
    session: { context: { usedTokens: 18_000, windowTokens: 200_000 } },
    log: [
      start,
      you("Only the path from request to queue, please."),
      plan(0, 4),
      ...tool("search", { pattern: "renderLabel(" }),
      ...read("src/labels/render.ts"),
      ...read("src/labels/fonts.ts"),
      say("Rendering happens in three handlers. Two of them wait for the PDF before they answer; the third"),
    ],
  },
  {
    title: "Address rules by country",
    persona: "specialist",
    backendId: "gemini",
    bead: "pa-21.7",
    ageMinutes: 0.7,
    costUsd: 0.16,
    session: { context: { usedTokens: 38_200, windowTokens: null } },
    log: [
      start,
      plan(1, 5),
      ...read("src/address/validate.ts"),
      ...read("src/address/rules.json"),
      say(
        "Postal rules differ more than I assumed: three countries need the region first, and one has no postcode",
      ),
      { type: "agent_thought", messageKey: "t", content: "…" },
    ],
  },
  {
    title: "Write the v2 migration guide",
    persona: "product-manager",
    backendId: "gemini",
    bead: "pa-21.9",
    ageMinutes: 8,
    costUsd: 0.66,
    session: { status: "paused", unread: 2 },
    log: [
      start,
      ...edit("docs/migrate-v2.md", 318),
      say(
        "Wrote **docs/migrate-v2.md**. Every breaking change has a before and an after.\n\nPlease review the auth section: two examples there are my reading of the code, not of the spec.",
      ),
      end(),
    ],
  },
  {
    title: "Upgrade Fastify from 4 to 5",
    persona: "specialist",
    backendId: "claude",
    bead: "pa-30.5",
    ageMinutes: 120,
    costUsd: 3.4,
    session: { status: "paused", process: "asleep" },
    log: [
      start,
      say("The branch is rebased and green. Two plug-ins needed their v5 releases; nothing else changed."),
      end(),
      start,
      you("Looks right, I’ll merge it after the release."),
      say("Good. Nothing else is open on my side."),
      end(),
    ],
  },
];

export const idOf = (at: number) =>
  SessionId.parse(`3c8a51c5-9a0e-4a52-8d2f-0000000000${String(at).padStart(2, "0")}`);

function sessionOf(work: Work, at: number): SessionInfo {
  const lastActivity = now - work.ageMinutes * 60;
  const isOver = work.log.some((body) => body["type"] === "turn_ended");
  return session({
    sessionId: idOf(at),
    title: work.title,
    persona: work.persona,
    backendId: work.backendId,
    beadId: BeadId.parse(work.bead),
    createdAt: Math.floor(lastActivity) - at,
    lastActivity: Math.floor(lastActivity),
    lastSeq: work.log.length,
    pendingApprovals: 0,
    usage: { inputTokens: 1, outputTokens: 1, costUsd: work.costUsd, turnsWithoutCost: 0 },
    lastTurn: isOver
      ? {
          turn: 6,
          stopReason: "end_turn",
          error: null,
          endedAt: Math.floor(lastActivity * 1000),
          durationMs: 1,
        }
      : null,
    ...work.session,
  });
}

function historyOf(at: number) {
  const work = works[at];
  let turn = 0;
  const chunks = (work?.log ?? []).map((body, index) => {
    if (body["type"] === "turn_started") turn += 1;
    return AgentChunk.parse({
      content: "",
      isDone: false,
      ...body,
      sessionId: idOf(at),
      seq: index + 1,
      at: (now - (work?.ageMinutes ?? 0) * 60) * 1000 + index,
      turn,
    });
  });
  return { chunks, open: [], firstSeq: 1, lastSeq: chunks.length, logId };
}

const atOf = (params: Body) => works.findIndex((_, at) => idOf(at) === params["sessionId"]);

/** Ten sessions as the mock of the fleet has them, of two backends. */
export const busyFleet: Replies = {
  ...machine([
    claude({
      isDefault: true,
      displayName: "Claude",
      limits: [{ name: "five_hour", used: 0.64, resetsAt: now + 4000, isReached: false, at: now }],
    }),
    gemini({ displayName: "Gemini" }),
  ]),
  listSessions: { sessions: works.map(sessionOf) },
  listRequests: {
    requests: works.flatMap((work, at) =>
      work.request === undefined
        ? []
        : [
            WaitingRequest.parse({
              ...work.request,
              sessionId: idOf(at),
              requestId: `33333333-3333-4333-8333-3333333333${String(at).padStart(2, "0")}`,
              seq: 1,
              at: (now - work.ageMinutes * 60) * 1000,
            }),
          ],
    ),
  },
  getSessionHistory: (params) => historyOf(atOf(params)),
  subscribeSession: (params) => ({ lastSeq: works[atOf(params)]?.log.length ?? 0, logId }),
  getUsage: {
    rows: [],
    total: { turns: 41, inputTokens: 1, outputTokens: 1, costUsd: 16.93, turnsWithoutCost: 0 },
  },
};
