import { join } from "node:path";
import type { Browser, Page } from "@playwright/test";
import { forEachLook } from "./looks.ts";
import { pretendBridge } from "./pretend-bridge.ts";
import { type State, states } from "./pretend-states.ts";

/** Pictures of what no single machine shows: backends in every state, the demo alone, all turned off. */
export async function takeStates(
  browser: Browser,
  folder: string,
  shown: readonly State[] = states,
): Promise<void> {
  for (const state of shown) {
    await forEachLook(async ({ name, ...look }) => {
      const page = await browser.newPage({ ...look, reducedMotion: "reduce" });
      await shoot(page, state, join(folder, `${state.name}-${name}.png`));
      await page.close();
    });
  }
}

async function shoot(page: Page, state: State, path: string): Promise<void> {
  page.on("pageerror", (error) => {
    throw error;
  });
  const go = await pretendBridge(page, state.answers, state.refusals);
  await go(state.path);
  await state.show(page);
  await page.waitForFunction(() => document.fonts.status === "loaded");
  await page.screenshot({ path });
}
