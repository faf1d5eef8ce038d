import {
  AgentChunk,
  type BackendInfo,
  LogId,
  SessionId,
  SessionInfo,
  Settings,
  ToolKind,
} from "@switchyard/core/protocol";
import { claude, demo, gemini } from "./pretend-backends.ts";
import type { Answers } from "./pretend-bridge.ts";
import { pretendPersona } from "./pretend-persona.ts";

const personas = [
  ["specialist", "Specialist", "Builds one thing and proves it", "code-xml"],
  ["product-manager", "Product manager", "Shapes, asks, writes beads", "compass"],
  ["qa-engineer", "QA engineer", "Breaks it, then pins it", "flask-conical"],
  ["none", "None", "The plain agent", "terminal"],
].map(([id = "", displayName, description, icon]) => pretendPersona(id, { displayName, description, icon }));

/** A machine with these backends, and no session. */
export function machine(
  backends: BackendInfo[],
  settings: Partial<Record<keyof Settings, unknown>> = {},
): Answers {
  return {
    listBackends: { backends },
    listPersonas: { personas, problems: [] },
    getSettings: {
      settings: Settings.parse({
        cliBackend: backends.find((one) => one.isDefault)?.id ?? "claude",
        isBackendChosen: false,
        backendsOff: [],
        maxProcesses: null,
        processLimit: 8,
        sleepAfterMinutes: 30,
        keepStoppedDays: null,
        resumesAfterLimit: false,
        sessionBudgetUsd: null,
        ...settings,
      }),
      cwd: "/home/ada/code/parcel-api",
      settingsFile: "/home/ada/.local/share/switchyard/settings.json",
    },
  };
}

export const sessionId = SessionId.parse("3c8a51c5-9a0e-4a52-8d2f-0f3f6f7f0a01");
const logId = LogId.parse("3c8a51c5-9a0e-4a52-8d2f-0f3f6f7f0b01");

type SessionValues = Partial<Record<keyof SessionInfo, unknown>>;

/** A session as the bridge tells it: of the demo, running. */
export function session(values: SessionValues): SessionInfo {
  const now = Math.floor(Date.now() / 1000);
  return SessionInfo.parse({
    sessionId,
    beadId: null,
    persona: "none",
    backendId: "demo",
    status: "running",
    process: "live",
    createdAt: now - 60,
    title: "Show me around",
    projectId: null,
    cwd: "/home/ada/code/parcel-api",
    model: null,
    permissionMode: "default",
    cliSessionId: "demo-1",
    logId,
    lastSeq: 9,
    lastActivity: now,
    unread: 0,
    pendingApprovals: 1,
    queued: 0,
    storage: "ok",
    sharesCwdWith: [],
    isArchived: false,
    startPlace: null,
    batch: null,
    resumeCommand: null,
    provenance: null,
    worktree: null,
    trace: null,
    verifiedTurn: 0,
    usage: { inputTokens: 0, outputTokens: 0, costUsd: null, turnsWithoutCost: 0 },
    pendingQuestions: 0,
    context: null,
    budget: null,
    beadBudget: null,
    epicBudget: null,
    hold: null,
    lastTurn: null,
    rules: 0,
    ...values,
  });
}

const FILE = "/home/ada/code/parcel-api/switchyard-demo.md";
const TEXT = "# A note from the demo\n\n- It read 4 files.\n- It asked before it wrote this one.\n";
const body: Record<string, unknown>[] = [
  { type: "turn_started", by: "user" },
  { type: "user_message", messageId: "m1", content: "Show me around" },
  {
    type: "notice",
    level: "info",
    code: "waited",
    content: "Waited until another start in this folder was through.",
  },
  { type: "agent_thought", messageKey: "t", content: "First a look at the folder." },
  {
    type: "agent_message",
    messageKey: "a",
    content:
      "This is a **tour**: nothing here comes from a model. I read a few files of this folder, then ask to write one.",
  },
  {
    type: "tool_call",
    toolCallId: "r",
    name: "read",
    kind: "read",
    status: "in_progress",
    title: "Read package.json",
    input: { path: "/home/ada/code/parcel-api/package.json" },
  },
  { type: "tool_call_update", toolCallId: "r", status: "completed", output: "{}" },
  {
    type: "tool_call",
    toolCallId: "e",
    name: "edit",
    kind: "edit",
    status: "pending",
    title: "Edit switchyard-demo.md",
    input: { path: FILE, newText: TEXT },
  },
  {
    type: "tool_call_update",
    toolCallId: "e",
    status: "in_progress",
    diff: [{ path: FILE, oldText: null, newText: TEXT }],
  },
  {
    type: "permission_request",
    requestId: "33333333-3333-4333-8333-333333333333",
    toolCallId: "e",
    title: "Edit switchyard-demo.md",
    input: { path: FILE, newText: TEXT },
    options: [
      { decision: "allow_once", label: "Write the file" },
      { decision: "reject_once", label: "Leave it" },
    ],
  },
];

const ENDED = { type: "turn_ended", stopReason: "end_turn", durationMs: 7000 };

/** The demo's tour, up to where it asks; cut off before, it has ended. */
export function tour(
  values: SessionValues = {},
  backends = [claude({ isDefault: true }), demo()],
  count = body.length,
): Answers {
  const shown = count < body.length ? [...body.slice(0, count), ENDED] : body;
  return told(shown, values, backends);
}

const OLD = Array.from({ length: 14 }, (_, at) => `line ${at + 1}`).join("\n");
const change = [
  { path: FILE, oldText: `${OLD}\n`, newText: `${OLD.replace("line 9", "line nine")}\nThe end.\n` },
];
const edit = { toolCallId: "e", title: "Edit switchyard-demo.md" };

/** What a program of the Agent Client Protocol tells: calls of every kind, and a request without an input. */
export function kinds(): Answers {
  const calls = ToolKind.options.flatMap((kind) => [
    {
      type: "tool_call",
      toolCallId: kind,
      name: kind,
      kind,
      status: "in_progress",
      title: `notes on ${kind}`,
      input: null,
    },
    {
      type: "tool_call_update",
      toolCallId: kind,
      status: kind === "fetch" ? "failed" : "completed",
      output: kind === "fetch" ? "getaddrinfo ENOTFOUND" : "ok",
    },
  ]);
  const input = { title: edit.title, paths: [FILE], diff: change };
  return told(
    [
      ...body.slice(0, 2),
      { type: "notice", level: "info", code: "noise", content: "Loaded cached credentials." },
      {
        type: "notice",
        level: "warning",
        code: "reseeded",
        content: "Gemini CLI could not reopen its conversation. A new one was told what was said so far.",
      },
      ...calls,
      { type: "tool_call", ...edit, name: "edit", kind: "edit", status: "pending", input },
      { type: "tool_call_update", ...edit, status: "in_progress", diff: change },
      {
        type: "permission_request",
        requestId: "33333333-3333-4333-8333-333333333333",
        ...edit,
        input,
        options: [
          { decision: "allow_once", label: "Allow" },
          { decision: "reject_once", label: "Reject" },
        ],
      },
    ],
    { backendId: "gemini", persona: "specialist", title: "Note what was read" },
    [claude({ isDefault: true }), gemini(), demo()],
  );
}

function told(
  bodies: readonly Record<string, unknown>[],
  values: SessionValues,
  backends: BackendInfo[],
): Answers {
  const chunks = bodies.map((chunk, at) =>
    AgentChunk.parse({
      content: "",
      isDone: false,
      ...chunk,
      sessionId,
      seq: at + 1,
      at: Date.now() - 20_000 + at * 500,
      turn: 1,
    }),
  );
  const lastSeq = chunks.length;
  return {
    ...machine(backends),
    listSessions: {
      sessions: [
        session({ lastSeq, ...values }),
        session({
          sessionId: "3c8a51c5-9a0e-4a52-8d2f-0f3f6f7f0a02",
          title: "Rotate the signing secret",
          backendId: "claude",
          persona: "specialist",
          pendingApprovals: 0,
          activity: "Editing src/webhooks/sign.ts",
        }),
      ],
    },
    getSessionHistory: { chunks, open: [], firstSeq: 1, lastSeq, logId },
    subscribeSession: { lastSeq, logId },
  };
}
