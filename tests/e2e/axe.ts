import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Page } from "@playwright/test";

const axePath = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

interface Violation {
  id: string;
  nodes: { html: string; failureSummary?: string }[];
}

/** Colours that are on their way from one theme to the other are in none. */
const SETTLED = `new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))).then(() =>
  Promise.allSettled(document.getAnimations()
    .filter((each) => each.effect.getComputedTiming().endTime !== Infinity)
    .map((each) => each.finished)).then(() => true))`;

/** The rules of WCAG 2.2 A and AA that a program can check. */
export async function violations(page: Page): Promise<string[]> {
  const axe = await readFile(axePath, "utf8");
  // The page's policy forbids inline scripts, so the checker comes in through the debugger.
  const client = await page.context().newCDPSession(page);
  await client.send("Runtime.evaluate", { expression: axe });
  await page.evaluate(SETTLED);
  const found = await page.evaluate<Violation[]>(
    `axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }).then((result) => result.violations)`,
  );
  return found.map((each) => `${each.id}: ${each.nodes[0]?.html} ${each.nodes[0]?.failureSummary ?? ""}`);
}
