import type { Page } from "@playwright/test";
import { claude } from "./pretend-backends.ts";
import { busyFleet, idOf } from "./pretend-fleet.ts";
import { machine } from "./pretend-sessions.ts";
import type { State } from "./pretend-states.ts";

const tiles = async (page: Page) => {
  await page.getByRole("button", { name: "Allow once" }).waitFor();
  // A tile that is off screen reads nothing.
  await page.getByText("I’ve asked to run its migration").waitFor();
};

/** The fleet in its sizes, a form over a tile, two sessions side by side, and one in its own window. */
export const fleetStates: readonly State[] = [
  { name: "fleet", path: "/fleet", answers: busyFleet, show: tiles },
  {
    name: "fleet-small",
    path: "/fleet",
    answers: busyFleet,
    async show(page) {
      await tiles(page);
      const small = page.getByRole("radio", { name: "S", exact: true });
      if (await small.isVisible()) await small.check({ force: true });
    },
  },
  {
    name: "fleet-large",
    path: "/fleet",
    answers: busyFleet,
    async show(page) {
      await tiles(page);
      const large = page.getByRole("radio", { name: "L", exact: true });
      if (await large.isVisible()) await large.check({ force: true });
    },
  },
  {
    name: "fleet-answer",
    path: "/fleet",
    answers: busyFleet,
    async show(page) {
      await tiles(page);
      await page.getByRole("button", { name: "Answer", exact: true }).click();
      await page.getByRole("dialog").getByRole("radio").first().waitFor();
    },
  },
  {
    name: "fleet-empty",
    path: "/fleet",
    answers: machine([claude({ isDefault: true })]),
    show: async (page) => page.getByRole("heading", { name: /No session/ }).waitFor(),
  },
  {
    name: "split",
    path: `/sessions/${idOf(3)}?split=${idOf(5)},${idOf(1)}`,
    answers: busyFleet,
    show: async (page) => page.getByText("keeping two digests").waitFor(),
  },
  {
    name: "own-window",
    path: `/sessions/${idOf(3)}?window=1`,
    answers: busyFleet,
    show: async (page) => page.getByText("keeping two digests").waitFor(),
  },
];
