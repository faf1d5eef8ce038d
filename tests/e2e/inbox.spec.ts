import type { Locator, Page } from "@playwright/test";
import type { SessionId } from "@switchyard/core/protocol";
import type { Yard } from "../integration/yard.ts";
import { violations } from "./axe.ts";
import { expect, test } from "./yard.ts";

const demo = (yard: Yard, message: string): Promise<SessionId> =>
  yard.start({ cliBackend: "demo", prompt: message });

test("twenty requests of six sessions: several in one go, one by one, from another tab, by keyboard alone, on a phone", async ({
  yard,
  open,
}) => {
  test.setTimeout(120_000);
  const commands = await Promise.all(
    ["a", "b", "c", "d"].map((word) => demo(yard, `[[say I try ${word}.]] [[run echo ./${word}.txt]]`)),
  );
  const many = await demo(yard, "[[permissions 15]]");
  const asking = await demo(yard, "[[say Two keys would work.]] [[form Which key? | Tenant | Token only]]");
  const done = await demo(yard, "[[say All **done** here.]]");
  await yard.ended(done, 1);
  await waitForRequests(yard, 20);
  const page = await open("/inbox");
  const list = page.getByRole("region", { name: "Inbox" });
  const detail = page.getByRole("region", { name: "Selected item" });

  await test.step("all are listed, counted in title, rail and signal, and both themes are without violations", async () => {
    await expect(page).toHaveTitle("(20) Inbox · Switchyard");
    await expect(page.getByRole("button", { name: "20 need you" })).toBeVisible();
    await expect(page.locator('link[rel="icon"]')).toHaveAttribute("href", "/favicon-needs.svg");
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await violations(page)).toEqual([]);
    }
  });

  await test.step("like requests of four sessions are allowed in one go, each for itself", async () => {
    const box = list.getByRole("group", { name: /4 like requests/ });
    await expect(box.getByRole("checkbox", { checked: true })).toHaveCount(4);
    await box.getByRole("button", { name: "Allow all 4 once" }).click();
    for (const command of commands) {
      const chunk = await yard.chunk(command, "permission_resolved");
      expect(chunk).toMatchObject({ decision: "allow_once", by: "user" });
      await yard.ended(command, 1);
    }
    // Nothing moves while the pointer is in the list: the rows say how they were dealt with.
    await expect(box.getByText("Allowed once")).toHaveCount(4);
    await detail.hover();
    await expect(box).toHaveCount(0);
    await expect(page).toHaveTitle("(16) Inbox · Switchyard");
  });

  await test.step("a question is answered by keyboard alone, and the next thing is chosen", async () => {
    await chooseRow(page, list.getByRole("link", { name: /Which key/ }));
    await expect(detail.locator(".md", { hasText: "Two keys would work." })).toBeVisible();
    await expect(detail.getByRole("radio", { name: /Tenant/ })).toBeVisible();
    await armed(page);
    await page.keyboard.press("2");
    await page.keyboard.press("Control+Enter");
    const answered = await yard.chunk(asking, "question_resolved");
    expect(answered).toMatchObject({ outcome: "answered", by: "user" });
    expect(answered.content).toContain("Token only");
    await expect(detail.getByRole("button", { name: /Allow once/ })).toBeVisible();
    await expect(list.locator(":focus")).toHaveAttribute("aria-current", "page");
  });

  await test.step("what is answered from another tab says how, in place of the buttons", async () => {
    const requestId = new URL(page.url()).pathname.split("/").at(-1) ?? "";
    const { requests } = await yard.client.call("listRequests", {});
    const chosen = requests.find((request) => request.requestId === requestId);
    if (chosen === undefined) throw new Error(`${requestId} does not wait`);
    await yard.client.call("approveSuggestion", {
      sessionId: chosen.sessionId,
      requestId: chosen.requestId,
      decision: "reject_once",
    });
    await expect(detail.getByText(/^Rejected, .* in another tab$/)).toBeVisible();
    await detail.getByRole("button", { name: "Next" }).click();
    await expect(detail.getByRole("button", { name: /Allow once/ })).toBeVisible();
  });

  await test.step("A answers and goes on; R rejects; a snoozed one counts no more", async () => {
    await expect(page).toHaveTitle("(14) Inbox · Switchyard");
    await armed(page);
    await page.keyboard.press("a");
    await expect(page).toHaveTitle("(13) Inbox · Switchyard");
    await armed(page);
    await page.keyboard.press("r");
    await expect(page).toHaveTitle("(12) Inbox · Switchyard");
    await page.keyboard.press("h");
    await page.getByRole("menuitem", { name: "For 1 hour" }).click();
    await expect(page).toHaveTitle("(11) Inbox · Switchyard");
    await page.keyboard.press("z");
    await expect(page).toHaveTitle("(12) Inbox · Switchyard");
  });

  await test.step("what has finished is read with its last words, and marked as read", async () => {
    await chooseRow(page, list.getByRole("link", { name: /\bdone\b/ }));
    await expect(detail.locator(".md strong")).toHaveText("done");
    // What comes above the row in focus does not move it.
    const y = async () => (await list.locator(":focus").boundingBox())?.y;
    const before = await y();
    await demo(yard, "[[ask One more]]");
    await expect(page).toHaveTitle("(13) Inbox · Switchyard");
    expect(await y()).toBe(before);
    await page.keyboard.press("Shift+E");
    await expect(list.getByRole("region", { name: "Finished, unread" })).toHaveCount(0);
  });

  await test.step("on a phone the list and what is chosen are a screen each", async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole("link", { name: "Inbox" }).first().click();
    await expect(list).toBeVisible();
    await expect(detail).toBeHidden();
    expect(await violations(page)).toEqual([]);
    await list.getByRole("link").first().click();
    await expect(list).toBeHidden();
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await violations(page)).toEqual([]);
    }
    await armed(page);
    await detail.getByRole("button", { name: /Allow once/ }).click();
    await expect(page).toHaveTitle("(12) Inbox · Switchyard");
    await page.getByRole("link", { name: "Back to the inbox" }).click();
    await expect(list).toBeVisible();
  });

  const { requests } = await yard.client.call("listRequests", {});
  expect(requests.filter(({ sessionId }) => sessionId === many)).toHaveLength(11);
});

test("of two tabs one notifies, of what neither shows, without a word of the command, and takes it back", async ({
  yard,
  open,
  context,
}) => {
  await context.addInitScript(() => {
    const told: unknown[] = [];
    class Recorded extends EventTarget {
      static readonly permission = "granted";
      constructor(title: string, options: NotificationOptions) {
        super();
        told.push({ title, body: options.body });
      }
      close(): void {
        told.push("closed");
      }
    }
    Object.assign(window, { Notification: Recorded, told });
    const kinds = { approval: true, question: true, failure: true, finished: false };
    localStorage.setItem(
      "switchyard.notices",
      JSON.stringify({ isOn: true, kinds, hasSound: false, hasDetails: false }),
    );
  });
  const shown = await demo(yard, "[[say Watch me.]]");
  await yard.ended(shown, 1);
  const page = await open(`/sessions/${shown}`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(other.getByRole("heading", { level: 1 })).toBeVisible();
  const told = async () =>
    (await Promise.all([page, other].map((tab) => tab.evaluate<unknown[]>("window.told")))).flat();

  await yard.client.call("sendAgentMessage", { sessionId: shown, message: "[[ask Look at this]]" });
  const secret = await demo(yard, "[[run echo secret-word]]");
  await expect.poll(told).toEqual([{ title: expect.any(String), body: "Asks to run a command" }]);
  const request = await yard.chunk(secret, "permission_request");
  await yard.client.call("approveSuggestion", {
    sessionId: secret,
    requestId: request.requestId,
    decision: "reject_once",
  });
  await expect.poll(async () => (await told()).at(-1)).toBe("closed");
});

async function waitForRequests(yard: Yard, count: number): Promise<void> {
  await expect.poll(async () => (await yard.client.call("listRequests", {})).requests.length).toBe(count);
}

async function chooseRow(page: Page, row: Locator): Promise<void> {
  await row.click();
  await expect(row).toHaveAttribute("aria-current", "page");
  // By keyboard from here on: the pointer holds nothing.
  await page.mouse.move(1400, 880);
}

/** Until the buttons take an answer. */
async function armed(page: Page): Promise<void> {
  await expect(page.locator("[data-held]")).toHaveCount(0);
}
