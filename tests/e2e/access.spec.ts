import { violations } from "./axe.ts";
import { expect, said, startSession, test } from "./yard.ts";

for (const colorScheme of ["dark", "light"] as const) {
  test(`every screen holds WCAG 2.2 AA in ${colorScheme}`, async ({ open }) => {
    const page = await open();
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    expect(await violations(page)).toEqual([]);
    await page.getByRole("button", { name: "New session" }).first().click();
    await expect(page.getByRole("radio", { name: /Claude Code/ })).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await startSession(page, "[[markdown]] [[bash touch x.txt]]");
    await expect(page.getByRole("button", { name: "Allow once" })).toBeEnabled();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press("ControlOrMeta+k");
    await expect(page.getByRole("option", { name: "Stop session" })).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "More actions" }).click();
    await expect(page.getByRole("menuitem", { name: "Rename" })).toBeFocused();
    expect(await violations(page)).toEqual([]);
    await page.getByRole("menuitem", { name: "Find in this session" }).press("Enter");
    await page.getByRole("searchbox", { name: "Find in this session" }).fill("markdown");
    await expect(page.locator("[data-hit]")).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.goto(new URL("/search?q=markdown", page.url()).href);
    await expect(page.locator("mark").first()).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.goto(new URL("/settings", page.url()).href);
    await expect(page.getByRole("heading", { name: "Settings" })).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.goto(new URL("/processes", page.url()).href);
    await page
      .getByRole("button", { name: /^Show what/ })
      .first()
      .click();
    await expect(page.getByRole("list", { name: /^Processes of/ })).toBeVisible();
    expect(await violations(page)).toEqual([]);
  });
}

test("a session is started, answered, left for the palette and stopped with the keyboard alone", async ({
  open,
}) => {
  const page = await open();
  await page.keyboard.press("c");
  const dialog = page.getByRole("dialog", { name: "New session" });
  await dialog.getByRole("textbox", { name: "First message" }).focus();
  await page.keyboard.type("[[bash touch keyed.txt]] [[say keyed]]");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(page.getByRole("button", { name: "Allow once" })).toBeEnabled();
  await expect(page.getByRole("textbox", { name: "Message" })).toBeFocused();
  await page.getByRole("button", { name: "Allow once" }).focus();
  await page.keyboard.press("a");
  await expect(said(page, "keyed")).toBeVisible();
  await page.getByRole("textbox", { name: "Message" }).fill("kept");
  await page.keyboard.press("ControlOrMeta+k");
  await page.keyboard.type("proc");
  await expect(page.getByRole("option", { name: "Processes", selected: true })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("textbox", { name: "Message" })).toBeFocused();
  await page.keyboard.press("ControlOrMeta+k");
  await page.keyboard.type("stop");
  await expect(page.getByRole("option", { name: "Stop session", selected: true })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("navigation", { name: "Sessions" }).getByText("Stopped").first()).toBeVisible();
});

test("nothing scrolls sideways at 390 and at 320 pixels, and the list and the session are screens of their own", async ({
  open,
}) => {
  const page = await open();
  await startSession(page, "[[markdown]]");
  await expect(page.getByRole("log").getByRole("table")).toBeVisible();
  // Beside the conversation they are where there is room; on a phone they would lie over it.
  await page.getByRole("button", { name: "Hide session details" }).click();
  for (const width of [390, 320]) {
    await page.setViewportSize({ width, height: 844 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    await expect(page.getByRole("textbox", { name: "Message" })).toBeVisible();
    // It looks 36 px high: a thumb that is a little above it hits it all the same.
    const isHit = await page.getByRole("button", { name: "Send" }).evaluate((send) => {
      const { left, top, width } = send.getBoundingClientRect();
      return send.contains(document.elementFromPoint(left + width / 2, top - 2));
    });
    expect(isHit).toBe(true);
  }
  await page
    .getByRole("link", { name: /Back|Sessions/ })
    .first()
    .click();
  await expect(page.getByRole("navigation", { name: "Sessions" }).getByRole("link")).toBeVisible();
});
