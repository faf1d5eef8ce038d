import { fireEvent, screen, waitFor, within } from "@solidjs/testing-library";
import type { SessionInfo } from "@switchyard/core/protocol";
import { expect, test, vi } from "vitest";
import { backendInfo } from "../../testing/backend-info.ts";
import { chunk, type Handlers, log, sessionInfo } from "../../testing/fake-bridge.ts";
import { fakeHistory } from "../../testing/fake-history.ts";
import { fakeScreen } from "../../testing/fake-screen.ts";
import { openPage, press } from "../../testing/open-page.tsx";

vi.setConfig({ testTimeout: 20_000 });

type Values = Parameters<typeof sessionInfo>[0];

const idOf = (n: number) => `3c8a51c5-9a0e-4a52-8d2f-0000000000${String(n).padStart(2, "0")}`;
const requestIdOf = (n: number) => `33333333-3333-4333-8333-0000000000${String(n).padStart(2, "0")}`;
const make = (n: number, values: Values = {}) =>
  sessionInfo({ sessionId: idOf(n), title: `Session ${n}`, createdAt: 1_700_000_000 - n, ...values });

const request = (n: number, values: Record<string, unknown> = {}) => ({
  kind: "permission" as const,
  sessionId: idOf(n),
  requestId: requestIdOf(n),
  seq: 2,
  at: Date.now() - 60_000,
  title: "Bash",
  toolCallId: "t",
  toolName: "Bash",
  toolKind: "execute",
  input: { command: `npm run job-${n}` },
  isInputCut: false,
  options: [
    { decision: "allow_once", label: "Allow once" },
    { decision: "reject_once", label: "Reject" },
  ],
  like: { key: "npm run", label: "npm run …" },
  ...values,
});

const said = (n: number) =>
  [chunk(1, { type: "turn_started", by: "user" }), chunk(2, { content: `I am ${n}.` })].map((one) => ({
    ...one,
    sessionId: make(n).sessionId,
  }));

async function open(sessions: SessionInfo[], requests: unknown[] = [], handlers: Handlers = {}) {
  const shown = fakeScreen();
  const page = openPage(
    {
      listSessions: () => ({ sessions }),
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the fake bridge parses what it answers
      listRequests: () => ({ requests }) as never,
      getSessionHistory: (params) =>
        fakeHistory(() => said(sessions.findIndex((one) => one.sessionId === params["sessionId"]) + 1))(
          params,
        ),
      subscribeSession: () => ({ lastSeq: 2, logId: log }),
      getUsage: () => ({
        rows: [],
        total: { turns: 3, inputTokens: 1, outputTokens: 1, costUsd: 16.93, turnsWithoutCost: 1 },
      }),
      approveSuggestion: () => ({}),
      ...handlers,
    },
    "/fleet",
  );
  await screen.findByRole("link", { name: /Session 1\b/ });
  return { ...page, shown };
}

const tiles = () => [...document.querySelectorAll<HTMLElement>("[data-tile]")];
const tile = (n: number) => tiles().find((one) => one.dataset["tile"] === idOf(n)) ?? document.body;
const names = () => tiles().map((one) => one.querySelector("a")?.firstChild?.textContent);

test("only tiles on screen subscribe, each once, and a tile that has left stops after a while", async () => {
  const { bridge, shown } = await open([make(1), make(2), make(3)]);
  expect(bridge.of("subscribeSession")).toEqual([]);
  shown.show([tile(1), tile(2)]);
  await screen.findByText("I am 2.");
  await waitFor(() => expect(bridge.of("subscribeSession")).toHaveLength(2));
  expect(bridge.of("getSessionHistory").map((params) => params["limit"])).toEqual([60, 60]);
  bridge.emit("agent-chunk", { ...chunk(3, { content: " And more." }), sessionId: idOf(2) });
  await screen.findByText("I am 2. And more.");

  const gone = bridge.next("unsubscribeSession");
  shown.show([tile(1)], false);
  shown.show([tile(2)], false);
  // Back before it stops: nothing is asked for again.
  shown.show([tile(2)]);
  expect((await gone).params).toEqual({ sessionId: idOf(1) });
  expect(bridge.of("subscribeSession")).toHaveLength(2);
  expect(screen.queryByText("I am 1.")).toBeNull();
  shown.show([tile(1)]);
  // What it said last is there at once, before it is read again.
  expect(screen.getByText("I am 1.")).toBeTruthy();
});

test("a request is allowed and rejected in its tile, by button and by key, and never before it is armed", async () => {
  const { bridge, shown } = await open(
    [1, 2, 3].map((n) => make(n, { status: "running", pendingApprovals: 1 })),
    [request(1, { at: 1 }), request(2, { at: 2 }), request(3, { at: 3, input: { command: "one\ntwo" } })],
  );
  shown.show(tiles());
  const first = within(tile(1));
  expect(first.getByText("npm run job-1")).toBeTruthy();
  const allow = first.getByRole("button", { name: "Allow once" });
  fireEvent.click(allow);
  expect(bridge.of("approveSuggestion")).toEqual([]);
  await waitFor(() => expect(allow.getAttribute("aria-disabled")).toBeNull());
  fireEvent.click(allow);
  await waitFor(() => expect(bridge.of("approveSuggestion")).toHaveLength(1));
  expect(allow.getAttribute("aria-busy")).toBe("true");

  first.getByRole("link").focus();
  press("ArrowRight");
  expect(document.activeElement?.textContent).toContain("Session 2");
  press("r");
  await waitFor(() => expect(bridge.of("approveSuggestion")).toHaveLength(2));
  expect(bridge.of("approveSuggestion")).toMatchObject([
    { requestId: requestIdOf(1), decision: "allow_once" },
    { requestId: requestIdOf(2), decision: "reject_once" },
  ]);

  // What takes more than a glance is not allowed at one: the key opens it, and Esc leads back.
  press("j");
  press("a");
  const card = within(await screen.findByRole("dialog", { name: "Answer: Session 3" }));
  expect(card.getByRole("button", { name: "Allow once" })).toBeTruthy();
  expect(bridge.of("approveSuggestion")).toHaveLength(2);
  press("Escape");
  expect(screen.queryByRole("dialog")).toBeNull();
  expect(document.activeElement?.textContent).toContain("Session 3");
});

test("the order is held under the pointer, and follows when it leaves; a filter leaves what it says", async () => {
  const { bridge } = await open([make(1, { status: "running" }), make(2, { status: "running" }), make(3)]);
  expect(names()).toEqual(["Session 1", "Session 2", "Session 3"]);
  const grid = screen.getByRole("list", { name: "Tiles of sessions" });
  fireEvent.pointerEnter(grid, { pointerType: "mouse" });
  bridge.emit("session-updated", { session: make(3, { status: "failed" }) });
  await waitFor(() => expect(tile(3).dataset["state"]).toBe("failed"));
  expect(names()).toEqual(["Session 1", "Session 2", "Session 3"]);
  fireEvent.pointerLeave(grid);
  expect(names()).toEqual(["Session 3", "Session 1", "Session 2"]);

  fireEvent.click(screen.getByRole("radio", { name: "Running 2" }));
  expect(names()).toEqual(["Session 1", "Session 2"]);
  fireEvent.click(screen.getByRole("radio", { name: "Idle 0" }));
  fireEvent.click(await screen.findByRole("button", { name: "Show all" }));
  expect(names()).toHaveLength(3);
});

test("N walks what needs the user here; Enter's link leads to the session", async () => {
  await open(
    [
      make(1, { status: "failed" }),
      make(2, { status: "running" }),
      make(3, { status: "running", pendingApprovals: 1 }),
    ],
    [request(3)],
  );
  press("n");
  expect(document.activeElement?.textContent).toContain("Session 3");
  press("n");
  expect(document.activeElement?.textContent).toContain("Session 1");
  press("n");
  expect(document.activeElement?.textContent).toContain("Session 3");
  expect(location.pathname).toBe("/fleet");
  expect(document.activeElement?.getAttribute("href")).toBe(`/sessions/${idOf(3)}`);
});

test("the bar tells processes, what today cost and is read anew after a turn, and what a plan leaves", async () => {
  const limits = [{ name: "five_hour", used: 0.64, resetsAt: null, isReached: false, at: 1 }];
  const { bridge } = await open([make(1), make(2, { process: "asleep" })], [], {
    listBackends: () => ({ backends: [backendInfo({ limits })] }),
  });
  await screen.findByText("1 of 8 slots");
  await screen.findByText("$16.93 + unknown today");
  expect(screen.getByRole("meter", { name: "Claude Code 5-hour limit" }).getAttribute("aria-valuetext")).toBe(
    "64 %",
  );
  const [asked] = bridge.of("getUsage");
  expect(asked).toMatchObject({ by: "day", from: asked?.["to"] });
  const again = bridge.next("getUsage");
  const lastTurn = { turn: 1, stopReason: "end_turn", error: null, endedAt: Date.now(), durationMs: 1 };
  bridge.emit("session-updated", { session: make(1, { lastTurn }) });
  await again;
});

test("a failure goes on from its tile, a refusal says why, and with nothing at work there is one thing to do", async () => {
  const { bridge, shown } = await open([make(1, { status: "failed" })], [], {
    continueSession: () => ({ refuse: { code: "STORAGE_FAILED", message: "The disk is full." } }),
  });
  shown.show(tiles());
  fireEvent.click(await screen.findByRole("button", { name: "Continue" }));
  await screen.findByText("The session does not go on: The disk is full.");
  expect(bridge.of("continueSession")).toEqual([{ sessionId: idOf(1) }]);
  bridge.handlers.listSessions = () => ({ sessions: [make(1, { status: "stopped" })] });
  bridge.emit("session-list-changed", { sessions: [] });
  await screen.findByRole("heading", { name: "No session is at work" });
  expect(screen.getByText(/1 session is stopped/)).toBeTruthy();
});
