import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type Browser, chromium } from "@playwright/test";
import { launchOptions } from "../e2e/browser.ts";
import unpackBrowser from "../e2e/unpack-browser.ts";
import { fleetStates } from "./fleet-states.ts";
import { inboxStates } from "./pretend-inbox.ts";
import { keepingStates } from "./pretend-keeping.ts";
import { outcomeStates } from "./pretend-outcomes.ts";
import { packStates } from "./pretend-packs.ts";
import { paletteStates } from "./pretend-palette.ts";
import { personaStates } from "./pretend-personas.ts";
import { planStates } from "./pretend-plan.ts";
import { planEditStates } from "./pretend-plan-edit.ts";
import { steeringStates } from "./pretend-steering.ts";
import { takeSessions } from "./sessions.ts";
import { takeStates } from "./states.ts";
import { traceStates } from "./pretend-traces.ts";
import { takeTour } from "./tour.ts";

/** `main.ts [FOLDER] [SET]`: pictures of README (the set `sessions`) and for reviews (`tour`, `states`, `keeping`, `packs`, `personas`, `plan`, `plan-edit`, `fleet`, `inbox`, `steering`, `outcomes`, `traces`, `palette`). */
const [folder = fileURLToPath(new URL("../../docs/images", import.meta.url)), set = "sessions"] =
  process.argv.slice(2);
const sets = new Map([
  ["sessions", takeSessions],
  ["states", takeStates],
  ["keeping", (browser: Browser, folder: string) => takeStates(browser, folder, keepingStates)],
  ["fleet", (browser: Browser, folder: string) => takeStates(browser, folder, fleetStates)],
  ["inbox", (browser: Browser, folder: string) => takeStates(browser, folder, inboxStates)],
  ["outcomes", (browser: Browser, folder: string) => takeStates(browser, folder, outcomeStates)],
  ["packs", (browser: Browser, folder: string) => takeStates(browser, folder, packStates)],
  ["personas", (browser: Browser, folder: string) => takeStates(browser, folder, personaStates)],
  ["plan", (browser: Browser, folder: string) => takeStates(browser, folder, planStates)],
  ["plan-edit", (browser: Browser, folder: string) => takeStates(browser, folder, planEditStates)],
  ["steering", (browser: Browser, folder: string) => takeStates(browser, folder, steeringStates)],
  ["traces", (browser: Browser, folder: string) => takeStates(browser, folder, traceStates)],
  ["palette", (browser: Browser, folder: string) => takeStates(browser, folder, paletteStates)],
  ["tour", takeTour],
]);
const take = sets.get(set);
if (take === undefined) throw new Error(`There is no set ${set}; there are ${[...sets.keys()].join(", ")}.`);
await mkdir(folder, { recursive: true });
await unpackBrowser();
const browser = await chromium.launch(launchOptions());
await take(browser, folder);
await browser.close();
