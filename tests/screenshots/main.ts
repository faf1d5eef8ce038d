import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type Browser, chromium } from "@playwright/test";
import { launchOptions } from "../e2e/browser.ts";
import unpackBrowser from "../e2e/unpack-browser.ts";
import { keepingStates } from "./pretend-keeping.ts";
import { planStates } from "./pretend-plan.ts";
import { takeSessions } from "./sessions.ts";
import { takeStates } from "./states.ts";
import { takeTour } from "./tour.ts";

/** `main.ts [FOLDER] [SET]`: pictures of README (the set `sessions`) and for reviews (`tour`, `states`, `keeping`, `plan`). */
const [folder = fileURLToPath(new URL("../../docs/images", import.meta.url)), set = "sessions"] =
  process.argv.slice(2);
const sets = new Map([
  ["sessions", takeSessions],
  ["states", takeStates],
  ["keeping", (browser: Browser, folder: string) => takeStates(browser, folder, keepingStates)],
  ["plan", (browser: Browser, folder: string) => takeStates(browser, folder, planStates)],
  ["tour", takeTour],
]);
const take = sets.get(set);
if (take === undefined) throw new Error(`There is no set ${set}; there are ${[...sets.keys()].join(", ")}.`);
await mkdir(folder, { recursive: true });
await unpackBrowser();
const browser = await chromium.launch(launchOptions());
await take(browser, folder);
await browser.close();
