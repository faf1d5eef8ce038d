import { MessageId, RequestId } from "@switchyard/core/protocol";
import type { FakeSession } from "../src/features/session/testkit/fake-view.ts";
import { OPTIONS, playWebhookTurn } from "../src/features/session/testkit/script.ts";

/** Plays one of the harness's scenes into a session; an unknown name plays the approval. */
export function playScene(session: FakeSession, name: string): void {
  (scenes[name] ?? playApproval)(session);
}

const MIGRATION = RequestId.parse("33333333-3333-4333-8333-333333333333");

const scenes: Record<string, (session: FakeSession) => void> = {
  approval: playApproval,
  long: playLongInput,
  queued: playQueue,
  stream: playStream,
  failed: playFailure,
  "logged-out": playLoggedOut,
  stopped: playStopped,
  empty: (session) => session.setInfo({ status: "paused", process: "none", title: "A new session" }),
  loading: (session) => session.set({ loading: true }),
};

function playApproval(session: FakeSession): void {
  playWebhookTurn(session, Date.now());
}

/** A command of many lines, with a character that turns the reading direction, and another request behind it. */
function playLongInput(session: FakeSession): void {
  playApproval(session);
  answerMigration(session);
  const lines = Array.from({ length: 20 }, (_, at) => `echo "step ${at + 1}" && ls -la /tmp/step-${at + 1}`);
  const input = { command: `cp \u202egpj.exe ./out\n${lines.join("\n")}`, timeout: 120_000 };
  session.add({
    type: "tool_call",
    toolCallId: "x1",
    name: "Bash",
    kind: "execute",
    status: "pending",
    title: "cp",
    input,
  });
  const requests = [
    { requestId: "44444444-4444-4444-8444-444444444444", toolCallId: "x1", title: "Bash", input },
    {
      requestId: "55555555-5555-4555-8555-555555555555",
      toolCallId: "elsewhere",
      title: "Edit src/app.ts",
      input: {
        file_path: "src/app.ts",
        old_string: "const a = 1;",
        new_string: "const a = 2;\nconst b = 3;",
      },
    },
  ];
  for (const request of requests) {
    session.add({
      type: "permission_request",
      ...request,
      requestId: RequestId.parse(request.requestId),
      options: OPTIONS,
    });
  }
}

function playQueue(session: FakeSession): void {
  playApproval(session);
  answerMigration(session);
  session.add({ type: "agent_message", messageKey: "s1", content: "Streaming **now** and `half of a code" });
  const message = "Then update docs/webhooks.md as well.";
  session.set({
    queue: [{ messageId: MessageId.parse("q1"), message, at: Date.now(), held: false }],
    draft: "And one more thing:\nkeep the changelog short.",
  });
}

/** Text that never ends, a few words a frame. */
function playStream(session: FakeSession): void {
  playApproval(session);
  answerMigration(session);
  let count = 0;
  const step = () => {
    count += 1;
    const content =
      count % 40 === 0 ? `\n\nParagraph ${count / 40} with \`code\` and **bold** words. ` : `word ${count} `;
    session.add({ type: "agent_message", messageKey: "s1", content });
    requestAnimationFrame(step);
  };
  step();
}

function playFailure(session: FakeSession): void {
  playApproval(session);
  session.add({
    type: "permission_resolved",
    requestId: MIGRATION,
    decision: "cancelled",
    by: "session_end",
  });
  const output = "Error: connect ECONNREFUSED 127.0.0.1:5432\n    at TCPConnectWrap.afterConnect";
  session.add({ type: "tool_call_update", toolCallId: "b1", status: "failed", output });
  session.add({
    type: "notice",
    level: "warning",
    code: "noise",
    content: "The CLI printed 3 lines that are not of its protocol.",
  });
  const detail = "at Socket.emit\nError: socket hang up";
  const error = { code: "CLI_FAILED", message: "Claude Code exited with code 1", detail };
  session.add({ type: "turn_ended", stopReason: "process_exit", durationMs: 41_000, error });
  session.setInfo({ status: "failed", process: "none", pendingApprovals: 0 });
  const text = "Then update docs/webhooks.md as well.";
  session.set({
    pending: [{ messageId: MessageId.parse("p1"), text, mode: "queue", state: "held" }],
    connection: "reconnecting",
  });
}

function playLoggedOut(session: FakeSession): void {
  session.add({ type: "turn_started", by: "user" });
  const content = "Draft the status-page copy for the label outage.";
  session.add({ type: "user_message", messageId: MessageId.parse("m1"), content });
  const error = { code: "CLI_NOT_LOGGED_IN", message: "Claude Code is not logged in" };
  session.add({ type: "turn_ended", stopReason: "error", durationMs: 900, error });
  session.setInfo({ status: "failed", process: "none" });
  const { backend } = session.view;
  const hint = { text: "Run this in a terminal and choose Sign in.", command: "claude /login" };
  if (backend) session.set({ backend: { ...backend, state: "not_logged_in", hint } });
}

function playStopped(session: FakeSession): void {
  playApproval(session);
  session.add({ type: "permission_resolved", requestId: MIGRATION, decision: "cancelled", by: "interrupt" });
  session.add({ type: "turn_ended", stopReason: "interrupted", durationMs: 134_000 });
  session.setInfo({ status: "stopped", process: "none", pendingApprovals: 0 });
}

function answerMigration(session: FakeSession): void {
  session.add({ type: "permission_resolved", requestId: MIGRATION, decision: "allow_once", by: "user" });
  session.setInfo({ pendingApprovals: 0 });
}
