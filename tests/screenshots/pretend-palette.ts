import type { Page } from "@playwright/test";
import { busyFleet, idOf } from "./pretend-fleet.ts";
import { plan } from "./pretend-project.ts";
import type { State } from "./pretend-states.ts";

const field = (page: Page) => page.getByRole("combobox", { name: /^Search sessions/ });

async function open(page: Page, text = ""): Promise<void> {
  await page.locator("main :is(h1, h2, textarea, [role=log])").first().waitFor();
  await page.keyboard.press("ControlOrMeta+k");
  await field(page).fill(text);
  await page.getByRole("option").first().waitFor();
}

/** The palette over a session, with something sought, with nothing found, and where its buttons are. */
export const paletteStates: readonly State[] = [
  { name: "palette", path: `/sessions/${idOf(3)}`, answers: busyFleet, show: (page) => open(page) },
  { name: "palette-found", path: "/plan", answers: plan(), show: (page) => open(page, "re") },
  { name: "palette-none", path: "/fleet", answers: busyFleet, show: (page) => open(page, "quokka") },
  ...["inbox", "sessions", "fleet"].map((place) => ({
    name: `palette-button-${place}`,
    path: `/${place}`,
    answers: busyFleet,
    show: async (page: Page) => page.locator(":is(h1, h2):visible").first().waitFor(),
  })),
  {
    name: "palette-button-plan",
    path: "/plan",
    answers: plan(),
    show: async (page) => page.getByRole("button", { name: "Search", exact: true }).first().waitFor(),
  },
];
