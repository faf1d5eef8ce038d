import { fireEvent, screen, waitFor, within } from "@solidjs/testing-library";
import { expect, test, vi } from "vitest";
import { project, projectId } from "../../testing/beads.ts";
import type { Handlers } from "../../testing/fake-bridge.ts";
import { openPart } from "../../testing/open-part.tsx";
import { ProjectTrace } from "./ProjectTrace.tsx";

vi.setConfig({ testTimeout: 20_000 });

async function open(values: Parameters<typeof project>[0] = {}, handlers: Handlers = {}) {
  let now = project(values);
  const { bridge } = openPart(
    (app) => (
      <>
        {app.projects.list().map((each) => (
          <ProjectTrace project={each} />
        ))}
      </>
    ),
    {
      getProjects: () => ({ projects: [now] }),
      updateProject: ({ projectId: _, ...change }) => {
        now = project({ ...now, ...change });
        return {};
      },
      previewTrace: ({ form }) => ({
        text: `The ${String(form)} of a session`,
        sessionId: null,
        beadId: null,
      }),
      ...handlers,
    },
    "/settings",
  );
  const choice = await screen.findByRole<HTMLSelectElement>("combobox", { name: /ends in parcel-api/ });
  await waitFor(() => expect(choice.disabled).toBe(false));
  const choose = (value: string) => fireEvent.change(select(), { target: { value } });
  const changes = () => bridge.of("updateProject");
  return { bridge, choose, changes };
}

const select = () =>
  screen.getByRole<HTMLSelectElement>("combobox", { name: /ends in parcel-api/, hidden: true });
const dialog = () => screen.findByRole("dialog");

test("the first time what is written is shown, and nothing is switched on before it is confirmed", async () => {
  const { choose, changes } = await open();
  choose("comment");
  const first = within(await dialog());
  expect(await first.findByText("The comment of a session")).toBeDefined();
  expect(first.getByText("For example, of a session that is made up:")).toBeDefined();
  fireEvent.click(first.getByRole("button", { name: "Write nothing" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(select().value).toBe("off");
  expect(changes()).toEqual([]);

  choose("metadata");
  const second = within(await dialog());
  await second.findByText("The metadata of a session");
  fireEvent.click(second.getByRole("button", { name: "Write them" }));
  await waitFor(() => expect(changes()).toEqual([{ projectId, beadTrace: "metadata" }]));
  await waitFor(() => expect(select().value).toBe("metadata"));
});

test("later switches are not asked for", async () => {
  const { choose, changes } = await open({ beadTrace: "comment" });
  choose("metadata");
  choose("off");
  await waitFor(() => expect(changes()).toHaveLength(2));
  expect(screen.queryByRole("dialog")).toBeNull();
});

test("a preview that can't be read says why, and can be tried again", async () => {
  let isThere = false;
  const { choose } = await open(
    {},
    {
      previewTrace: () =>
        isThere
          ? { text: "Now it is", sessionId: null, beadId: null }
          : { refuse: { code: "PROJECT_NOT_FOUND", message: "There is no such project." } },
    },
  );
  choose("comment");
  const asked = within(await dialog());
  expect(await asked.findByText("There is no such project.")).toBeDefined();
  expect(
    asked.getByRole<HTMLButtonElement>("button", { name: "Write them" }).getAttribute("aria-disabled"),
  ).toBe("true");
  isThere = true;
  fireEvent.click(asked.getByRole("button", { name: "Try again" }));
  expect(await asked.findByText("Now it is")).toBeDefined();
});

test("a change that is refused goes back and says why", async () => {
  const refuse = { code: "STORAGE_FAILED", message: "The disk is full." } as const;
  const { choose } = await open({ beadTrace: "comment" }, { updateProject: () => ({ refuse }) });
  choose("off");
  expect(await screen.findByText("The project was not changed: The disk is full.")).toBeDefined();
  await waitFor(() => expect(select().value).toBe("comment"));
});
