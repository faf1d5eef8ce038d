import { fireEvent, screen, waitFor, within } from "@solidjs/testing-library";
import { MessageId, SessionId, type SessionInfo } from "@switchyard/core/protocol";
import { expect, test } from "vitest";
import { isToVerify, newestToVerify } from "../../state/to-verify.ts";
import { bead, fakeTracker, project, projectId } from "../../testing/beads.ts";
import { log, sessionInfo } from "../../testing/fake-bridge.ts";
import { openPage, press } from "../../testing/open-page.tsx";

const idOf = (at: number) =>
  SessionId.parse(`3c8a51c5-9a0e-4a52-8d2f-0f3f6f7f0a${String(at).padStart(2, "0")}`);
const lastTurn = { turn: 2, stopReason: "end_turn", error: null, endedAt: 30, durationMs: 1 } as const;
const ended = (values: Partial<SessionInfo> = {}) =>
  sessionInfo({
    sessionId: idOf(1),
    title: "Retry deliveries",
    projectId,
    beadId: "pa-1",
    lastTurn,
    ...values,
  });

test("a bead waits to be verified once its agent is done, until somebody has looked; a failed, open or archived one does not", () => {
  expect(isToVerify(ended())).toBe(true);
  const others: Partial<SessionInfo>[] = [
    { verifiedTurn: 2 },
    { status: "running" },
    { isArchived: true },
    { beadId: null },
    { lastTurn: null },
    { lastTurn: { ...lastTurn, stopReason: "interrupted" } },
    { lastTurn: { ...lastTurn, stopReason: "error" } },
    { hold: { reason: "epic_budget", resetsAt: null, goesOn: false } },
  ];
  for (const values of others) expect(isToVerify(ended(values))).toBe(false);
  const later = ended({ sessionId: idOf(2), lastTurn: { ...lastTurn, endedAt: 40 } });
  expect(newestToVerify([ended(), later]).map(({ sessionId }) => sessionId)).toEqual([idOf(2)]);
  expect(newestToVerify([ended(), { ...later, status: "running" }])).toEqual([]);
});

/** The inbox at a bead that a session has ended on, over a tracker with that bead. */
async function openVerify(values: object, handlers: Parameters<typeof openPage>[0]) {
  const tracker = fakeTracker([bead("pa-1", { title: "Retry failed deliveries", ...values })]);
  const page = openPage(
    {
      listSessions: () => ({ sessions: [ended({ unread: 1 })] }),
      listRequests: () => ({ requests: [] }),
      getSessionHistory: () => ({ chunks: [], open: [], firstSeq: 0, lastSeq: 0, logId: log }),
      getProjects: () => ({ projects: [project()] }),
      markSessionVerified: () => ({}),
      ...tracker.handlers,
      ...handlers,
    },
    `/inbox/${idOf(1)}`,
  );
  const group = await screen.findByRole("region", { name: "Beads to verify" });
  expect(within(group).getByRole("link", { name: /Retry deliveries, To verify/ })).toBeDefined();
  return { page, acts: within(await screen.findByRole("group", { name: "What becomes of the bead" })) };
}

test("a bead that its agent left open is closed with a reason; the tracker's words are shown where it refuses, and it closes all the same when told to", async () => {
  const refuse = {
    code: "BD_FAILED" as const,
    message: "cannot close pa-1: blocked by open issues [pa-2]",
    data: { canForce: true },
  };
  const { page, acts } = await openVerify(
    { status: "in_progress" },
    {
      closeBead: ({ force }) =>
        force === true ? { projectId, bead: bead("pa-1", { status: "closed" }) } : { refuse },
    },
  );
  expect(await screen.findByText("The turn ended. The bead is still in progress.")).toBeDefined();
  expect(screen.queryByRole("button", { name: "Reopen" })).toBeNull();
  fireEvent.click(acts.getByRole("button", { name: "Close bead" }));
  fireEvent.keyDown(acts.getByRole("textbox", { name: "Reason" }), { key: "Escape" });
  expect(document.activeElement).toBe(acts.getByRole("button", { name: "Close bead" }));
  fireEvent.click(acts.getByRole("button", { name: "Close bead" }));
  fireEvent.input(acts.getByRole("textbox", { name: "Reason" }), { target: { value: "Checked by hand" } });
  fireEvent.click(acts.getByRole("button", { name: "Close bead" }));
  expect((await acts.findByRole("alert")).textContent).toContain("blocked by open issues [pa-2]");
  expect(page.bridge.of("markSessionVerified")).toEqual([]);
  fireEvent.click(acts.getByRole("button", { name: "Close anyway" }));
  await waitFor(() =>
    expect(page.bridge.of("markSessionVerified")).toEqual([{ sessionId: idOf(1), turn: 2 }]),
  );
  expect(page.bridge.of("closeBead").at(-1)).toMatchObject({
    beadId: "pa-1",
    reason: "Checked by hand",
    force: true,
  });
});

test("leaving a bead as it is can be taken back", async () => {
  const { page, acts } = await openVerify({}, { markSessionUnread: () => ({}) });
  fireEvent.click(await acts.findByRole("button", { name: "Leave as it is" }));
  await screen.findByText("“Retry deliveries” is marked as looked at");
  press("z");
  await waitFor(() => expect(page.bridge.of("markSessionVerified").map(({ turn }) => turn)).toEqual([2, 0]));
  expect(page.bridge.of("markSessionUnread")).toHaveLength(1);
});

test("a bead that its agent closed is right, or goes back with a note: it is opened again and the session hears of it", async () => {
  const { page, acts } = await openVerify(
    { status: "closed", close_reason: "Done" },
    {
      reopenBead: () => ({ projectId, bead: bead("pa-1") }),
      sendAgentMessage: ({ messageId }) => ({ messageId: MessageId.parse(messageId) }),
    },
  );
  expect(
    await screen.findByText("The bead is closed: Done. Nobody has said yet that it is right."),
  ).toBeDefined();
  expect(acts.getByRole("button", { name: "It is right" })).toBeDefined();
  fireEvent.click(acts.getByRole("button", { name: "Send back with a note" }));
  const note = acts.getByRole("textbox", { name: "What is still to do" });
  fireEvent.input(note, { target: { value: "The test is missing." } });
  fireEvent.keyDown(note, { key: "Enter", ctrlKey: true });
  await waitFor(() =>
    expect(page.bridge.of("sendAgentMessage")).toMatchObject([{ message: "The test is missing." }]),
  );
  expect(page.bridge.of("reopenBead")).toMatchObject([{ beadId: "pa-1", reason: "The test is missing." }]);
  await waitFor(() => expect(page.bridge.of("markSessionVerified")).toHaveLength(1));
});
