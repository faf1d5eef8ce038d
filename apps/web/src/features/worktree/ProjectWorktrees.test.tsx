import { fireEvent, screen, waitFor, within } from "@solidjs/testing-library";
import { expect, test, vi } from "vitest";
import { project, projectId } from "../../testing/beads.ts";
import { type Handlers, session } from "../../testing/fake-bridge.ts";
import { openPart } from "../../testing/open-part.tsx";
import { worktreeInfo } from "../../testing/worktrees.ts";
import { ProjectList } from "../projects/ProjectList.tsx";

vi.setConfig({ testTimeout: 20_000 });

async function open(handlers: Handlers = {}) {
  let now = project();
  const { bridge } = openPart(
    () => <ProjectList />,
    {
      getProjects: () => ({ projects: [now] }),
      updateProject: ({ projectId: _, ...change }) => {
        now = project({ ...now, ...change });
        return {};
      },
      ...handlers,
    },
    "/settings",
  );
  const row = within(await screen.findByRole("group", { name: /parcel-api/ }));
  const fold = (await row.findByText("Worktrees")).closest("details");
  if (fold === null) throw new Error("no fold");
  fold.open = true;
  fireEvent(fold, new Event("toggle"));
  await row.findByText("Setup command");
  return { bridge, row };
}

type Row = Awaited<ReturnType<typeof open>>["row"];

function write(row: Row, name: string, value: string): HTMLInputElement {
  const field = row.getByRole<HTMLInputElement>("textbox", { name, hidden: true });
  fireEvent.input(field, { target: { value } });
  fireEvent.blur(field);
  return field;
}

test("the setup command and the files to copy are saved as their fields are left, and told when folded", async () => {
  const { bridge, row } = await open();
  expect(row.getByText(/as you, with your environment and without asking/)).toBeTruthy();
  write(row, "Setup command", " npm ci ");
  // While the one is saved the other is written.
  write(row, "Files to copy", ".env\n\n config/local.json\n");
  await row.findByText("npm ci · copies 2 paths");
  write(row, "Setup command", "");
  await row.findByText("copies 2 paths");
  const copies = [".env", "config/local.json"];
  expect(bridge.of("updateProject")).toEqual([
    { projectId, worktrees: { setup: "npm ci", copies: [] } },
    { projectId, worktrees: { setup: "npm ci", copies } },
    { projectId, worktrees: { setup: null, copies } },
  ]);
});

test("a path that leaves the project is not saved; what the bridge refuses stays in its field", async () => {
  const { bridge, row } = await open({
    updateProject: () => ({ refuse: { code: "STORAGE_FAILED", message: "The disk is full." } }),
  });
  write(row, "Files to copy", "../secrets");
  expect(row.getByText(/“..\/secrets” leaves the project/)).toBeTruthy();
  expect(bridge.of("updateProject")).toEqual([]);
  const setup = write(row, "Setup command", "make");
  await screen.findByText(/not saved: The disk is full/);
  expect(setup.value).toBe("make");
});

test("its worktrees stand there with what is in them, also those whose session is gone", async () => {
  const { bridge, row } = await open({
    listWorktrees: () => ({
      worktrees: [
        worktreeInfo({ sessionId: session, uncommitted: 2, ahead: 3, unpushed: 1, isInUse: true }),
        worktreeInfo({
          worktreeId: "66666666-6666-4666-8666-666666666602",
          title: "Old try",
          branch: "old-try",
          state: "missing",
        }),
      ],
    }),
  });
  expect(await row.findByText("in use · 2 uncommitted · 3 commits not in main · 1 not pushed")).toBeTruthy();
  expect(bridge.of("listWorktrees")).toEqual([{ projectId }]);
  const link = row.getByRole("link", { name: /^Open session Retry/, hidden: true });
  expect(link.getAttribute("href")).toBe(`/sessions/${session}`);
  expect(row.getByText("session deleted")).toBeTruthy();
  expect(row.getByText("Folder gone")).toBeTruthy();
  bridge.handlers.listWorktrees = () => ({ worktrees: [] });
  bridge.emit("worktrees-changed", {});
  expect(await row.findByText(/There is none/)).toBeTruthy();
});

test("one that holds work is not removed, and says where that is; one without goes", async () => {
  const worktree = worktreeInfo();
  const { bridge, row } = await open({
    listWorktrees: () => ({ worktrees: [worktree] }),
    removeWorktree: () => ({
      refuse: {
        code: "WORKTREE_HAS_WORK",
        message: "1 file is not committed.",
        data: { path: worktree.path, files: ["notes.md"] },
      },
    }),
  });
  const remove = async () => {
    fireEvent.click(await row.findByRole("button", { name: /^Remove the worktree of/, hidden: true }));
    fireEvent.click(row.getByRole("button", { name: "Remove worktree", hidden: true }));
  };
  await remove();
  expect(await row.findByText("1 file is not committed.")).toBeTruthy();
  expect(row.getByText("notes.md")).toBeTruthy();
  expect(row.queryByRole("button", { name: /^Ask the session/, hidden: true })).toBeNull();
  bridge.handlers.removeWorktree = () => ({ isBranchKept: false, branch: "pa-12-retry" });
  bridge.handlers.listWorktrees = () => ({ worktrees: [] });
  await remove();
  expect(await screen.findByText(/Removed the worktree and the branch pa-12-retry/)).toBeTruthy();
  await waitFor(() => expect(row.getByText(/There is none/)).toBeTruthy());
  expect(bridge.of("removeWorktree").at(-1)).toEqual({ worktreeId: worktree.worktreeId });
});

test("where they can't be read the reason stands there, with the way to read them again", async () => {
  const { bridge, row } = await open({
    listWorktrees: () => ({ refuse: { code: "PROJECT_NOT_FOUND", message: "No such project." } }),
  });
  expect(await row.findByText(/could not be read: No such project/)).toBeTruthy();
  bridge.handlers.listWorktrees = () => ({ worktrees: [] });
  fireEvent.click(row.getByRole("button", { name: "Read again", hidden: true }));
  expect(await row.findByText(/There is none/)).toBeTruthy();
});
