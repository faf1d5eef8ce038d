import { expect, type Locator, type Page, test as base } from "@playwright/test";
import { startYard, type Yard } from "../integration/yard.ts";

/** A bridge with the real CLIs behind it, and its page in the browser. */
export const test = base.extend<{ yard: Yard; open: (path?: string) => Promise<Page> }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads a fixture's needs from this pattern
  yard: async ({}, use) => {
    await using yard = await startYard();
    await use(yard);
  },
  open: async ({ page, yard }, use) => {
    await use(async (path = "/") => {
      const problems = collectProblems(page);
      await page.goto(`http://127.0.0.1:${yard.bridge.port}${path}#token=${yard.bridge.token}`);
      await expect(page.getByRole("button", { name: "New session" }).first()).toBeVisible();
      expect(problems).toEqual([]);
      return page;
    });
  },
});

/** What a page must never do: throw, or be refused something by its own content policy. */
export function collectProblems(page: Page): string[] {
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text());
  });
  return problems;
}

/** Starts a session as a user does; `backend` is its name on the page. @default the one that is chosen already */
export async function startSession(page: Page, message: string, backend?: string): Promise<void> {
  await page.getByRole("button", { name: "New session" }).first().click();
  const dialog = page.getByRole("dialog", { name: "New session" });
  if (backend !== undefined) await dialog.getByRole("radio", { name: backend }).check();
  await dialog.getByRole("textbox", { name: "First message" }).fill(message);
  await expect(dialog.getByRole("button", { name: "Start" })).toBeEnabled();
  await dialog.getByRole("button", { name: "Start" }).click();
  await expect(dialog).toBeHidden();
  await page.waitForURL(/\/sessions\/[0-9a-f-]{36}$/);
}

/** The agent's own words that hold a text; the user's message, which often holds it too, is none of them. */
export function said(page: Page, text: string | RegExp): Locator {
  return page.getByRole("log").locator(".said", { hasText: text }).first();
}

export { expect };
