import { fireEvent, screen, waitFor, within } from "@solidjs/testing-library";
import type { ResultOf } from "@switchyard/core/protocol";
import { expect, test, vi } from "vitest";
import { bead, fakeTracker, project, projectId } from "../../testing/beads.ts";
import { type Handlers, session, sessionInfo } from "../../testing/fake-bridge.ts";
import { openPart } from "../../testing/open-part.tsx";
import NewSessionDialog from "../new-session/NewSessionDialog.tsx";
import StartReadyDialog from "../plan/start/StartReadyDialog.tsx";

vi.setConfig({ testTimeout: 20_000 });

const preview = (values: Partial<ResultOf<"previewWorktree">> = {}): ResultOf<"previewWorktree"> => ({
  branch: "pa-3-retry-after",
  path: "/home/ada/.switchyard/worktrees/parcel-api/pa-3-retry-after",
  base: "main",
  setup: "npm ci",
  copies: [".env", "config/local.json"],
  fault: null,
  uncommitted: 3,
  ...values,
});

async function openDialog(handlers: Handlers = {}) {
  const page = openPart(
    () => <NewSessionDialog on={{ projectId, beadId: "pa-3" }} onClose={() => undefined} />,
    {
      getProjects: () => ({ projects: [project()] }),
      startAgentSession: () => ({ sessionId: session }),
      previewWorktree: () => preview(),
      prewarm: () => ({}),
      ...fakeTracker([bead("pa-3", { title: "Answer 429 with Retry-After" })]).handlers,
      ...handlers,
    },
  );
  const dialog = within(await screen.findByRole("dialog", { name: "New session" }));
  await dialog.findByRole("radio", { name: "Claude Code" });
  await dialog.findByRole("radio", { name: "Specialist" });
  return { ...page, dialog };
}

type Dialog = Awaited<ReturnType<typeof openDialog>>["dialog"];

const turnOn = (dialog: Dialog) => fireEvent.click(dialog.getByRole("switch", { name: "Own worktree" }));
const branch = (dialog: Dialog) => dialog.getByRole<HTMLInputElement>("textbox", { name: "Branch" });
const start = (dialog: Dialog) => fireEvent.click(dialog.getByRole("button", { name: "Start" }));

test("without the switch nothing is asked and nothing is started in a worktree", async () => {
  const { bridge, dialog } = await openDialog();
  expect(dialog.getByRole("switch", { name: "Own worktree" }).getAttribute("aria-checked")).toBe("false");
  start(dialog);
  await waitFor(() => expect(bridge.of("startAgentSession")).toHaveLength(1));
  expect(bridge.of("startAgentSession")[0]).not.toHaveProperty("worktree");
  expect(bridge.of("previewWorktree")).toEqual([]);
});

test("the switch tells branch, place, what stays behind, what is copied and run; the bridge names the branch", async () => {
  const { bridge, dialog } = await openDialog();
  turnOn(dialog);
  await waitFor(() => expect(branch(dialog).value).toBe("pa-3-retry-after"));
  expect(bridge.of("previewWorktree")).toEqual([{ projectId, beadId: "pa-3" }]);
  expect(dialog.getByText("from main")).toBeTruthy();
  expect(dialog.getByText("In /home/ada/.switchyard/worktrees/parcel-api/pa-3-retry-after")).toBeTruthy();
  expect(
    dialog.getByText("3 changed files stay where they are: the worktree begins at the last commit."),
  ).toBeTruthy();
  expect(dialog.getByText(".env, config/local.json")).toBeTruthy();
  expect(dialog.getByText("npm ci")).toBeTruthy();
  start(dialog);
  await waitFor(() => expect(bridge.of("startAgentSession")[0]).toMatchObject({ worktree: {} }));
});

test("another branch is checked as it is typed, sent as it was typed, and can be taken back", async () => {
  const { bridge, dialog } = await openDialog({
    startAgentSession: () => ({
      refuse: { code: "GIT_FAILED", message: "The branch retry is there already." },
    }),
  });
  turnOn(dialog);
  await waitFor(() => expect(branch(dialog).value).toBe("pa-3-retry-after"));
  fireEvent.input(branch(dialog), { target: { value: "two words" } });
  expect(dialog.getByText("A branch’s name has no blanks.")).toBeTruthy();
  start(dialog);
  await waitFor(() =>
    expect(dialog.getAllByText("A branch’s name has no blanks.").length).toBeGreaterThan(1),
  );
  expect(bridge.of("startAgentSession")).toEqual([]);
  fireEvent.input(branch(dialog), { target: { value: "retry" } });
  start(dialog);
  expect(await dialog.findByText("The branch retry is there already.")).toBeTruthy();
  expect(bridge.of("startAgentSession")[0]).toMatchObject({ worktree: { branch: "retry" } });
  fireEvent.click(dialog.getByRole("button", { name: "Use the suggested name" }));
  expect(branch(dialog).value).toBe("pa-3-retry-after");
  expect(dialog.queryByText("The branch retry is there already.")).toBeNull();
});

test("why there can be none is a sentence, and such a start is not sent", async () => {
  const { bridge, dialog } = await openDialog({
    previewWorktree: () => preview({ fault: "/home/ada/code/parcel-api has no commit yet." }),
  });
  turnOn(dialog);
  expect(await dialog.findByText("/home/ada/code/parcel-api has no commit yet.")).toBeTruthy();
  expect(dialog.queryByRole("textbox", { name: "Branch" })).toBeNull();
  start(dialog);
  turnOn(dialog);
  start(dialog);
  await waitFor(() => expect(bridge.of("startAgentSession")).toHaveLength(1));
  expect(bridge.of("startAgentSession")[0]).not.toHaveProperty("worktree");
});

test("where sessions work in the folder already it is offered, once", async () => {
  const own = { cwd: "/home/ada/code/parcel-api", projectId };
  const { dialog } = await openDialog({
    listSessions: () => ({
      sessions: [
        sessionInfo({ ...own, process: "asleep" }),
        sessionInfo({ ...own, sessionId: "3c8a51c5-9a0e-4a52-8d2f-0f3f6f7f0a02", status: "stopped" }),
      ],
    }),
  });
  expect(await dialog.findByText(/1 other session works in this folder/)).toBeTruthy();
  fireEvent.click(dialog.getByRole("button", { name: "Give this one its own worktree" }));
  expect(dialog.getByRole("switch", { name: "Own worktree" }).getAttribute("aria-checked")).toBe("true");
  expect(dialog.queryByRole("button", { name: "Give this one its own worktree" })).toBeNull();
});

test("of several starts each gets its own, with no branch to be typed", async () => {
  const { bridge } = openPart(
    (app) => (
      <>
        {app.beads.of(projectId).isLoaded() && app.sessions.isLoaded() && app.settings.settings() && (
          <StartReadyDialog
            project={project()}
            ticked={["pa-3"]}
            onStarted={() => undefined}
            onClose={() => undefined}
          />
        )}
      </>
    ),
    {
      getProjects: () => ({ projects: [project()] }),
      previewWorktree: () => preview({ base: null }),
      startBeads: () => ({ batchId: "b1", sessionIds: [session] }),
      ...fakeTracker([bead("pa-3")]).handlers,
    },
  );
  const dialog = within(await screen.findByRole("dialog"));
  await dialog.findByRole("radio", { name: "Claude Code" });
  fireEvent.click(dialog.getByRole("switch", { name: "Each in its own worktree" }));
  expect(await dialog.findByText("no branch")).toBeTruthy();
  expect(bridge.of("previewWorktree")).toEqual([{ projectId }]);
  expect(dialog.queryByRole("textbox", { name: "Branch" })).toBeNull();
  fireEvent.click(await dialog.findByRole("button", { name: "Start 1 session" }));
  await waitFor(() => expect(bridge.of("startBeads")[0]).toMatchObject({ worktree: true }));
});
