import { fireEvent, screen, waitFor, within } from "@solidjs/testing-library";
import { expect, test } from "vitest";
import { settingsParts } from "../settings/settings-parts.ts";
import { bead, project, projectId, trackerState } from "../../testing/beads.ts";
import { session, sessionInfo } from "../../testing/fake-bridge.ts";
import type { Handlers } from "../../testing/fake-bridge.ts";
import { openPage, press } from "../../testing/open-page.tsx";

const other = "3c8a51c5-9a0e-4a52-8d2f-0f3f6f7f0a02";
const sessions = [
  sessionInfo({ status: "running" }),
  sessionInfo({
    sessionId: other,
    title: "Choose the rate-limit key",
    beadId: "pa-18.1",
    lastActivity: 1_700_000_200,
  }),
];
const furnished: Handlers = {
  listSessions: () => ({ sessions }),
  getProjects: () => ({ projects: [project()] }),
  getBeads: () => ({
    projectId,
    revision: 1,
    beads: [bead("pa-3", { title: "Weigh the parcels" }), bead("pa-33", { title: "Label the parcels" })],
    ...trackerState,
  }),
  stopAgentSession: () => ({}),
};

test("it opens while a message is written, goes to a session by its bead, and is gone then", async () => {
  openPage(furnished, `/sessions/${session}`);
  (await screen.findByRole("textbox", { name: "Message" })).focus();
  const field = await openPalette();
  expect(document.activeElement).toBe(field);
  fireEvent.input(field, { target: { value: "pa-18" } });
  expect(active(field).textContent).toContain("Choose the rate-limit key");
  expect(active(field).textContent).toContain("Idle");
  press("Enter");
  await waitFor(() => expect(location.pathname).toBe(`/sessions/${other}`));
  expect(screen.queryByRole("combobox", { name: /^Search sessions/ })).toBeNull();
});

test("Esc gives the focus back to what had it, and its own key closes it too", async () => {
  openPage(furnished, `/sessions/${session}`);
  const message = await screen.findByRole("textbox", { name: "Message" });
  message.focus();
  await openPalette();
  press("Escape");
  await waitFor(() => expect(document.activeElement).toBe(message));
  await openPalette();
  press("k", { ctrlKey: true });
  await waitFor(() => expect(document.activeElement).toBe(message));
  expect(screen.queryByRole("combobox", { name: /^Search sessions/ })).toBeNull();
});

test("arrows walk through all kinds and around, and the field names the row that Enter means", async () => {
  openPage(furnished, "/inbox");
  await screen.findByRole("heading", { name: "Inbox" });
  const field = await openPalette();
  const options = screen.getAllByRole("option");
  expect(active(field)).toBe(options[0]);
  press("ArrowUp");
  expect(active(field)).toBe(options.at(-1));
  press("ArrowDown");
  press("ArrowDown");
  expect(active(field)).toBe(options[1]);
  expect(screen.getAllByRole("option", { selected: true })).toEqual([options[1]]);
});

test("a bead of the open project is found by its id, and what was chosen last stands first the next time", async () => {
  openPage(furnished, "/inbox");
  await screen.findByRole("heading", { name: "Inbox" });
  fireEvent.input(await openPalette(), { target: { value: "pa-3" } });
  const beads = await screen.findByRole("group", { name: "Beads of parcel-api" });
  expect(
    within(beads)
      .getAllByRole("option")
      .map((row) => row.querySelector("code")?.textContent),
  ).toEqual(["pa-3", "pa-33"]);
  fireEvent.click(within(beads).getByText("Weigh the parcels"));
  await waitFor(() => expect(location.pathname).toBe("/plan/pa-3"));
  await openPalette();
  const recent = screen.getByRole("group", { name: "Recent" });
  expect(within(recent).getByRole("option").textContent).toContain("Weigh the parcels");
});

test("actions come with their keys, those of the open session first; steps and answers are not among them", async () => {
  openPage(furnished, `/sessions/${session}`);
  await screen.findByRole("textbox", { name: "Message" });
  await openPalette();
  const actions = within(screen.getByRole("group", { name: "Actions" }));
  const names = actions.getAllByRole("option").map((row) => row.querySelector(".palette-label")?.textContent);
  expect(names[0]).toBe("Rename");
  expect(names.filter((name) => name === "Find in this session")).toHaveLength(1);
  expect(names).not.toContain("Next session");
  expect(actions.getByRole("option", { name: /^Rename/ }).querySelector("kbd")?.textContent).toBe("F2");
});

test("an action opens its dialog in the place of the palette", async () => {
  openPage(furnished, "/inbox");
  await screen.findByRole("heading", { name: "Inbox" });
  fireEvent.input(await openPalette(), { target: { value: "keyboard" } });
  press("Enter");
  expect(await screen.findByRole("dialog", { name: "Keyboard shortcuts" })).toBeDefined();
  expect(screen.queryByRole("combobox", { name: /^Search sessions/ })).toBeNull();
});

test("a session whose turn runs is stopped after the question alone", async () => {
  const { bridge } = openPage(furnished, `/sessions/${session}`);
  await screen.findByRole("textbox", { name: "Message" });
  const stop = async () => {
    fireEvent.input(await openPalette(), { target: { value: "stop" } });
    press("Enter");
    return within(await screen.findByRole("dialog", { name: /^Stop/ }));
  };
  fireEvent.click((await stop()).getByRole("button", { name: "Keep running" }));
  expect(bridge.of("stopAgentSession")).toEqual([]);
  fireEvent.click((await stop()).getByRole("button", { name: "Stop session" }));
  await waitFor(() => expect(bridge.of("stopAgentSession")).toEqual([{ sessionId: session }]));
});

test("Ctrl and Enter open a session beside the one that is open", async () => {
  openPage(furnished, `/sessions/${session}`);
  await screen.findByRole("textbox", { name: "Message" });
  fireEvent.input(await openPalette(), { target: { value: "rate-limit" } });
  press("Enter", { ctrlKey: true });
  await waitFor(() => expect(location.search).toBe(`?split=${other}`));
  expect(location.pathname).toBe(`/sessions/${session}`);
});

test("where no name fits, it says so and leads to the search in what was said", async () => {
  openPage(furnished, "/inbox");
  await screen.findByRole("heading", { name: "Inbox" });
  fireEvent.input(await openPalette(), { target: { value: "quokka" } });
  expect(await screen.findByText("Nothing here is called “quokka”.")).toBeDefined();
  press("Enter");
  await waitFor(() => expect(location.pathname + location.search).toBe("/search?q=quokka"));
});

test("every part of the settings that it offers is on their page", async () => {
  openPage(furnished, "/settings");
  await screen.findByRole("heading", { name: "Settings" });
  await waitFor(() => {
    const missing = settingsParts.filter(({ part }) => document.getElementById(`settings-${part}`) === null);
    expect(missing).toEqual([]);
  });
});

test("it is behind a button in the head of a place", async () => {
  openPage(furnished, "/inbox");
  const button = await screen.findByRole("button", { name: "Search" });
  button.focus();
  fireEvent.click(button);
  await screen.findByRole("combobox", { name: /^Search sessions/ });
  press("Escape");
  await waitFor(() => expect(document.activeElement).toBe(button));
});

async function openPalette(): Promise<HTMLElement> {
  press("k", { ctrlKey: true });
  return screen.findByRole("combobox", { name: /^Search sessions/ });
}

function active(field: HTMLElement): HTMLElement {
  const row = document.getElementById(field.getAttribute("aria-activedescendant") ?? "");
  if (row === null) throw new Error("The field names no row");
  return row;
}
