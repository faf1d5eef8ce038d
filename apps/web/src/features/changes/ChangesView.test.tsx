import { fireEvent, screen, within } from "@solidjs/testing-library";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { FakeSession } from "../session/testkit/fake-view.ts";
import { button, openSession, setUpPage, startTurn } from "../session/testkit/open-session.tsx";

let page: Disposable;
beforeEach(async () => {
  page = await setUpPage();
});
afterEach(() => page[Symbol.dispose]());

const GIT = {
  source: "git" as const,
  branch: "pa-12-retry",
  files: [
    { path: "src/a.ts", status: "modified" as const, added: 3, removed: 1 },
    { path: "src/new.ts", oldPath: "src/old.ts", status: "renamed" as const, added: 0, removed: 0 },
    { path: "logo.png", status: "added" as const, added: null, removed: null },
  ],
  total: 3,
  commits: [],
  isShared: true,
};

const details = () => within(screen.getByRole("complementary", { name: "Session details" }));
const view = () => screen.getByRole("region", { name: "Changes" });

/** A session whose git tells changes; `play` fills it before it is on screen. */
function withGit(play: (session: FakeSession) => void = () => undefined): FakeSession {
  return openSession((session) => {
    session.set({ changes: GIT });
    play(session);
  });
}

test("the changed files are git's, with the branch, and read again when a turn ends and not before", async () => {
  const session = withGit(startTurn);
  const reads = () => session.reads.filter((name) => name === "readChanges").length;
  await vi.waitFor(() => details().getByRole("button", { name: /src\/a\.ts/ }));
  expect(details().getByRole("button", { name: /Changes.*\+3 −1/ })).toBeTruthy();
  expect(details().getByTitle("src/new.ts, Renamed, was src/old.ts")).toBeTruthy();
  expect(details().getByRole("button", { name: /logo\.png, Added.*binary/ })).toBeTruthy();
  expect(details().getByText(/some of it may be theirs/)).toBeTruthy();
  expect(screen.getByTitle("The branch pa-12-retry is checked out")).toBeTruthy();
  expect(reads()).toBe(1);
  session.add({ type: "agent_message", messageKey: "k", content: "More words" });
  expect(reads()).toBe(1);
  session.add({ type: "turn_ended", stopReason: "end_turn", durationMs: 1 });
  expect(reads()).toBe(2);
});

test("what git can't tell yet is asked for again, a few times only", async () => {
  const early = { source: "none" as const, branch: null, files: [], total: 0, commits: [], isShared: false };
  const session = openSession((session) => session.set({ changes: early }));
  const reads = () => session.reads.filter((name) => name === "readChanges").length;
  await vi.advanceTimersByTimeAsync(0);
  expect(reads()).toBe(1);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(reads()).toBe(2);
  session.set({ changes: GIT });
  await vi.advanceTimersByTimeAsync(6_000);
  expect(screen.getByTitle("The branch pa-12-retry is checked out")).toBeTruthy();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(reads()).toBe(3);
});

test("without git the files are those of the session's edits, and that is said", async () => {
  openSession((session) => {
    startTurn(session);
    const reason = "No git repository here.";
    session.set({
      changes: { source: "none", reason, branch: null, files: [], total: 0, commits: [], isShared: false },
    });
    const named = { toolCallId: "t", name: "Edit", kind: "edit" as const, title: "Edit", input: {} };
    session.add({ type: "tool_call", ...named, status: "in_progress" });
    const diff = [{ path: "/tmp/x.ts", oldText: "a\n", newText: "b\n" }];
    session.add({ type: "tool_call_update", toolCallId: "t", status: "completed", diff });
  });
  await vi.waitFor(() => details().getByText(/Counted from the edits in this session. No git/));
  fireEvent.click(details().getByRole("button", { name: /x\.ts/ }));
  const name = "Diff of /tmp/x.ts, 1 line added, 1 removed";
  const diff = await vi.waitFor(() => within(view()).getByRole("region", { name }));
  expect(diff.textContent).toContain("removed a");
});

test("a file opens as a page over the transcript; J and K go on, Esc closes before it interrupts", async () => {
  const session = withGit(startTurn);
  const file = await vi.waitFor(() => details().getByRole("button", { name: /src\/a\.ts/ }));
  file.focus();
  fireEvent.click(file);
  await vi.waitFor(() => within(view()).getByRole("region", { name: /^Diff of src\/a\.ts/ }));
  expect(session.calls).toContainEqual(["readFileChange", "src/a.ts"]);
  expect(within(view()).getByText("1 of 3")).toBeTruthy();
  fireEvent.keyDown(view(), { key: "j" });
  await vi.waitFor(() => within(view()).getByRole("region", { name: /^Diff of src\/new\.ts/ }));
  fireEvent.keyDown(view(), { key: "k" });
  await vi.waitFor(() => within(view()).getByRole("region", { name: /^Diff of src\/a\.ts/ }));
  fireEvent.keyDown(view(), { key: "Escape" });
  expect(screen.queryByRole("region", { name: "Changes" })).toBeNull();
  expect(document.activeElement).toBe(file);
  expect(session.calls).not.toContainEqual(["interrupt"]);
  fireEvent.keyDown(file, { key: "Escape" });
  expect(session.calls).toContainEqual(["interrupt"]);
});

test("what can't be read says why and is tried again; what is no text, or too long, says so", async () => {
  const session = withGit();
  let answer: () => Promise<Awaited<ReturnType<FakeSession["view"]["readFileChange"]>>> = async () => {
    throw new Error("git is not there");
  };
  Object.assign(session.view, { readFileChange: () => answer() });
  fireEvent.click(await vi.waitFor(() => details().getByRole("button", { name: /src\/a\.ts/ })));
  await vi.waitFor(() => within(view()).getByText(/could not be read: git is not there/));
  answer = async () => ({ oldText: "a\n", newText: "a \n", isBinary: false, isCut: true });
  fireEvent.click(button("Try again"));
  await vi.waitFor(() => within(view()).getByText(/longer than 256 kB/));
  fireEvent.click(within(view()).getByRole("checkbox", { name: "Ignore blanks" }));
  expect(within(view()).getByText("Nothing but blanks differs.")).toBeTruthy();
  answer = async () => ({ oldText: null, newText: null, isBinary: true, isCut: false });
  fireEvent.click(details().getByRole("button", { name: /logo\.png/ }));
  await vi.waitFor(() => within(view()).getByText(/This file is no text/));
});

test("a tool's diff opens as a page of its own", async () => {
  openSession((session) => {
    startTurn(session);
    const input = { file_path: "/a/b.ts", content: "one\ntwo\n" };
    const named = { toolCallId: "t", name: "Write", kind: "edit" as const, title: "Write", input };
    session.add({ type: "tool_call", ...named, status: "in_progress" });
  });
  fireEvent.click(button("Open the diff"));
  await vi.waitFor(() =>
    within(view()).getByRole("region", { name: "Diff of /a/b.ts, 2 lines added, 0 removed" }),
  );
  fireEvent.click(within(view()).getByRole("button", { name: "Back to the transcript" }));
  expect(screen.queryByRole("region", { name: "Changes" })).toBeNull();
});
