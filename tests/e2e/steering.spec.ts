import type { Page } from "@playwright/test";
import { violations } from "./axe.ts";
import { expect, said, startSession, test } from "./yard.ts";

const questions = [
  {
    question: "Which key should the limit count by?",
    header: "Key",
    multiSelect: false,
    options: [
      { label: "Tenant", description: "One noisy integration can’t starve the rest." },
      { label: "Token", description: "Nothing to migrate." },
    ],
  },
  {
    question: "Who is told?",
    header: "Told",
    multiSelect: true,
    options: [
      { label: "Owner", description: "The tenant’s owner." },
      { label: "Support", description: "The team." },
    ],
  },
];
const asks = `[[tool AskUserQuestion ${JSON.stringify({ questions })}]]`;

test("a form of Claude is answered with the keyboard alone, in steps and in own words, and reads on after it", async ({
  open,
}) => {
  const page = await open();
  await startSession(page, asks);
  const form = page.getByRole("region", { name: /^Question: Which key/ });
  const answer = form.locator(".ask-allow");
  await expect(form.getByRole("radio", { name: "Tenant" })).toBeVisible();
  await expect(page).toHaveTitle(/^\(1\)/);
  await expect(page.getByRole("textbox", { name: "Message" })).toBeFocused();
  for (const colorScheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    expect(await violations(page)).toEqual([]);
  }
  await outOfFields(page);
  await expect(answer).not.toHaveAttribute("data-held");
  await page.keyboard.press("1");
  await expect(form.getByRole("radio", { name: "Tenant" })).toBeChecked();
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(form.getByRole("group", { name: "Who is told?" })).toBeVisible();
  await page.keyboard.press("2");
  await page.keyboard.press("3");
  await page.keyboard.type("the auditors");
  await expect(answer).not.toHaveAttribute("data-held");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(form).toBeHidden();
  const log = page.getByRole("log");
  await expect(log.getByText("Key:")).toBeVisible();
  await expect(log.getByText("Support, the auditors", { exact: true })).toBeVisible();
  await expect(said(page, /Tenant/)).toBeVisible();
  await expect(page).not.toHaveTitle(/^\(1\)/);
});

test("a form is a sheet on a phone, can be skipped, and an interrupt closes it unanswered", async ({
  open,
}) => {
  const page = await open();
  await startSession(page, asks);
  const form = page.getByRole("region", { name: /^Question: Which key/ });
  await expect(form).toBeVisible();
  await page.setViewportSize({ width: 390, height: 844 });
  await page.reload();
  await expect(form).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  for (const target of [
    form.getByRole("button", { name: "Next question" }),
    form.locator(".ask-option").first(),
  ]) {
    expect((await target.boundingBox())?.height).toBeGreaterThanOrEqual(48);
  }
  expect(await violations(page)).toEqual([]);
  await expect(form.locator(".ask-allow")).not.toHaveAttribute("data-held");
  await form.getByRole("button", { name: "Skip these questions" }).click();
  await expect(form).toBeHidden();
  await expect(page.getByRole("log").getByText(/^Skipped, /)).toBeVisible();
  await expect(page.getByRole("button", { name: "Interrupt" })).toBeHidden();
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole("textbox", { name: "Message" }).fill(asks);
  await page.keyboard.press("Enter");
  await expect(form).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(form).toBeHidden();
  await expect(
    page.getByRole("log").getByText("Closed by the interrupt, not answered", { exact: false }),
  ).toBeVisible();
  await page.getByRole("log").getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("log").getByText("Continue.", { exact: true })).toBeVisible();
});

test("what was always allowed is not asked again until the rule is withdrawn; the mode is changed in mid-session", async ({
  open,
}) => {
  const page = await open();
  await startSession(page, "[[bash touch one.txt]]");
  const card = page.getByRole("region", { name: /Run this command/ });
  const send = async (text: string) => {
    await page.getByRole("textbox", { name: "Message" }).fill(text);
    await page.keyboard.press("Enter");
  };
  await expect(card.getByRole("button", { name: "Allow once" })).not.toHaveAttribute("data-held");
  await outOfFields(page);
  await page.keyboard.press("Shift+A");
  await page.getByRole("menu", { name: "Always allow" }).getByRole("menuitem").press("Enter");
  await expect(page.getByRole("log").getByText(/Allowed for this session/)).toBeVisible();
  await send("[[bash touch one.txt]]");
  await expect(page.getByRole("log").getByText(/Allowed by your rule/)).toBeVisible();
  await outOfFields(page);
  await page.keyboard.press("m");
  await page.getByRole("menuitem", { name: /Always allowed in this session/ }).click();
  const rules = page.getByRole("dialog", { name: "Always allowed in this session" });
  await expect(rules.getByRole("listitem")).toHaveCount(1);
  expect(await violations(page)).toEqual([]);
  await rules.getByRole("button", { name: /^Withdraw/ }).click();
  await expect(rules.getByText(/Nothing is always allowed here/)).toBeVisible();
  await page.keyboard.press("Escape");
  await send("[[bash touch one.txt]]");
  await expect(card).toContainText("touch one.txt");
  await expect(card.getByRole("button", { name: "Allow once" })).not.toHaveAttribute("data-held");
  await card.getByRole("button", { name: "Reject", exact: true }).click();
  await expect(said(page, "tool was refused")).toBeVisible();
  await outOfFields(page);
  await page.keyboard.press("m");
  await page.getByRole("menuitemradio", { name: /Accepts edits/ }).press("Enter");
  const mode = page.locator(".session-head").getByRole("button", { name: "Accepts edits" });
  await expect(mode).toHaveText("Accepts edits");
  await send(`[[tool Write ${JSON.stringify({ file_path: "made.txt", content: "x" })}]]`);
  await expect(said(page, "tool said").last()).toBeVisible();
  await expect(page.getByRole("log").getByText("made.txt").first()).toBeVisible();
  await expect(page.getByText("Edit this file?")).toHaveCount(0);
});

/** Letters act where nothing is written. */
async function outOfFields(page: Page): Promise<void> {
  await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
}
