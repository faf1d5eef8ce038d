import type { Page } from "@playwright/test";
import { expect, said, startSession, test } from "./yard.ts";

const backends = { claude: "Claude Code", gemini: "Gemini CLI", demo: "Demo, no model" };

test("claude, gemini and the demo stream side by side, one is allowed something meanwhile, and each goes on", async ({
  open,
  yard,
}) => {
  // Three programs start beside each other, one of them slow to.
  test.setTimeout(120_000);
  const page = await open();
  await startSession(page, "[[say I am demo.]] [[slow 100000 every 20ms]]", backends.demo);
  await expect(said(page, "I am demo.")).toBeVisible();
  await startSession(page, "[[say I am claude.]] [[hang]] [[say claude is done.]]", backends.claude);
  await expect(said(page, "I am claude.")).toBeVisible();
  await startSession(
    page,
    "[[say I am gemini.]] [[bash touch made.txt]] [[hang]] [[say gemini is done.]]",
    backends.gemini,
  );
  const card = page.getByRole("region", { name: /Run this command/ });
  await expect(card).toContainText("touch made.txt", { timeout: 45_000 });

  await goTo(page, "I am demo");
  const before = await said(page, "I am demo.").innerText();
  await expect
    .poll(async () => (await said(page, "I am demo.").innerText()).length)
    .toBeGreaterThan(before.length);
  await expect(page.getByRole("button", { name: "Allow once" })).toBeHidden();
  await goTo(page, "I am gemini");
  await card.getByRole("button", { name: "Allow once" }).click();
  await expect(card).toBeHidden();
  await expect(said(page, "tool said")).toBeVisible();

  await yard.api.untilHolding(2);
  yard.api.release();
  await expect(said(page, "gemini is done.")).toBeVisible();
  await goTo(page, "I am claude");
  await expect(said(page, "claude is done.")).toBeVisible();
  await goTo(page, "I am demo");
  await page.getByRole("button", { name: "Interrupt" }).click();
  await expect(page.getByRole("log")).toContainText("Interrupted");

  for (const [name, backend] of Object.entries(backends)) {
    await goTo(page, `I am ${name}`);
    await expect(page.getByRole("main")).toContainText(backend);
    await page.getByRole("textbox", { name: "Message" }).fill(`[[say ${name} goes on.]]`);
    await page.keyboard.press("Enter");
    await expect(said(page, `${name} goes on.`)).toBeVisible();
    for (const other of Object.keys(backends).filter((each) => each !== name)) {
      await expect(said(page, `I am ${other}`)).toHaveCount(0);
    }
  }
});

test("the demo is one click away, says everywhere that there is no model, and begins its tour", async ({
  open,
}) => {
  const page = await open();
  await page.getByRole("button", { name: "Start the demo" }).click();
  await page.waitForURL(/\/sessions\/[0-9a-f-]{36}$/);
  await expect(page).toHaveTitle(/Demo, no model/);
  await expect(
    page.getByRole("main").getByText("Demo, no model").filter({ visible: true }).first(),
  ).toBeVisible();
  await expect(
    page.getByRole("navigation", { name: "Sessions" }).getByRole("link", { name: /Demo, no model/ }),
  ).toBeVisible();
  await expect(page.locator(".said").first()).toBeVisible();
});

async function goTo(page: Page, title: string): Promise<void> {
  await page
    .getByRole("navigation", { name: "Sessions" })
    .getByRole("link", { name: new RegExp(title) })
    .click();
}
