import { execFile } from "node:child_process";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Page } from "@playwright/test";
import type { Yard } from "../integration/yard.ts";
import { violations } from "./axe.ts";
import { expect, test } from "./yard.ts";

/** Rows around the view and no more, whatever a session or a diff holds. */
const MOST_ELEMENTS = 4_000;
const elements = (page: Page) => page.evaluate(() => document.querySelectorAll("*").length);

test("a session of 200 tool calls is read, its output searched, and its changes since git knew it", async ({
  open,
  yard,
}) => {
  const session = await startInRepository(yard);
  await yard.say(
    session,
    "[[tools 200]] [[subagent 3]] [[image]] [[ansi 400]] [[diff 300]] [[say All done.]]",
  );
  const page = await open(`/sessions/${session}`);
  const log = page.getByRole("log");
  await expect(log.getByText("All done.")).toBeVisible();
  expect(await elements(page)).toBeLessThan(MOST_ELEMENTS);

  const shell = log.locator("article", { hasText: "npm test" }).last();
  await shell.getByRole("button", { name: /^Run npm test/ }).click();
  await expect(shell.getByRole("region", { name: "Output" })).toContainText("399 passed");
  await shell.getByRole("button", { name: "Show all 400 lines" }).click();
  await shell.getByRole("button", { name: "Search in output" }).click();
  await page.keyboard.type("failed once");
  await expect(shell.getByRole("status")).toHaveText("1 of 8");
  await page.keyboard.press("Shift+Enter");
  await expect(shell.getByRole("status")).toHaveText("8 of 8");
  await expect(shell.locator("mark[data-here]")).toBeInViewport();
  await page.keyboard.press("Escape");

  const picture = log.getByRole("button", { name: /^Picture from .*, open it large/ });
  await expect(picture.getByRole("img")).toHaveJSProperty("complete", true);
  await picture.click();
  await expect(page.getByRole("dialog").getByRole("img")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await axeInBothThemes(page);

  // Folding all keeps the place, and what is folded is a line each.
  await log.focus();
  await page.keyboard.press("Shift+X");
  await expect(log.locator('.tool-head[aria-expanded="true"]')).toHaveCount(0);
  await page.keyboard.press("Home");
  await expect(log.getByText(/^Read 3 files/).first()).toBeVisible();
  expect(await elements(page)).toBeLessThan(MOST_ELEMENTS);
});

test("a diff of 5,000 lines opens as a page that scrolls, side by side where there is room, and by keyboard", async ({
  open,
  yard,
}) => {
  const session = await startInRepository(yard);
  const page = await open(`/sessions/${session}`);
  const details = page.getByRole("complementary", { name: "Session details" });
  await expect(details.getByRole("button", { name: "big.ts" })).toContainText("+500 −500");
  await expect(page.getByTitle("The branch main is checked out")).toBeVisible();
  await details.getByRole("button", { name: "big.ts" }).click();
  const changes = page.getByRole("region", { name: "Changes", exact: true });
  const diff = changes.getByRole("region", { name: "Diff of big.ts, 500 lines added, 500 removed" });
  await expect(diff.getByText("export const value3 = other(3);")).toBeVisible();
  await diff.focus();
  await page.keyboard.press("End");
  await expect(diff.getByText("export const value4993 = other(4993);")).toBeInViewport();
  expect(await elements(page)).toBeLessThan(MOST_ELEMENTS);

  await page.keyboard.press("]");
  await changes.getByText("Side by side").click();
  await expect(diff.locator(".diff-pair").first()).toBeVisible();
  await page.keyboard.press("j");
  await expect(
    changes.getByRole("region", { name: "Diff of gone.ts, 0 lines added, 1 removed" }),
  ).toBeVisible();
  await expect(changes.getByText("Deleted", { exact: true })).toBeVisible();
  await page.keyboard.press("j");
  await expect(changes.getByText(/more characters/)).toBeVisible();
  await axeInBothThemes(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(changes.getByRole("button", { name: "Next file" })).toBeVisible();
  await axeInBothThemes(page);
  await page.keyboard.press("Escape");
  await expect(changes).toHaveCount(0);
});

/** A session of the demo in a repository, with changes that were made after it began. */
async function startInRepository(yard: Yard) {
  const { cwd } = yard.bridge;
  await writeFile(join(cwd, "big.ts"), bigFile("before"));
  await writeFile(join(cwd, "gone.ts"), "export {};\n");
  await git(cwd, "init", "--quiet", "--initial-branch", "main");
  await git(cwd, "add", "--all");
  await git(cwd, "commit", "--quiet", "--message", "before");
  const session = await yard.start({ cliBackend: "demo", prompt: "[[pace 0]] [[say ready]]" });
  await yard.ended(session, 1);
  await writeFile(join(cwd, "big.ts"), bigFile("after"));
  await writeFile(join(cwd, "min.js"), `${"x=1;".repeat(50_000)}\n`);
  await rm(join(cwd, "gone.ts"));
  return session;
}

async function git(cwd: string, ...args: string[]): Promise<void> {
  const who = ["-c", "user.name=test", "-c", "user.email=test@example.org"];
  await promisify(execFile)("git", [...who, ...args], { cwd });
}

/** Every tenth line differs from one side to the other. */
function bigFile(side: "before" | "after"): string {
  const line = (at: number) =>
    `export const value${at} = ${side === "after" && at % 10 === 3 ? `other(${at})` : at};`;
  return `${Array.from({ length: 5_000 }, (_, at) => line(at)).join("\n")}\n`;
}

async function axeInBothThemes(page: Page): Promise<void> {
  for (const colorScheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await violations(page)).toEqual([]);
  }
}
