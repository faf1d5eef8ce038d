import type { Page } from "@playwright/test";
import { all, alone, claude, demo, gemini, mixed, off, opencode } from "./pretend-backends.ts";
import type { Refusals, Replies } from "./pretend-bridge.ts";
import { busyMachine, processOf, quietMachine, untellingMachine } from "./pretend-processes.ts";
import { kinds, machine, sessionId, tour } from "./pretend-sessions.ts";

/** What is to be seen, on which address, and what has to be there before the picture is taken. */
export interface State {
  readonly name: string;
  readonly path: string;
  readonly answers: Replies;
  readonly refusals?: Refusals;
  show(page: Page): Promise<void>;
}

const heading = (name: string | RegExp) => async (page: Page) =>
  page.getByRole("heading", { name }).first().waitFor();
const row = (name: string) => async (page: Page) => page.getByText(name).first().waitFor();

async function openDialog(page: Page): Promise<void> {
  await page.getByRole("button", { name: "New session" }).first().click();
  await page.getByRole("dialog").getByRole("radio").last().waitFor();
  await page.getByRole("dialog").getByText("Demo, no model").scrollIntoViewIfNeeded();
}

const welcome = heading(/Start an agent/);

export const states: readonly State[] = [
  {
    name: "first-run-demo-alone",
    path: "/sessions",
    answers: machine(alone),
    show: async (page) => {
      await welcome(page);
      await page.getByRole("button", { name: "Start the demo" }).waitFor();
    },
  },
  {
    name: "first-run-all",
    path: "/sessions",
    answers: machine(all),
    show: async (page) => {
      await welcome(page);
      await page.getByRole("button", { name: "Start the demo" }).waitFor();
    },
  },
  {
    name: "first-run-all-off",
    path: "/sessions",
    answers: machine([claude(off), gemini(off), opencode(off), demo(off)]),
    show: async (page) => {
      await welcome(page);
      await row("Every backend is turned off.")(page);
    },
  },
  { name: "settings", path: "/settings", answers: machine(mixed), show: row("Bridge") },
  {
    name: "settings-open",
    path: "/settings",
    answers: machine(all),
    async show(page) {
      await row("What it can do")(page);
      await page.getByText("What it can do").nth(1).click();
      await page
        .getByRole("heading", { name: "Default backend" })
        .or(page.getByRole("radiogroup", { name: "Default backend" }))
        .first()
        .scrollIntoViewIfNeeded();
    },
  },
  {
    name: "settings-foot",
    path: "/settings",
    answers: machine(all),
    async show(page) {
      await row("What it can do")(page);
      await page.getByText("Folder the bridge was started for").scrollIntoViewIfNeeded();
    },
  },
  {
    name: "settings-off",
    path: "/settings",
    answers: machine([claude({ isDefault: true }), gemini(off), opencode(), demo(off)], {
      isBackendChosen: true,
      backendsOff: ["gemini", "demo"],
    }),
    show: row("Bridge"),
  },
  {
    name: "new-session",
    path: "/sessions",
    answers: machine(mixed),
    show: async (page) => {
      await welcome(page);
      await openDialog(page);
    },
  },
  {
    name: "new-session-alone",
    path: "/sessions",
    answers: machine(alone),
    show: async (page) => {
      await welcome(page);
      await openDialog(page);
    },
  },
  {
    name: "new-session-all",
    path: "/sessions",
    answers: machine(all),
    show: async (page) => {
      await welcome(page);
      await openDialog(page);
    },
  },
  {
    name: "session-demo",
    path: `/sessions/${sessionId}`,
    answers: tour(),
    show: async (page) => {
      await page.getByRole("button", { name: "Allow once" }).waitFor();
    },
  },
  {
    name: "session-off",
    path: `/sessions/${sessionId}`,
    answers: tour(
      { status: "paused", process: "none", pendingApprovals: 0 },
      [claude({ isDefault: true }), demo(off)],
      7,
    ),
    show: row("Demo, no model is off"),
  },
  {
    name: "session-kinds",
    path: `/sessions/${sessionId}`,
    answers: kinds(),
    show: async (page) => page.getByRole("button", { name: "Allow once" }).waitFor(),
  },
  {
    name: "session-process",
    path: `/sessions/${sessionId}`,
    answers: { ...tour(), ...processOf(sessionId) },
    async show(page) {
      await page.getByRole("button", { name: "Allow once" }).waitFor();
      const details = page.getByRole("button", { name: "Show session details" });
      if (await details.isVisible()) await details.click();
      await row("All processes")(page);
    },
  },
  { name: "processes", path: "/processes", answers: busyMachine(), show: row("Put 2 idle to sleep") },
  {
    name: "processes-open",
    path: "/processes",
    answers: busyMachine(),
    async show(page) {
      await page.getByRole("button", { name: /Show what Retry failed/ }).click();
      await row("npm run test")(page);
    },
  },
  {
    name: "processes-foot",
    path: "/processes",
    answers: busyMachine(),
    async show(page) {
      await row("Left behind and ended")(page);
      await page.getByText("left by a bridge").last().scrollIntoViewIfNeeded();
    },
  },
  {
    name: "processes-stop-all",
    path: "/processes",
    answers: busyMachine(),
    async show(page) {
      await row("Put 2 idle to sleep")(page);
      await page.getByRole("button", { name: "Stop all" }).click();
      await page.getByRole("dialog").waitFor();
    },
  },
  { name: "processes-none", path: "/processes", answers: quietMachine(), show: row("No process runs") },
  {
    name: "processes-failed",
    path: "/processes",
    answers: untellingMachine(),
    show: row("The processes could not be read"),
  },
  { name: "list", path: "/sessions", answers: tour(), show: row("Rotate the signing secret") },
];
