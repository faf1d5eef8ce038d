import type { Page } from "@playwright/test";
import { violations } from "./axe.ts";
import { expect, said, test } from "./yard.ts";

const tile = (page: Page, title: string) =>
  page.getByRole("list", { name: "Tiles of sessions" }).getByRole("listitem").filter({ hasText: title });

async function looksRight(page: Page): Promise<void> {
  for (const colorScheme of ["dark", "light"] as const) {
    // Without motion a change of colours is done at once.
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    expect(await violations(page)).toEqual([]);
  }
}

test("the fleet shows what each session says, and what they ask is answered in their tiles", async ({
  open,
  yard,
}) => {
  const start = (title: string, prompt: string) => yard.start({ cliBackend: "demo", title, prompt });
  const working = await start("At work", "[[say I am at work.]] [[plan Look | Change]] [[hang]]");
  const asking = await start("Asks", "[[ask Tidy up]] [[say Tidied.]]");
  const form = await start("Has a question", "[[form Which key? | Tenant | API key]] [[say Understood.]]");
  await start("Falls over", "[[say One moment.]] [[exit 1]]");
  await yard.said(working, 1, "I am at work.");
  await yard.chunk(asking, "permission_request");
  await yard.chunk(form, "question_request");
  const page = await open("/fleet");

  await expect(tile(page, "At work")).toContainText("I am at work.");
  await expect(page.getByRole("radio", { name: /^Needs you 3$/ })).toBeVisible();
  await expect(tile(page, "Falls over").getByRole("button", { name: "Continue" })).toBeVisible();
  await looksRight(page);

  // By mouse: it goes on in its tile. The order stays as it is under the pointer.
  const places = await page.getByRole("listitem").allInnerTexts();
  await tile(page, "Asks").getByRole("button", { name: "Allow once" }).click();
  await expect(tile(page, "Asks")).toContainText("Tidied.");
  expect((await page.getByRole("listitem").allInnerTexts()).map(titleOf)).toEqual(places.map(titleOf));
  await page.mouse.move(0, 0);

  // By keyboard: N finds it, A opens the form, a number chooses.
  await page.keyboard.press("n");
  while (!(await tile(page, "Has a question").getByRole("link").evaluate(hasFocus)))
    await page.keyboard.press("n");
  await page.keyboard.press("a");
  const answer = page.getByRole("dialog", { name: "Answer: Has a question" });
  await expect(answer).toContainText("Which key?");
  expect(await violations(page)).toEqual([]);
  await expect(answer.getByRole("button", { name: "Answer", exact: true })).not.toHaveAttribute(
    "aria-disabled",
  );
  await page.keyboard.press("2");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(answer).toBeHidden();
  await expect(tile(page, "Has a question")).toContainText("Understood.");

  await page.setViewportSize({ width: 390, height: 844 });
  await expect(tile(page, "At work")).toContainText("I am at work.");
  await looksRight(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await tile(page, "At work").getByRole("link").focus();
  await page.keyboard.press("Enter");
  await expect(said(page, "I am at work.")).toBeVisible();
});

function titleOf(text: string): string {
  return text.trim().split("\n")[0] ?? "";
}

function hasFocus(element: Element): boolean {
  return element === document.activeElement;
}

test("two sessions stand side by side, each is talked to, the address keeps them, and one has a window of its own", async ({
  open,
  yard,
  context,
}) => {
  const left = await yard.start({ cliBackend: "demo", title: "On the left", prompt: "[[say Left here.]]" });
  await yard.start({ cliBackend: "demo", title: "On the right", prompt: "[[say Right here.]]" });
  await yard.ended(left, 1);
  const page = await open(`/sessions/${left}`);
  await expect(said(page, "Left here.")).toBeVisible();
  await page.keyboard.press("ControlOrMeta+\\");
  await page
    .getByRole("dialog", { name: "Open beside it" })
    .getByRole("button", { name: /On the right/ })
    .click();
  const pane = (title: string) => page.getByRole("region", { name: `Session: ${title}` });
  for (const [title, word] of [
    ["On the right", "rightly"],
    ["On the left", "leftly"],
  ] as const) {
    await pane(title).getByRole("textbox", { name: "Message" }).fill(`[[say Said ${word}.]]`);
    await page.keyboard.press("Enter");
    await expect(pane(title).getByRole("log")).toContainText(`Said ${word}.`);
  }
  await expect(pane("On the left").getByRole("log")).not.toContainText("Said rightly.");
  await page.reload();
  await expect(pane("On the right").getByRole("log")).toContainText("Said rightly.");
  await expect(pane("On the left").getByRole("log")).toContainText("Said leftly.");
  await looksRight(page);

  const opened = context.waitForEvent("page");
  await pane("On the right").getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Open in its own window" }).click();
  const own = await opened;
  await expect(own.getByRole("log")).toContainText("Said rightly.");
  await expect(own.getByRole("navigation")).toHaveCount(0);
  await expect(own).toHaveTitle(/^On the right/);
  await looksRight(own);

  await pane("On the right").getByRole("button", { name: "Take On the right out of the split" }).click();
  await expect(page).toHaveURL(new RegExp(`/sessions/${left}$`));
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(page.getByRole("button", { name: "Split the view" })).toBeHidden();
});
