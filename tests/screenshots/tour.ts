import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Browser, Page } from "@playwright/test";
import { startBridge } from "@switchyard/testkit/bridge";
import { bridgeMain } from "../integration/yard.ts";
import { forEachLook } from "./looks.ts";
import { files } from "./scene.ts";

/** Pictures of a first run and of the demo that it leads to: the real page, bridge and demo. */
export async function takeTour(browser: Browser, folder: string): Promise<void> {
  await forEachLook(async ({ name, ...look }) => {
    await using bridge = await startBridge({ main: bridgeMain });
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(bridge.cwd, path)), { recursive: true });
      await writeFile(join(bridge.cwd, path), text);
    }
    const page = await browser.newPage(look);
    await page.goto(`http://127.0.0.1:${bridge.port}/#token=${bridge.token}`);
    await shoot(page, (kind) => join(folder, `${kind}-${name}.png`));
    await page.close();
  });
}

async function shoot(page: Page, pathOf: (kind: string) => string): Promise<void> {
  const picture = (kind: string) => page.screenshot({ path: pathOf(kind) });
  const start = page.getByRole("button", { name: "Start the demo" });
  await start.waitFor();
  await page.waitForFunction(() => document.fonts.status === "loaded");
  await picture("first-run");
  await start.click();
  const allow = page.getByRole("button", { name: "Allow once" });
  await allow.waitFor({ timeout: 120_000 });
  await picture("demo-asks");
  // On a phone the change is longer than the card.
  const showAll = page.getByRole("button", { name: "Show all" });
  if (await showAll.isVisible()) await showAll.click();
  // The card takes no press in the moment after it came.
  await page.waitForFunction(() => document.querySelector("[data-held]") === null);
  await allow.click();
  await page.getByText("Which shall it be?").waitFor({ timeout: 120_000 });
  await page.getByRole("button", { name: "Interrupt" }).waitFor({ state: "hidden" });
  await picture("demo-ended");
  await page.goto(new URL("/settings", page.url()).href);
  await page.getByRole("switch").first().waitFor();
  await picture("settings");
}
