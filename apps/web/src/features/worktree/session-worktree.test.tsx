import { configure, fireEvent, screen, within } from "@solidjs/testing-library";
import type { SessionWorktree } from "@switchyard/core/protocol";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { sessionWorktree, worktreeInfo } from "../../testing/worktrees.ts";
import { WireError } from "../../wire/wire-error.ts";
import type { FakeSession } from "../session/testkit/fake-view.ts";
import { openSession, setUpPage } from "../session/testkit/open-session.tsx";

// The parts' code comes with their first use: on a busy machine that takes longer than the second that is usual.
configure({ asyncUtilTimeout: 10_000 });
vi.setConfig({ testTimeout: 20_000 });

let page: Disposable;
beforeEach(async () => {
  page = await setUpPage();
  vi.useRealTimers();
});
afterEach(() => page[Symbol.dispose]());

function open(
  worktree: Partial<SessionWorktree> = {},
  play: (session: FakeSession) => void = () => undefined,
) {
  return openSession((session) => {
    session.setInfo({ status: "paused", worktree: sessionWorktree(worktree) });
    session.set({ worktrees: [worktreeInfo({ uncommitted: 2, ahead: 1, unpushed: 1 })] });
    play(session);
  });
}

const details = () => within(screen.getByRole("complementary", { name: "Session details" }));
const part = () => details().findByRole("button", { name: "Merge into main" });
const press = (name: string) => fireEvent.click(details().getByRole("button", { name }));

test("the details tell where it is, from what it was made and what is in it; the meta line names the branch", async () => {
  open();
  await part();
  const facts = details().getByText("Made from").closest("dl");
  expect(facts?.textContent).toContain("/home/ada/.switchyard/worktrees/parcel-api/pa-12-retry");
  expect(facts?.textContent).toContain("main0123456");
  expect(facts?.textContent).toContain("Uncommitted2 files");
  expect(facts?.textContent).toContain("Not in main1 commit");
  expect(facts?.textContent).toContain("Not pushed1 commit");
  expect(screen.getByTitle("Works in its own worktree, on the branch pa-12-retry")).toBeTruthy();
});

test("a merge tells what came with it and offers to remove the worktree", async () => {
  const session = open();
  await part();
  press("Merge into main");
  expect(await details().findByText("2 commits are now in main")).toBeTruthy();
  press("Keep it");
  expect(details().queryByText("2 commits are now in main")).toBeNull();
  press("Merge into main");
  const note = within(
    (await details().findByText("2 commits are now in main")).closest<HTMLElement>("[data-ui=note]")!,
  );
  fireEvent.click(note.getByRole("button", { name: "Remove worktree" }));
  await vi.waitFor(() => expect(session.calls.at(-1)).toEqual(["removeWorktree"]));
});

test("a conflict lists its files, and asking the session puts a message above the draft", async () => {
  const files = ["src/a.ts", "docs/b.md"];
  const session = open({}, (session) =>
    session.set({
      draft: "And then go on.",
      worktreeFault: new WireError("MERGE_CONFLICT", "2 files conflict with main.", { files }),
    }),
  );
  await part();
  press("Merge into main");
  expect(await details().findByText("2 files conflict with main.")).toBeTruthy();
  const listed = within(details().getByRole("list", { name: "Files that stand against it" }));
  expect(listed.getAllByRole("listitem").map((item) => item.textContent)).toEqual(files);
  press("Ask the session to resolve it");
  expect(session.view.draft).toBe(
    "Merge main into this branch, resolve the conflicts and commit the merge. They are in:\n\n- src/a.ts\n- docs/b.md\n\nAnd then go on.",
  );
  expect(session.calls.filter(([name]) => name === "send")).toEqual([]);
});

test("removing asks first; refused, it says where the work is, and what was not asked for stays", async () => {
  const path = "/home/ada/.switchyard/worktrees/parcel-api/pa-12-retry";
  const session = open({}, (session) =>
    session.set({
      worktreeFault: new WireError("WORKTREE_HAS_WORK", "2 files are not committed.", {
        path,
        files: ["a", "b"],
      }),
    }),
  );
  await part();
  details().getByRole("button", { name: "Remove worktree" }).focus();
  press("Remove worktree");
  expect(details().getByText("Remove this worktree?")).toBeTruthy();
  await vi.waitFor(() => expect(document.activeElement?.closest("[data-ui=note]")).toBeTruthy());
  expect(session.calls.filter(([name]) => name === "removeWorktree")).toEqual([]);
  press("Keep it");
  expect(details().queryByText("Remove this worktree?")).toBeNull();
  expect(document.activeElement).toBe(details().getByRole("button", { name: "Remove worktree" }));
  press("Remove worktree");
  const note = within(details().getByText("Remove this worktree?").closest<HTMLElement>("[data-ui=note]")!);
  fireEvent.click(note.getByRole("button", { name: "Remove worktree" }));
  expect(await details().findByText("2 files are not committed.")).toBeTruthy();
  expect(details().getByRole("button", { name: "Copy the path of the work" })).toBeTruthy();
  press("Ask the session to commit it");
  expect(session.view.draft).toContain("Commit what is not committed yet");
});

test("made from no branch it offers no merge, and what can't be told is not told as nothing", async () => {
  open({ base: null }, (session) =>
    session.set({ worktrees: [worktreeInfo({ base: null, uncommitted: null, ahead: null })] }),
  );
  expect(await details().findByText(/merge it by hand/)).toBeTruthy();
  expect(details().queryByRole("button", { name: /^Merge/ })).toBeNull();
  expect(details().getAllByText("can’t be told")).toHaveLength(2);
  expect(details().queryByText("Not pushed")).toBeNull();
});

test("while it is prepared, and where that failed, the session says so and tries again when it is asked to", async () => {
  const session = open({ state: "preparing" });
  // Before the first message nothing is at work.
  expect(await details().findByText("Not prepared yet")).toBeTruthy();
  expect(screen.queryByText("Preparing the worktree")).toBeNull();
  session.setInfo({ status: "running" });
  expect(await screen.findByText(/The first message goes out after that/)).toBeTruthy();
  expect(screen.getAllByText("Preparing the worktree")).toHaveLength(2);
  session.setInfo({
    status: "failed",
    worktree: sessionWorktree({ state: "failed", message: "npm ci ended with code 1" }),
  });
  expect(screen.getByText("npm ci ended with code 1")).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(session.calls).toContainEqual(["goOn"]);
  // Where the end of the turn says it already, it is not said twice.
  const error = { code: "CLI_FAILED" as const, message: "npm ci ended with code 1" };
  session.setInfo({ lastTurn: { turn: 1, stopReason: "error", error, endedAt: 1, durationMs: 1 } });
  expect(screen.queryByText("npm ci ended with code 1")).toBeNull();
});

test("a folder that is gone says where the commits are; a removed one has no part in the details", async () => {
  const session = open({ state: "missing", root: "/home/ada/it's here" });
  const note = await screen.findByText("The folder of this session’s worktree is gone");
  expect(note.parentElement?.textContent).toContain("on the branch pa-12-retry");
  expect(
    screen.getByText(
      `git -C '/home/ada/it'\\''s here' worktree add -f ${sessionWorktree().path} pa-12-retry`,
    ),
  ).toBeTruthy();
  const message = "What was committed is in the branch pa-12-retry.";
  session.setInfo({ worktree: sessionWorktree({ state: "removed", message }) });
  expect(screen.getByText("This session’s worktree was removed")).toBeTruthy();
  expect(screen.getByText(/What was committed is in the branch pa-12-retry/)).toBeTruthy();
  expect(details().queryByText("Made from")).toBeNull();
});

test("what was committed since the start stands above the files, five at first", async () => {
  const commits = Array.from({ length: 7 }, (_, at) => ({ hash: `${at}`.repeat(40), subject: `Step ${at}` }));
  openSession((session) =>
    session.set({
      changes: { source: "git", branch: "main", files: [], total: 0, commits, isShared: false },
    }),
  );
  const list = within(await details().findByRole("group", { name: "Commits since the session began" }));
  const told = () => list.getAllByRole("listitem").map((item) => item.textContent);
  expect(told()).toEqual([
    "0000000Step 0",
    "1111111Step 1",
    "2222222Step 2",
    "3333333Step 3",
    "4444444Step 4",
  ]);
  fireEvent.click(list.getByRole("button", { name: "Show all 7 commits" }));
  expect(told()).toHaveLength(7);
});
