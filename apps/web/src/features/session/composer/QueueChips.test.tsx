import { fireEvent, render, screen, within } from "@solidjs/testing-library";
import { MessageId, type QueuedMessage } from "@switchyard/core/protocol";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Toasts } from "../../../ui/Toasts.tsx";
import { undoLast } from "../../../ui/undo.ts";
import { WireError } from "../../../wire/wire-error.ts";
import { SessionHeader } from "../header/SessionHeader.tsx";
import { SessionProvider } from "../session-context.ts";
import { createFakeSession, type FakeSession } from "../testkit/fake-view.ts";
import { button, setUpPage, startTurn } from "../testkit/open-session.tsx";
import { Composer } from "./Composer.tsx";
import { QueueChips } from "./QueueChips.tsx";
import { StorageNote } from "./StorageNote.tsx";
import { WaitingNote } from "./WaitingNote.tsx";

let page: Disposable;
beforeEach(async () => {
  page = await setUpPage();
});
afterEach(() => page[Symbol.dispose]());

function queued(id: string, message: string, values: Partial<QueuedMessage> = {}): QueuedMessage {
  return { messageId: MessageId.parse(id), message, at: 0, held: false, ...values };
}

const ignore = () => undefined;

/** A turn runs, and these wait for its end. */
function openQueue(queue: QueuedMessage[], play: (session: FakeSession) => void = startTurn): FakeSession {
  const session = createFakeSession();
  play(session);
  session.set({ queue });
  render(() => (
    <SessionProvider value={session.view}>
      <SessionHeader detailsOpen={false} onDetails={ignore} interrupt={ignore} interrupting={false} />
      <div class="dock">
        <StorageNote />
        <WaitingNote />
        <QueueChips />
        <Composer onInterrupt={ignore} />
      </div>
      <Toasts />
    </SessionProvider>
  ));
  return session;
}

/** The last turn ended so, and the queue is held. */
type End = "error" | "interrupted" | "end_turn" | "process_exit";
const held = (stopReason: End, code?: string) => (session: FakeSession) => {
  startTurn(session);
  session.add({
    type: "turn_ended",
    stopReason,
    durationMs: 1,
    ...(code !== undefined && { error: { code, message: "It ended." } }),
  });
  session.setInfo({ status: stopReason === "error" ? "failed" : "paused" });
};

const settle = () => vi.advanceTimersByTimeAsync(0);
const editor = () => screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Queued message" });
const rows = () => within(screen.getByRole("list", { name: "Queued messages" })).getAllByRole("listitem");

test("the messages that wait are listed in the order in which they go", () => {
  openQueue([queued("a", "first"), queued("b", "then this")]);
  expect(rows().map((row) => row.querySelector(".cut")?.textContent)).toEqual(["first", "then this"]);
});

test("one can be sent now, which takes it out first", async () => {
  const session = openQueue([queued("q", "then this")]);
  fireEvent.click(button("Run now"));
  await settle();
  expect(session.calls).toEqual([
    ["withdraw", "q"],
    ["send", "then this", "now"],
  ]);
});

test("one is changed in its place: Enter saves, Esc leaves it, and neither ends the turn", async () => {
  const session = openQueue([queued("q", "then this")]);
  fireEvent.click(button("Edit"));
  expect(document.activeElement).toBe(editor());
  fireEvent.input(editor(), { target: { value: "other" } });
  fireEvent.keyDown(editor(), { key: "Escape" });
  expect(session.calls).toEqual([]);
  expect(session.view.draft).toBe("");
  fireEvent.click(button("Edit"));
  expect(editor().value).toBe("then this");
  fireEvent.input(editor(), { target: { value: "then that" } });
  fireEvent.keyDown(editor(), { key: "Enter" });
  await settle();
  expect(session.calls).toEqual([["updateQueued", "q", "then that"]]);
  expect(screen.queryByRole("textbox", { name: "Queued message" })).toBeNull();
  expect(document.activeElement).toBe(button("Edit"));
});

test("one that goes while it is edited leaves what was written in the composer, and says so", () => {
  const session = openQueue([queued("q", "then this")]);
  fireEvent.click(button("Edit"));
  fireEvent.input(editor(), { target: { value: "then that" } });
  session.set({ queue: [] });
  expect(session.view.draft).toBe("then that");
  expect(screen.getByText(/What you wrote is in the composer/)).toBeTruthy();
});

test("one that went just before it was saved does the same", async () => {
  const session = openQueue([queued("q", "then this")]);
  session.view.updateQueued = () => Promise.reject(new WireError("REQUEST_NOT_FOUND", "It does not wait."));
  fireEvent.click(button("Edit"));
  fireEvent.input(editor(), { target: { value: "then that" } });
  fireEvent.click(button("Save"));
  await settle();
  expect(session.view.draft).toBe("then that");
  expect(screen.queryByRole("textbox", { name: "Queued message" })).toBeNull();
});

test("one that is removed comes back as a new one at the end, and without a turn in the composer", async () => {
  const session = openQueue([queued("q", "then this"), queued("r", "last")]);
  fireEvent.click(screen.getAllByRole("button", { name: "Remove from the queue" })[0] ?? document.body);
  await settle();
  undoLast();
  expect(session.calls).toEqual([
    ["withdraw", "q"],
    ["send", "then this", "queue"],
  ]);
  expect(screen.getByText("Back in the queue, at its end")).toBeTruthy();
  fireEvent.click(screen.getAllByRole("button", { name: "Remove from the queue" })[1] ?? document.body);
  await settle();
  session.setInfo({ status: "paused" });
  undoLast();
  expect(session.calls).toHaveLength(3);
  expect(session.view.draft).toBe("last");
});

test("one whose beginning alone is known can only be removed", () => {
  openQueue([queued("q", "the beginning", { bytes: 1_000_000 })]);
  const chip = within(rows()[0] ?? document.body);
  expect(chip.getAllByRole("button").map((one) => one.getAttribute("aria-label"))).toEqual([
    "Remove from the queue",
  ]);
});

test.each([
  ["error", undefined, "Waits for you: the last turn failed"],
  ["process_exit", "CLI_FAILED", "Waits for you: the last turn failed"],
  ["interrupted", undefined, "Waits for you: the last turn was interrupted"],
  ["end_turn", undefined, "Waits for you since the bridge was restarted"],
  ["process_exit", "BRIDGE_ENDED", "Waits for you since the bridge was restarted"],
  ["process_exit", undefined, "Waits for you since the bridge was restarted"],
] as const)(
  "a queue that is held after %s (%s) says why, and one press lets all of it go",
  async (end, code, words) => {
    const session = openQueue(
      [queued("a", "first", { held: true }), queued("b", "second", { held: true })],
      held(end, code),
    );
    expect(screen.getByText(words)).toBeTruthy();
    fireEvent.click(button("Run all"));
    await settle();
    expect(session.calls).toEqual([["goOn"]]);
  },
);

test("a start that waits in line says its place and why, with the ways to look and to change it", () => {
  const session = openQueue([], (session) => {
    startTurn(session);
    session.setInfo({ process: "starting", startPlace: 2 });
  });
  expect(screen.getByText(/12 of 12 processes are at work/)).toBeTruthy();
  expect(screen.getAllByText("Waiting, 2nd in line").length).toBeGreaterThan(1);
  expect(screen.getByRole("link", { name: "Processes" }).getAttribute("href")).toBe("/processes");
  session.setInfo({ process: "live", startPlace: null });
  expect(screen.queryByText(/processes are at work/)).toBeNull();
});

test("a session that can't be stored says so, until it can", () => {
  const session = openQueue([], (session) => session.setInfo({ storage: "degraded" }));
  expect(screen.getByText("The disk takes nothing")).toBeTruthy();
  session.setInfo({ storage: "ok" });
  expect(screen.queryByText("The disk takes nothing")).toBeNull();
});

test("a press twice on the title edits it in the header", async () => {
  const session = openQueue([]);
  fireEvent.dblClick(screen.getByRole("heading", { level: 1 }));
  const field = screen.getByRole<HTMLInputElement>("textbox", { name: "Title of the session" });
  field.value = "Another title";
  fireEvent.keyDown(field, { key: "Enter" });
  await settle();
  expect(session.calls).toEqual([["rename", "Another title"]]);
});

const waits = { batchId: "b1", limit: 2, order: 5, place: 3, isHeld: false };

test("one of several starts says its place and why it waits, and can be started at once", async () => {
  const session = openQueue([queued("m1", "Work on pa-12.2.3", { held: true })], () => undefined);
  session.setInfo({ status: "paused", process: "none", batch: waits });
  const title = screen.getByText("Waiting, 3rd in line", { selector: ".strong" });
  const note = within(title.closest<HTMLElement>("[data-ui=note]") ?? title);
  expect(note.getByText(/2 of them run at once/)).toBeDefined();
  // What is said of a queue that waits for the user would be wrong here.
  expect(screen.queryByText("Waits for you since the bridge was restarted")).toBeNull();
  fireEvent.click(note.getByRole("button", { name: "Start now" }));
  await vi.waitFor(() =>
    expect(session.calls).toEqual([
      ["withdraw", "m1"],
      ["send", "Work on pa-12.2.3", "now"],
    ]),
  );
});

test("a batch that is held says that it waits for the user", async () => {
  const session = openQueue([queued("m1", "Work on it", { held: true })], () => undefined);
  session.setInfo({ status: "paused", process: "none", batch: { ...waits, isHeld: true } });
  expect(screen.getByText("Held until you go on", { selector: ".strong" })).toBeDefined();
  expect(screen.getByText(/waits for you, as after a restart/)).toBeDefined();
});
