import { fireEvent, screen, within } from "@solidjs/testing-library";
import { expect, test, vi } from "vitest";
import { bead, fakeTracker, otherProjectId, project } from "../../testing/beads.ts";
import { session, sessionInfo } from "../../testing/fake-bridge.ts";
import { openPage, press } from "../../testing/open-page.tsx";

test("B opens it for the project of the session that is open, and Esc loses nothing that was typed", async () => {
  const other = fakeTracker([bead("web-1")], { id: otherProjectId });
  openPage(
    {
      ...other.handlers,
      getProjects: () => ({
        projects: [project(), project({ projectId: otherProjectId, name: "web", isOpen: false })],
      }),
      listSessions: () => ({ sessions: [sessionInfo({ projectId: otherProjectId, beadId: "web-1" })] }),
    },
    `/sessions/${session}`,
  );
  await screen.findByRole("link", { name: /Rotate the signing secret/ });
  // A session that is opened has the focus in its composer, where a letter is one.
  fireEvent.keyDown(document.body, { key: "b" });
  // What is typed before it is there is meant for it, and opens nothing else.
  fireEvent.keyDown(document.body, { key: "c" });
  const dialog = within(await screen.findByRole("dialog", { name: "New bead" }));
  const field = dialog.getByRole("combobox", { name: "Project" });
  await vi.waitFor(() => expect(field).toHaveProperty("value", otherProjectId));
  expect(await dialog.findByRole("button", { name: "Under web-1" })).toBeDefined();
  const title = dialog.getByRole("textbox", { name: "Title" });
  fireEvent.input(title, { target: { value: "A thought" } });
  title.focus();
  press("Escape");
  expect(screen.queryByRole("dialog")).toBeNull();
  fireEvent.keyDown(document.body, { key: "b" });
  const again = within(await screen.findByRole("dialog", { name: "New bead" }));
  expect(again.getByRole("textbox", { name: "Title" })).toHaveProperty("value", "A thought");
});
