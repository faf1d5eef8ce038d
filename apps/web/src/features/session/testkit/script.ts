import { MessageId, RequestId } from "@switchyard/core/protocol";
import type { FakeSession } from "./fake-view.ts";

/** The second turn of a session that retries webhook deliveries, up to where it asks to run a migration. */
export function playWebhookTurn(session: FakeSession, now: number): void {
  const at = (secondsAgo: number) => ({ at: now - secondsAgo * 1000 });
  const { add } = session;
  add(
    {
      type: "session_started",
      cliSessionId: "9b8fca0e",
      model: "claude-sonnet-5",
      cwd: "/home/ada/code/parcel-api",
      cliVersion: "2.1.330",
      permissionMode: "default",
    },
    at(600),
  );
  add({ type: "turn_started", by: "user" }, at(600));
  add(
    { type: "user_message", messageId: MessageId.parse("m1"), content: "Where do we drop deliveries today?" },
    at(600),
  );
  add({ type: "agent_message", messageKey: "a1", content: FIRST_ANSWER }, at(590));
  add(
    {
      type: "turn_ended",
      stopReason: "end_turn",
      durationMs: 72_000,
      usage: { inputTokens: 8_400, outputTokens: 510, costUsd: 0.31 },
    },
    at(528),
  );
  add({ type: "turn_started", by: "user" }, at(134));
  add(
    {
      type: "user_message",
      messageId: MessageId.parse("m2"),
      content:
        "Back off with jitter and give up after 24 hours. Keep the X-Parcel-Signature header exactly as it is.",
    },
    at(134),
  );
  add({ type: "agent_thought", messageKey: "t1", content: "The sender has **no** schedule." }, at(130));
  add({ type: "agent_thought", messageKey: "t1", content: " A pure function is testable." }, at(124));
  const look = (id: string, kind: "read" | "search", input: Record<string, unknown>) => {
    add({
      type: "tool_call",
      toolCallId: id,
      name: kind === "read" ? "Read" : "Grep",
      kind,
      status: "in_progress",
      title: id,
      input,
    });
    add({ type: "tool_call_update", toolCallId: id, status: "completed", output: "ok" });
  };
  for (const file of ["deliver", "queue", "sign", "schedule"])
    look(file, "read", { file_path: `/home/ada/code/parcel-api/src/webhooks/${file}.ts` });
  look("g1", "search", { pattern: "dropped" });
  look("g2", "search", { pattern: "attempts" });
  add(
    {
      type: "plan",
      entries: PLAN.map(([content, status]) => ({ content, status })),
    },
    at(110),
  );
  add({ type: "agent_message", messageKey: "a2", content: SECOND_ANSWER }, at(100));
  add(
    {
      type: "tool_call",
      toolCallId: "e1",
      name: "Edit",
      kind: "edit",
      status: "in_progress",
      title: "Edit src/webhooks/deliver.ts",
      input: {
        file_path: "/home/ada/code/parcel-api/src/webhooks/deliver.ts",
        old_string: "…",
        new_string: "…",
      },
    },
    at(90),
  );
  add({
    type: "tool_call_update",
    toolCallId: "e1",
    status: "completed",
    diff: [
      { path: "/home/ada/code/parcel-api/src/webhooks/deliver.ts", oldText: OLD_CODE, newText: NEW_CODE },
    ],
  });
  add({ type: "agent_message", messageKey: "a3", content: THIRD_ANSWER }, at(60));
  add(
    {
      type: "tool_call",
      toolCallId: "b1",
      name: "Bash",
      kind: "execute",
      status: "in_progress",
      title: "npx vitest run src/webhooks",
      input: { command: "npx vitest run src/webhooks", description: "Run the unit tests" },
    },
    at(9),
  );
  add({ type: "tool_call_update", toolCallId: "b1", status: "in_progress", output: OUTPUT });
  add({
    type: "tool_call",
    toolCallId: "b2",
    name: "Bash",
    kind: "execute",
    status: "pending",
    title: "npm run db:migrate -- --env dev",
    input: { command: "npm run db:migrate -- --env dev", description: "Run the dev migration" },
  });
  add({
    type: "permission_request",
    requestId: RequestId.parse("33333333-3333-4333-8333-333333333333"),
    toolCallId: "b2",
    title: "Bash",
    input: { command: "npm run db:migrate -- --env dev", description: "Run the dev migration" },
    options: OPTIONS,
  });
  session.setInfo({ pendingApprovals: 1 });
}

export const OPTIONS = [
  { decision: "allow_once" as const, label: "Allow once" },
  {
    decision: "allow_always" as const,
    label: "Always allow npm run db:migrate in this session",
    detail: "The same command runs without asking until this session ends",
  },
  { decision: "reject_once" as const, label: "Reject" },
];

const PLAN = [
  ["Find every place that drops a delivery", "completed"],
  ["Retry schedule with jitter, 24 h cap", "completed"],
  ["Record each attempt before queueing", "completed"],
  ["Unit tests for deliver and schedule", "in_progress"],
  ["Integration tests against Postgres", "pending"],
  ["Document the policy in webhooks.md", "pending"],
] as const;

const FIRST_ANSWER = `## Where deliveries are lost

\`deliver()\` makes **one** attempt. Anything that isn’t a 2xx is dropped:

| Place | What happens | Lost |
|---|---|---:|
| \`deliver.ts:43\` | returns \`dropped\` | every non-2xx |
| \`queue.ts:18\` | swallows a timeout | about 2 % |

1. The queue has no \`runAt\`.
2. Nothing records an attempt:
   - no table
   - no log line

\`\`\`ts
// one attempt, and no memory of it
export async function deliver(job: DeliveryJob): Promise<Outcome> {
  const res = await post(job.endpoint, sign(job));
  return res.ok ? { kind: "delivered" } : { kind: "dropped", attempts: 1 };
}
\`\`\`

> The signature is made from the raw body, so a retry can reuse it.

See [the webhook guide](https://example.com/docs/webhooks) for what partners expect.
`;

const SECOND_ANSWER =
  "The sender makes one attempt and drops anything that isn’t a 2xx. I moved the schedule into a pure function, so it’s tested without a clock, and each attempt is now recorded before the next one is queued.";
const THIRD_ANSWER =
  "Unit tests don’t touch the database, so they’re running now. The integration tests need the `delivery_attempts` table; I’ve asked to run its migration.";

const OLD_CODE = `export async function deliver(job: DeliveryJob, deps: Deps) {
  const res = await deps.post(job.endpoint, sign(job));
  if (!res.ok) return { kind: "dropped" };
}
`;
const NEW_CODE = `export async function deliver(job: DeliveryJob, deps: Deps) {
  const res = await deps.post(job.endpoint, sign(job)).catch(asFailure);
  await deps.attempts.record(job.id, job.attempt, res.status);
  if (res.ok) return { kind: "delivered" };
  const runAt = nextAttempt(job, deps.now(), deps.random());
  if (runAt === null) return { kind: "expired" };
  await deps.queue.push({ ...job, attempt: job.attempt + 1 }, { runAt });
}
`;
const OUTPUT =
  "\u001b[1m RUN \u001b[22m v3.2.4\n \u001b[32m✓\u001b[39m src/webhooks/sign.test.ts (6 tests) 18ms\n \u001b[32m✓\u001b[39m src/webhooks/schedule.test.ts (11 tests) 24ms\n ❯ src/webhooks/deliver.test.ts 4/9";
