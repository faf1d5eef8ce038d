import { fireEvent, screen, waitFor, within } from "@solidjs/testing-library";
import { SessionId, type SessionInfo, type WaitingRequest } from "@switchyard/core/protocol";
import { expect, onTestFinished, test, vi } from "vitest";
import { chunk, log, session, sessionInfo } from "../../testing/fake-bridge.ts";
import { fakeHistory } from "../../testing/fake-history.ts";
import { openPage, press } from "../../testing/open-page.tsx";
import { commandRequest, questionRequest, requestId } from "../../testing/waiting-request.ts";

const idOf = (at: number) =>
  SessionId.parse(`3c8a51c5-9a0e-4a52-8d2f-0f3f6f7f0a${String(at).padStart(2, "0")}`);
const lastTurn = { turn: 1, stopReason: "error", error: null, endedAt: 20, durationMs: 1 };
const titles = ["Contract tests", "Rotate the secret", "Replay dead letters"];
const asking = titles.map((title, at) =>
  sessionInfo({ sessionId: idOf(at + 1), title, status: "running", pendingApprovals: 1 }),
);
const like = titles.map((_, at) =>
  commandRequest(at + 1, `npm test -- ${"abc"[at]}`, { sessionId: idOf(at + 1) }),
);
const failed = sessionInfo({
  sessionId: idOf(7),
  title: "Flaky test",
  status: "failed",
  lastTurn: { ...lastTurn, error: { code: "CLI_FAILED", message: "Claude Code exited with code 1." } },
});
const done = sessionInfo({
  sessionId: idOf(8),
  title: "Write the guide",
  unread: 2,
  activity: "Wrote docs/guide.md.",
  lastTurn: { ...lastTurn, stopReason: "end_turn", endedAt: 30 },
});

/** An inbox over a bridge that forgets a request once it was answered. */
async function openInbox(
  { sessions = asking, requests = like }: { sessions?: SessionInfo[]; requests?: WaitingRequest[] },
  handlers: Parameters<typeof openPage>[0] = {},
) {
  const waiting = new Map(requests.map((request) => [request.requestId as string, request]));
  const page = openPage(
    {
      listSessions: () => ({ sessions }),
      listRequests: () => ({ requests: [...waiting.values()] }),
      getSessionHistory: () => ({ chunks: [], open: [], firstSeq: 0, lastSeq: 0, logId: log }),
      approveSuggestion: (params) => leave(params),
      answerQuestion: (params) => leave(params),
      ...handlers,
    },
    "/inbox",
  );
  function leave(params: Record<string, unknown>) {
    const id = String(params["requestId"]);
    const sessionId = waiting.get(id)?.sessionId;
    waiting.delete(id);
    const left = [...waiting.values()].filter((request) => request.sessionId === sessionId);
    queueMicrotask(() => page.bridge.emit("requests-changed", { sessionId, requests: left }));
    return {};
  }
  await screen.findByRole("button", { name: "Open session" });
  return page;
}

const row = (name: string | RegExp) => screen.findByRole("link", { name });
const answered = (bridge: { of: (method: "approveSuggestion") => Record<string, unknown>[] }) =>
  bridge.of("approveSuggestion").map(({ requestId: id, decision }) => [id, decision]);
const armed = () => vi.waitFor(() => expect(document.querySelector('[data-held=""]')).toBeNull());

test("everything that waits or is news is listed by kind, with what it asks, why it failed, what it said", async () => {
  const asked = questionRequest(5, "Which key should the limit count by?", { sessionId: idOf(9) });
  const choosing = sessionInfo({
    sessionId: idOf(9),
    title: "Choose the key",
    status: "running",
    pendingApprovals: 1,
  });
  const push = commandRequest(4, "git push", { sessionId: idOf(1) });
  const sessions = [{ ...asking[0]!, pendingApprovals: 2 }, asking[1]!, asking[2]!, choosing, failed, done];
  await openInbox({ sessions, requests: [...like, push, asked] });
  const group = (name: string) => within(screen.getByRole("region", { name }));
  expect(group("Approvals").getByRole("link", { name: /Contract tests.*Run git push/ })).toBeDefined();
  expect(within(group("Approvals").getByRole("group")).getAllByRole("link")).toHaveLength(3);
  expect(group("Questions").getByRole("link", { name: /Which key should the limit count by/ })).toBeDefined();
  expect(group("Failures").getByRole("link", { name: /exited with code 1/ })).toBeDefined();
  expect(group("Finished, unread").getByRole("link", { name: /Wrote docs\/guide\.md/ })).toBeDefined();
  expect(document.title).toBe("(6) Inbox · Switchyard");
  fireEvent.click(screen.getByRole("radio", { name: /Finished 1/ }));
  expect(screen.queryByRole("region", { name: "Approvals" })).toBeNull();
});

test("like requests are allowed in one go, each on its own, and one that fails is named and stays", async () => {
  const { bridge } = await openInbox({});
  const approve = bridge.handlers.approveSuggestion;
  bridge.handlers.approveSuggestion = (params) =>
    params["requestId"] === requestId(2)
      ? { refuse: { code: "STORAGE_FAILED", message: "The disk is full." } }
      : (approve?.(params) ?? {});
  const allow = await screen.findByRole("button", { name: "Allow all 3 once" });
  fireEvent.click(allow);
  expect(answered(bridge)).toEqual([]);
  await armed();
  fireEvent.click(screen.getByRole("checkbox", { name: "Tick Replay dead letters" }));
  fireEvent.click(screen.getByRole("button", { name: "Allow 2 once" }));
  expect(await screen.findByText("1 of 2 answers did not go out")).toBeDefined();
  expect(answered(bridge)).toEqual([
    [requestId(1), "allow_once"],
    [requestId(2), "allow_once"],
  ]);
  expect(await screen.findByText("The disk is full.")).toBeDefined();
  await waitFor(() => expect(screen.queryByRole("link", { name: /Contract tests/ })).toBeNull());
});

test("a request that takes more than its line must be opened before it can be ticked", async () => {
  const long = commandRequest(2, "npm test -- b", {
    sessionId: idOf(2),
    input: { command: "npm test -- b\nrm -rf build" },
  });
  const others = [4, 5].map((at) =>
    commandRequest(at, "make all", { sessionId: idOf(3), like: { key: "other", label: "make all" } }),
  );
  await openInbox({ requests: [like[0]!, long, like[2]!, ...others] });
  const tick = () => screen.getByRole<HTMLInputElement>("checkbox", { name: "Tick Rotate the secret" });
  expect(tick().disabled).toBe(true);
  expect(screen.getByRole("button", { name: "Allow 2 once" })).toBeDefined();
  press("j");
  await waitFor(() => expect(tick().disabled).toBe(false));
  expect(tick().checked).toBe(false);
  press("x");
  await screen.findByRole("button", { name: "Allow all 3 once" });
});

test("an input that is too long for a list is read whole before it can be allowed", async () => {
  const cut = commandRequest(1, "npm test -- a", { sessionId: idOf(1), input: undefined, isInputCut: true });
  const whole = Promise.withResolvers<{ request: WaitingRequest }>();
  const { bridge } = await openInbox({ requests: [cut] }, { getRequest: () => whole.promise });
  expect(await screen.findByText(/Reading all of it/)).toBeDefined();
  press("a");
  whole.resolve({ request: commandRequest(1, "npm test -- the-whole-of-it", { sessionId: idOf(1) }) });
  await waitFor(() =>
    expect(screen.getByRole("region", { name: "Exact input" }).textContent).toContain("the-whole-of-it"),
  );
  await armed();
  press("a");
  await waitFor(() => expect(answered(bridge)).toEqual([[requestId(1), "allow_once"]]));
});

test("by keyboard alone: J and K choose, A answers and goes on to the next, Enter opens its session", async () => {
  const apart = like.map((request, at) =>
    request.kind === "permission" ? { ...request, like: { key: `k${at}`, label: "" } } : request,
  );
  const { bridge } = await openInbox({ requests: apart });
  const focused = () => document.activeElement?.getAttribute("data-inbox-row");
  await waitFor(() => expect(focused()).toBe(`request:${requestId(1)}`));
  press("j");
  await waitFor(() => expect(focused()).toBe(`request:${requestId(2)}`));
  await armed();
  press("a");
  await waitFor(() => expect(answered(bridge)).toEqual([[requestId(2), "allow_once"]]));
  await waitFor(() => expect(focused()).toBe(`request:${requestId(3)}`));
  expect((await row(/Rotate the secret/)).textContent).toContain("Allowed once");
  await waitFor(() => expect(screen.queryByRole("link", { name: /Rotate the secret/ })).toBeNull());
  press("k");
  await waitFor(() => expect(location.pathname).toBe(`/inbox/${idOf(1)}/${requestId(1)}`));
  press("Enter");
  await waitFor(() => expect(location.pathname).toBe(`/sessions/${idOf(1)}`));
});

test("N goes round what needs the user within the inbox, the oldest first", async () => {
  await openInbox({ sessions: [...asking, failed] });
  press("n");
  await waitFor(() => expect(location.pathname).toBe(`/inbox/${idOf(2)}/${requestId(2)}`));
  press("N", { shiftKey: true });
  await waitFor(() => expect(location.pathname).toBe(`/inbox/${idOf(1)}/${requestId(1)}`));
  press("N", { shiftKey: true });
  await waitFor(() => expect(location.pathname).toBe(`/inbox/${idOf(7)}`));
});

test("nothing moves under the pointer: new rows wait behind a button, answered ones stay", async () => {
  const { bridge } = await openInbox({ requests: [like[0]!] });
  const list = screen.getByRole("region", { name: "Inbox" });
  const first = await row(/Contract tests/);
  list.dispatchEvent(new PointerEvent("pointermove", { pointerType: "mouse", bubbles: true }));
  bridge.emit("requests-changed", { sessionId: idOf(2), requests: [like[1]] });
  const fresh = await screen.findByRole("button", { name: "1 new" });
  expect(screen.queryByRole("link", { name: /Rotate the secret/ })).toBeNull();
  bridge.emit("requests-changed", { sessionId: idOf(1), requests: [] });
  await waitFor(() => expect(first.textContent).toContain("Answered elsewhere"));
  fireEvent.click(fresh);
  expect(await row(/Rotate the secret/)).toBeDefined();
});

test("an answer from another tab takes the place of the buttons and says how and when", async () => {
  const chunks = [
    chunk(1, { type: "turn_started", by: "user", content: "" }),
    chunk(2, {
      type: "permission_request",
      requestId: requestId(1),
      toolCallId: "call-1",
      title: "Bash",
      input: { command: "npm test" },
      options: [],
      content: "",
    }),
    chunk(3, {
      type: "permission_resolved",
      requestId: requestId(1),
      decision: "reject_once",
      by: "user",
      content: "",
    }),
  ];
  const { bridge } = await openInbox(
    {
      sessions: [sessionInfo({ pendingApprovals: 1, status: "running" })],
      requests: [commandRequest(1, "npm test")],
    },
    { getSessionHistory: fakeHistory(() => chunks) },
  );
  await screen.findByRole("button", { name: /Allow once/ });
  bridge.emit("requests-changed", { sessionId: session, requests: [] });
  expect(await screen.findByText(/^Rejected, .*, in another tab$/)).toBeDefined();
  expect(screen.queryByRole("button", { name: /Allow once/ })).toBeNull();
});

test("what led here are the last calls and words before the request, and not the call that asks", async () => {
  const call = (seq: number, name: string, input: object) =>
    chunk(seq, {
      type: "tool_call",
      toolCallId: `t${seq}`,
      name,
      kind: name === "Read" ? "read" : "execute",
      status: "in_progress",
      title: name,
      input,
      content: "",
    });
  const chunks = [
    chunk(1, { type: "turn_started", by: "user", content: "" }),
    chunk(2, { content: "I read the limiter." }),
    call(3, "Read", { file_path: "/home/ada/app/src/limiter.ts" }),
    { ...call(4, "Bash", { command: "npm test" }), toolCallId: "call-1" },
    chunk(5, { content: " Later words.", messageKey: "later" }),
  ];
  await openInbox(
    {
      sessions: [sessionInfo({ pendingApprovals: 1, status: "running" })],
      requests: [commandRequest(1, "npm test", { seq: 5 })],
    },
    { getSessionHistory: fakeHistory(() => chunks) },
  );
  const detail = within(screen.getByRole("region", { name: "Selected item" }));
  expect(await detail.findByText("src/limiter.ts")).toBeDefined();
  expect(detail.getByText("I read the limiter.")).toBeDefined();
  expect(detail.getByText("last 1 of 2 events")).toBeDefined();
  expect(detail.queryByText(/Later words/)).toBeNull();
});

test("a failure says why and what is kept, and goes on; what has finished is read, and can be unread again", async () => {
  const { bridge } = await openInbox(
    { sessions: [failed, done], requests: [] },
    { continueSession: () => ({}), markSessionUnread: () => ({}) },
  );
  const detail = within(screen.getByRole("region", { name: "Selected item" }));
  expect(detail.getByText("Claude Code exited with code 1.")).toBeDefined();
  fireEvent.click(detail.getByRole("button", { name: "Continue" }));
  await waitFor(() => expect(bridge.of("continueSession")).toEqual([{ sessionId: failed.sessionId }]));
  bridge.emit("session-updated", { session: { ...failed, status: "running" } });
  await waitFor(() => expect(location.pathname).toBe(`/inbox/${done.sessionId}`));
  press("E", { shiftKey: true });
  await waitFor(() =>
    expect(bridge.of("markSessionRead")).toEqual([{ sessionId: done.sessionId, seq: done.lastSeq }]),
  );
  press("z");
  await waitFor(() => expect(bridge.of("markSessionUnread")).toEqual([{ sessionId: done.sessionId }]));
});

test("a thing is put off by H, counts nowhere, and an undo brings it back", async () => {
  onTestFinished(() => localStorage.clear());
  await openInbox({ sessions: [failed], requests: [] });
  expect(document.title).toBe("(1) Inbox · Switchyard");
  press("h");
  fireEvent.click(await screen.findByRole("menuitem", { name: /For 1 hour/ }));
  await screen.findByText("Nothing needs you.");
  expect(document.title).toBe("Inbox · Switchyard");
  expect(screen.getByText(/^1 snoozed, the next until/)).toBeDefined();
  press("z");
  expect(await row(/Flaky test/)).toBeDefined();
});

test("an address whose request was answered long ago says so, and leads to the session", async () => {
  openPage({ listSessions: () => ({ sessions: [asking[0]!] }) }, `/inbox/${idOf(1)}/${requestId(40)}`);
  expect(await screen.findByText("This no longer waits for you")).toBeDefined();
  fireEvent.click(screen.getByRole("button", { name: "Open session" }));
  await waitFor(() => expect(location.pathname).toBe(`/sessions/${idOf(1)}`));
});
