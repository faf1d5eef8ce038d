import { fireEvent, screen, waitFor, within } from "@solidjs/testing-library";
import { expect, test, vi } from "vitest";
import { backendInfo, demoInfo, geminiInfo } from "../../testing/backend-info.ts";
import { project, projectId } from "../../testing/beads.ts";
import type { Handlers } from "../../testing/fake-bridge.ts";
import { openPart } from "../../testing/open-part.tsx";
import { ProjectList } from "./ProjectList.tsx";

vi.setConfig({ testTimeout: 20_000 });

async function open(values: Parameters<typeof project>[0] = {}, handlers: Handlers = {}) {
  const backends = [backendInfo(), geminiInfo(), demoInfo({ state: "off" })];
  let now = project(values);
  const { bridge } = openPart(
    () => <ProjectList />,
    {
      listBackends: () => ({ backends }),
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
  await row.findByText("Backends in this project");
  const choice = row.getByRole<HTMLSelectElement>("combobox", {
    name: "Default backend in parcel-api",
    hidden: true,
  });
  await waitFor(() => expect(choice.disabled).toBe(false));
  const use = (name: string) => row.getByRole("switch", { name: `Use ${name} in parcel-api`, hidden: true });
  return { bridge, row, choice, use };
}

test("a project has what holds everywhere until it is given its own, and can go back", async () => {
  const { bridge, choice, row } = await open();
  expect([...choice.options].map(({ text }) => text)).toEqual([
    "As everywhere, Claude Code",
    "Claude Code",
    "Gemini CLI",
    "Demo, no model",
  ]);
  fireEvent.change(choice, { target: { value: "gemini" } });
  expect(row.getByText("Gemini CLI by default")).toBeDefined();
  await waitFor(() => expect(bridge.of("updateProject")).toEqual([{ projectId, cliBackend: "gemini" }]));
  fireEvent.change(choice, { target: { value: "" } });
  await waitFor(() => expect(bridge.of("updateProject").at(-1)).toEqual({ projectId, cliBackend: null }));
  expect(row.queryByText("Gemini CLI by default")).toBeNull();
});

test("a backend is turned off in a project alone; those that are off everywhere or gone are not its to name", async () => {
  const { bridge, row, use } = await open({ backendsOff: ["gone"] });
  expect(use("Demo, no model").getAttribute("aria-checked")).toBe("false");
  expect(use("Demo, no model").title).toBe("Off everywhere. Turn it on under Backends first.");
  fireEvent.click(use("Gemini CLI"));
  expect(use("Gemini CLI").getAttribute("aria-checked")).toBe("false");
  expect(row.getByText("Gemini CLI off")).toBeDefined();
  await waitFor(() => expect(bridge.of("updateProject")).toEqual([{ projectId, backendsOff: ["gemini"] }]));
});

test("a default that is off stays to be seen", async () => {
  const { row, choice } = await open({ cliBackend: "gemini", backendsOff: ["gemini"] });
  expect(choice.value).toBe("gemini");
  expect(row.getByText("Gemini CLI is off here, so another one is meant meanwhile.")).toBeDefined();
});

test("a default that is gone is shown until another one is chosen", async () => {
  const { choice } = await open({ cliBackend: "gone" });
  expect(choice.selectedOptions[0]?.text).toBe("gone (not there)");
  fireEvent.change(choice, { target: { value: "claude" } });
  await waitFor(() => expect([...choice.options].map(({ value }) => value)).not.toContain("gone"));
});

test("a change that is refused goes back and says why", async () => {
  const { use } = await open(
    {},
    {
      updateProject: () => ({ refuse: { code: "STORAGE_FAILED", message: "The disk is full." } }),
    },
  );
  fireEvent.click(use("Gemini CLI"));
  expect(await screen.findByText("The project was not changed: The disk is full.")).toBeDefined();
  await waitFor(() => expect(use("Gemini CLI").getAttribute("aria-checked")).toBe("true"));
});
