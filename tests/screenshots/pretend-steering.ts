import { AgentChunk, LogId, type Question, type SessionInfo } from "@switchyard/core/protocol";
import type { Page } from "@playwright/test";
import { claude } from "./pretend-backends.ts";
import type { Replies } from "./pretend-bridge.ts";
import { machine, session, sessionId } from "./pretend-sessions.ts";
import type { State } from "./pretend-states.ts";

type Body = Record<string, unknown>;

const now = Math.floor(Date.now() / 1000);
const logId = LogId.parse("3c8a51c5-9a0e-4a52-8d2f-0f3f6f7f0b01");
const requestId = (at: number) => `33333333-3333-4333-8333-33333333333${at}`;

const begin: Body[] = [
  { type: "turn_started", by: "user" },
  { type: "user_message", messageId: "m1", content: "Make the limiter fair." },
  {
    type: "agent_message",
    messageKey: "a",
    content:
      "I read the limiter, the three support threads and last month’s traffic. 94 % of rejected calls come from shared office addresses, so counting by address punishes the wrong people.",
  },
];

const RATE_KEY: Question = {
  questionId: "key",
  header: "Key",
  question: "Which key should the limit count by?",
  kind: "choice",
  allowsOther: true,
  isRequired: true,
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
};
const TOLD: Question = {
  questionId: "told",
  header: "Who is told",
  question: "Who is told when a tenant is limited?",
  kind: "choices",
  allowsOther: true,
  isRequired: true,
  options: ["The tenant’s owner", "Support", "Nobody"].map((label) => ({ value: label, label })),
};
const FIELDS: Question[] = [
  { questionId: "name", question: "Name of the limit", kind: "text", min: 3 },
  { questionId: "rate", question: "Calls a minute", kind: "integer", max: 10_000, initial: "600" },
  { questionId: "from", question: "In force from", kind: "text", format: "date" as const },
  { questionId: "dry", question: "Only log at first?", kind: "yes_no", detail: "Nothing is rejected then." },
  { questionId: "mail", question: "Report to", kind: "text", format: "email" as const },
].map((field) => ({
  options: [],
  allowsOther: false,
  isRequired: field.questionId !== "mail",
  ...field,
})) as Question[];

const form = (at: number, questions: Question[], title = questions[0]?.question ?? ""): Body => ({
  type: "question_request",
  requestId: requestId(at),
  title,
  questions,
});

const command: Body[] = [
  {
    type: "tool_call",
    toolCallId: "b",
    name: "Bash",
    kind: "execute",
    status: "pending",
    title: "npm run db:migrate",
    input: { command: "npm run db:migrate -- --env dev", description: "Run the dev migration" },
  },
  {
    type: "permission_request",
    requestId: requestId(9),
    toolCallId: "b",
    title: "Bash",
    input: { command: "npm run db:migrate -- --env dev", description: "Run the dev migration" },
    options: [
      { decision: "allow_once", label: "Allow once" },
      {
        decision: "allow_always",
        label: "Always allow npm run db:migrate in this session",
        detail: "The same command with any arguments runs without asking until this session is stopped",
      },
      { decision: "reject_once", label: "Reject" },
    ],
  },
];

function told(log: readonly Body[], values: Partial<Record<keyof SessionInfo, unknown>>): Replies {
  let turn = 0;
  const chunks = log.map((body, index) => {
    if (body["type"] === "turn_started") turn += 1;
    const common = { sessionId, seq: index + 1, at: (now - 60) * 1000 + index, turn };
    return AgentChunk.parse({ content: "", isDone: body["type"] === "turn_ended", ...body, ...common });
  });
  const info = session({
    backendId: "claude",
    persona: "product-manager",
    beadId: "pa-18.1",
    title: "Choose the rate-limit key",
    model: "sonnet",
    cliSessionId: null,
    lastSeq: chunks.length,
    context: { usedTokens: 82_000, windowTokens: 200_000 },
    usage: { inputTokens: 118_400, outputTokens: 9210, costUsd: 1.84, turnsWithoutCost: 2 },
    budget: { limitUsd: 5, spentUsd: 1.84, state: "within", turnsWithoutCost: 0 },
    beadBudget: { limitUsd: 20, spentUsd: 17.3, state: "near", turnsWithoutCost: 2 },
    rules: 2,
    ...values,
  });
  const limits = [{ name: "five_hour", used: 1, resetsAt: now + 2530, isReached: true, at: now }];
  return {
    ...machine([claude({ isDefault: true, limits })]),
    listSessions: { sessions: [info] },
    subscribeSession: { lastSeq: chunks.length, logId },
    getSessionHistory: { chunks, open: [], firstSeq: 1, lastSeq: chunks.length, logId },
    getSessionChanges: { source: "none", branch: null, files: [], total: 0, commits: [], isShared: false },
    listRules: {
      rules: [
        {
          ruleId: "a",
          label: "Always allow npm test in this session",
          detail: "With any arguments",
          at: (now - 720) * 1000,
        },
        {
          ruleId: "b",
          label: "Always allow edits of docs/adr/0019-rate-limit-key.md",
          at: (now - 60) * 1000,
        },
      ],
    },
  };
}

const ended = (values: Body): Body => ({
  type: "turn_ended",
  stopReason: "end_turn",
  durationMs: 134_000,
  ...values,
});
const there = (name: string | RegExp) => async (page: Page) => page.getByText(name).first().waitFor();
const asks = { pendingApprovals: 1, pendingQuestions: 1 };
const at = `/sessions/${sessionId}`;
const isPhone = (page: Page) => (page.viewportSize()?.width ?? 0) < 640;

/** A part of the settings, at the top. */
function partAt(name: string) {
  return async (page: Page) => {
    const part = page.getByRole("region", { name, exact: true });
    await part.getByText(name).first().waitFor();
    await part.evaluate((element) => element.scrollIntoView({ block: "start" }));
  };
}

/** By M; on a phone the details have it. */
async function openModes(page: Page): Promise<void> {
  await there(/counting by address/)(page);
  if (isPhone(page)) {
    await page.getByRole("button", { name: "Show session details" }).click();
    await page.getByRole("button", { name: "Asks first" }).click();
  } else {
    await page.locator("h1").first().click();
    await page.keyboard.press("m");
  }
  await page.getByRole("menuitem", { name: /Always allowed/ }).waitFor();
}

export const steeringStates: readonly State[] = [
  {
    name: "form",
    path: at,
    answers: told([...begin, form(1, [RATE_KEY])], asks),
    async show(page) {
      await there("A question for you")(page);
      await page.getByRole("radio", { name: /Tenant, with/ }).check();
    },
  },
  {
    name: "form-steps",
    path: at,
    answers: told([...begin, form(1, [RATE_KEY, TOLD]), ...command], {
      pendingApprovals: 2,
      pendingQuestions: 1,
    }),
    async show(page) {
      await there("2 questions for you")(page);
      await page.getByRole("radio", { name: "Token only" }).check();
      await page.getByRole("button", { name: "Next question" }).click();
      await page.getByRole("checkbox", { name: "Something else" }).check();
      await page.getByRole("checkbox", { name: "Support" }).check();
      await page.getByRole("button", { name: "Answer", exact: true }).click();
    },
  },
  {
    name: "form-fields",
    path: at,
    answers: told([...begin, form(1, FIELDS, "The limiter asks how it is to be set up")], asks),
    async show(page) {
      await there("5 questions for you")(page);
      await page.waitForFunction(() => !document.querySelector(".ask [data-held]"));
      await page.getByRole("button", { name: "Answer", exact: true }).click();
      await there("This question needs an answer.")(page);
    },
  },
  {
    name: "approval",
    path: at,
    answers: told([...begin, ...command, form(1, [RATE_KEY])], { pendingApprovals: 2, pendingQuestions: 1 }),
    show: there("Run this command?"),
  },
  {
    name: "ended",
    path: at,
    answers: told(
      [
        ...begin,
        form(1, [RATE_KEY]),
        {
          type: "question_resolved",
          requestId: requestId(1),
          outcome: "answered",
          by: "user",
          answers: { key: "tenant" },
          note: "Ask support before it goes live.",
        },
        form(2, [RATE_KEY, TOLD], "2 questions"),
        {
          type: "question_resolved",
          requestId: requestId(2),
          outcome: "answered",
          by: "user",
          answers: { key: "token", told: ["Support", "the account team"] },
        },
        form(3, [TOLD]),
        ...command,
        { type: "permission_resolved", requestId: requestId(9), decision: "cancelled", by: "session_end" },
        { type: "question_resolved", requestId: requestId(3), outcome: "cancelled", by: "session_end" },
        ended({ stopReason: "process_exit", error: { code: "BRIDGE_ENDED", message: "x" } }),
      ],
      { status: "paused", process: "asleep" },
    ),
    show: there("The bridge was restarted during this turn"),
  },
  {
    name: "limit",
    path: at,
    answers: told(
      [
        ...begin,
        ended({ stopReason: "error", error: { code: "RATE_LIMITED", message: "5-hour limit reached" } }),
      ],
      {
        status: "failed",
        hold: { reason: "usage_limit", resetsAt: now + 2530, goesOn: true },
        queued: 1,
      },
    ),
    show: there("5-hour limit is reached"),
  },
  {
    name: "budget",
    path: at,
    answers: told([...begin, ended({ usage: { inputTokens: 38_200, outputTokens: 2100, costUsd: 0.62 } })], {
      status: "paused",
      hold: { reason: "session_budget", resetsAt: null, goesOn: false },
      budget: { limitUsd: 5, spentUsd: 5.02, state: "reached", turnsWithoutCost: 1 },
    }),
    show: there("reached its $5.00 budget"),
  },
  {
    name: "modes",
    path: at,
    answers: told([...begin, ended({})], { status: "paused" }),
    show: openModes,
  },
  {
    name: "rules",
    path: at,
    answers: told([...begin, ended({})], { status: "paused" }),
    async show(page) {
      await openModes(page);
      await page.getByRole("menuitem", { name: /Always allowed/ }).click();
      await page.getByRole("dialog").getByText("With any arguments").waitFor();
    },
  },
  {
    name: "settings-usage",
    path: "/settings",
    answers: {
      ...told([], {}),
      getUsage: {
        rows: Array.from({ length: 12 }, (_, day) => ({
          key: new Date((now - day * 86_400) * 1000).toISOString().slice(0, 10),
          turns: 4 + ((day * 7) % 23),
          inputTokens: 38_200 * (1 + ((day * 5) % 9)),
          outputTokens: 2100 * (1 + ((day * 3) % 7)),
          costUsd: day === 3 ? null : 0.62 * (1 + ((day * 11) % 13)),
          turnsWithoutCost: day === 3 ? 4 : 0,
        })),
        total: {
          turns: 140,
          inputTokens: 2_100_000,
          outputTokens: 98_000,
          costUsd: 41.7,
          turnsWithoutCost: 4,
        },
      },
    },
    show: partAt("Usage"),
  },
  {
    name: "settings-permissions",
    path: "/settings",
    answers: told([], {}),
    show: partAt("Permissions"),
  },
];
