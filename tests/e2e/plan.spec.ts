import type { Page } from "@playwright/test";
import { violations } from "./axe.ts";
import { bdOrder, choice, expect, type PlanYard, row, startInDialog, test } from "./plan-yard.ts";
import { said } from "./yard.ts";

test.afterEach(({ problems }) => expect(problems).toEqual([]));

test("an agent claims and closes a bead: row, ready count, what it blocked and the session follow, without a reload", async ({
  open,
  yard,
}) => {
  const page = await open(yard, "/plan/shop-1.1");
  await page.evaluate(() => document.body.classList.add("not-loaded-anew"));
  const bead = page.getByRole("article", { name: "Bead: Put a thing in" });
  await expect(choice(page, "Ready 5")).toBeVisible();
  await expect(choice(page, "Blocked 1")).toBeVisible();
  await expect(row(page, "Take it out again")).toContainText("Blocked");
  await expect(bead).toContainText("No session has worked on it.");

  const sessionId = await yard.startOn("shop-1.1", bdOrder("update", "shop-1.1", "--claim", "--json"));
  const mark = row(page, "Put a thing in").getByRole("link", { name: "Demo" });
  await expect(mark).toHaveAccessibleName(/Needs you/);
  await expect(choice(page, "With sessions 1")).toBeVisible();
  await yard.answer(sessionId, 1, "allow_once");
  await expect(choice(page, "Ready 4")).toBeVisible();
  await expect(bead).toContainText("In progress, claimed by");
  await yard.ended(sessionId, 1);
  await expect(mark).toHaveAccessibleName(/Finished/);

  await yard.client.call("sendAgentMessage", {
    sessionId,
    message: bdOrder("close", "shop-1.1", "-r", "done", "--json"),
  });
  await expect(mark).toHaveAccessibleName(/Needs you/);
  await yard.answer(sessionId, 2, "allow_once");
  await expect(row(page, "Put a thing in")).toHaveAttribute("data-closed", "");
  await expect(row(page, "Take it out again").getByRole("button", { name: /^Start/ })).toBeVisible();
  await expect(choice(page, "Ready 5")).toBeVisible();
  await expect(choice(page, "Blocked 0")).toBeVisible();
  await expect(bead).toContainText("Closed");
  await expect(row(page, "Put a thing in")).toContainText("Closed");
  await bead.getByRole("link", { name: /Finished/ }).click();
  await expect(page.getByText("The bead was closed: done")).toBeVisible();
  await expect(page.locator("body.not-loaded-anew")).toHaveCount(1);
  expect(await yard.shop.overlaps()).toBe(0);
});

test("ten sessions on ten beads of two projects: each by itself, and tree, list and counts follow to the last", async ({
  open,
  yard,
}) => {
  // Ten processes start, one after the other.
  test.slow();
  const page = await open(yard);
  // Two through the page, the others as many clients would.
  for (const title of ["Put a thing in", "Count the things"]) {
    await row(page, title)
      .getByRole("button", { name: /^Start/ })
      .click();
    await startInDialog(page, `[[say I am at ${title}.]] [[hang]]`);
    await expect(said(page, `I am at ${title}.`)).toBeVisible();
    await page.getByRole("link", { name: "Plan" }).click();
  }
  const others = [
    ...["shop-1.4", "shop-1.5", "shop-1.6"],
    ...["depot-1", "depot-2", "depot-3", "depot-4", "depot-5"],
  ];
  for (const id of others) await yard.startOn(id, `[[say I am at ${id}.]] [[hang]]`);

  const { sessions } = await yard.client.call("listSessions", {});
  expect(new Set(sessions.map(({ sessionId }) => sessionId)).size).toBe(10);
  expect(new Set(sessions.map(({ beadId }) => beadId)).size).toBe(10);
  for (const { sessionId, cliSessionId } of sessions) {
    expect(sessionId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(sessionId).not.toBe(cliSessionId);
  }
  await expect(choice(page, "With sessions 5")).toBeVisible();
  await expect(row(page, "Sell things")).toContainText("5 sessions");
  await expect(row(page, "Ship").getByRole("link", { name: "Demo" })).toHaveAccessibleName(/Running/);

  // Each is switched to and spoken with, and hears nothing of the others.
  await page.getByRole("link", { name: "Sessions" }).first().click();
  const list = page.getByRole("navigation", { name: "Sessions" });
  await expect(list.getByRole("link")).toHaveCount(10);
  for (const { title, beadId } of sessions) {
    await list.getByRole("link", { name: title }).click();
    await expect(said(page, /^I am at/)).toHaveText(new RegExp(`I am at (${title}|${beadId})\\.`));
    await page.getByRole("button", { name: "Interrupt" }).click();
    await expect(page.getByRole("log")).toContainText("Interrupted");
    await page.getByRole("textbox", { name: "Message", exact: true }).fill(`[[say More on ${beadId}.]]`);
    await page.keyboard.press("Enter");
    await expect(said(page, /^More on/)).toHaveText(`More on ${beadId}.`);
  }

  await endOneByOne(page, yard);
});

async function endOneByOne(page: Page, yard: PlanYard): Promise<void> {
  const list = page.getByRole("navigation", { name: "Sessions" });
  await list.getByRole("link", { name: "Put a thing in" }).click();
  await page.getByRole("button", { name: "Stop session" }).click();
  await expect(page.getByRole("button", { name: "Resume" })).toBeVisible();
  await expect(list.getByRole("link", { name: /Put a thing in.*Stopped/ })).toBeVisible();

  await page.getByRole("link", { name: "Plan" }).click();
  await expect(choice(page, "With sessions 4")).toBeVisible();
  await endThose(page, yard, yard.shopId);
  await expect(row(page, "Sell things")).not.toContainText("session");
  await page.getByRole("button", { name: "Project shop. Change it" }).click();
  await page.getByRole("menuitemradio", { name: /depot/ }).click();
  await expect(choice(page, "With sessions 5")).toBeVisible();
  await endThose(page, yard, yard.depotId);
  await page.getByRole("link", { name: "Sessions" }).first().click();
  await expect(list.getByRole("link", { name: /Stopped/ })).toHaveCount(10);
}

/** Ends what is left of a project's sessions, each of which the plan shows. */
async function endThose(page: Page, yard: PlanYard, projectId: string): Promise<void> {
  const { sessions } = await yard.client.call("listSessions", {});
  const left = sessions.filter((each) => each.projectId === projectId && each.status !== "stopped");
  for (const [at, { sessionId, title }] of left.entries()) {
    await yard.client.call("terminateSession", { sessionId });
    await expect(choice(page, `With sessions ${left.length - at - 1}`)).toBeVisible();
    await expect(row(page, title).getByRole("button", { name: /^Start/ })).toBeVisible();
  }
}

test("of five that are ready two run at once; the others wait in sight, and each that ends lets the next begin", async ({
  open,
  yard,
}) => {
  const page = await open(yard, `/plan?project=${yard.depotId}`);
  await page.getByRole("button", { name: "Start the ready ones" }).click();
  const dialog = page.getByRole("dialog", { name: "Start the ready ones" });
  await expect(dialog.getByRole("checkbox", { checked: true })).toHaveCount(5);
  await dialog.getByRole("radio", { name: "Demo, no model" }).check();
  await dialog.getByRole("textbox", { name: "First message" }).fill("[[say I am at {id}.]] [[ask Go on]]");
  await dialog.getByRole("spinbutton", { name: "At once" }).fill("2");
  await dialog.getByRole("button", { name: "Start 5 sessions" }).click();
  await expect(dialog).toBeHidden();

  const marked = (word: RegExp) =>
    page.getByRole("treegrid").getByRole("row").getByRole("link", { name: word });
  for (let ended = 0; ended < 5; ended += 1) {
    const waiting = Math.max(0, 3 - ended);
    // Until it is shown as finished, one that was answered just now counts as one that asks.
    await expect(marked(/Finished/)).toHaveCount(ended);
    await expect(marked(/Waiting, \d/)).toHaveCount(waiting);
    await expect(marked(/Needs you/)).toHaveCount(Math.min(2, 5 - ended));
    const line = page.getByRole("button", { name: / of 5 waits?,/ });
    if (waiting === 0) await expect(line).toHaveCount(0);
    else await expect(line).toContainText(`${waiting} of 5`);
    await answerOne(yard);
  }
  await expect(marked(/Finished/)).toHaveCount(5);
  for (const { sessions } of yard.client.received("session-list-changed")) {
    expect(sessions.filter(({ status }) => status === "running").length).toBeLessThanOrEqual(2);
  }
});

/** Allows what one of the sessions asks for; its turn then ends. */
async function answerOne(yard: PlanYard): Promise<void> {
  const { sessions } = await yard.client.call("listSessions", {});
  const asking = sessions.find(({ pendingApprovals }) => pendingApprovals > 0);
  if (asking === undefined) throw new Error("No session asks for anything.");
  await yard.client.call("subscribeSession", { sessionId: asking.sessionId, afterSeq: 0 });
  await yard.answer(asking.sessionId, 1, "allow_once");
  await yard.ended(asking.sessionId, 1);
  expect(yard.text(asking.sessionId, 1)).toContain(`I am at ${asking.beadId}.`);
}

test("the plan is walked, folded and filtered, a bead opened and a session started, with the keyboard alone", async ({
  open,
  yard,
}) => {
  const page = await open(yard, "/sessions");
  await page.keyboard.press("g");
  await page.keyboard.press("p");
  await expect(row(page, "Sell things")).toBeVisible();
  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox", { name: "Filter beads" })).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(row(page, "Sell things")).toBeFocused();
  await page.keyboard.press("ArrowLeft");
  await expect(row(page, "Count the things")).toHaveCount(0);
  await expect(row(page, "Sell things")).toHaveAttribute("aria-expanded", "false");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("End");
  await expect(row(page, "Ship")).toBeFocused();

  await page.keyboard.press("/");
  await page.keyboard.type("count");
  await expect(row(page, "Ship")).toHaveCount(0);
  await expect(row(page, "Sell things")).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await expect(row(page, "Count the things")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/plan\/shop-1\.3/);
  await expect(page.getByText("How many are in the basket?")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(row(page, "Count the things")).toBeFocused();

  await page.keyboard.press("s");
  const dialog = page.getByRole("dialog", { name: "New session" });
  await expect(dialog.getByRole("textbox", { name: "First message" })).toHaveValue(/shop-1\.3/);
  await dialog.getByRole("radio", { name: "Demo, no model" }).focus();
  await page.keyboard.press("Space");
  await dialog.getByRole("textbox", { name: "First message" }).focus();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("[[say Counted.]]");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(said(page, "Counted.")).toBeVisible();
  const { sessions } = await yard.client.call("listSessions", {});
  expect(sessions).toMatchObject([{ beadId: "shop-1.3", projectId: yard.shopId, title: "Count the things" }]);
});

test("whoever leaves the welcome before it is loaded is not held up by it", async ({ open, page, yard }) => {
  const welcome = await holdBack(page, /FirstRun-.*\.js$/);
  const plan = await holdBack(page, /PlanPlace-.*\.js$/);
  await open(yard, "/sessions");
  const { url } = await welcome.asked;
  await page.getByRole("link", { name: "Plan", exact: true }).click();
  await plan.asked;
  welcome.release();
  // Now it is there, and the plan is still on its way.
  await page.evaluate((file) => import(file), url);
  plan.release();
  await expect(row(page, "Sell things")).toBeVisible();
});

/** A file of the page that comes no earlier than it is released. */
async function holdBack(
  page: Page,
  file: RegExp,
): Promise<{ asked: Promise<{ url: string }>; release: () => void }> {
  const { promise, resolve } = Promise.withResolvers<void>();
  await page.route(file, async (route) => {
    await promise;
    await route.continue();
  });
  const asked = page.waitForRequest(file).then((request) => ({ url: request.url() }));
  return { asked, release: resolve };
}

test("with no bd at all the sample opens from the empty plan, read-only, to be filtered and looked into", async ({
  open,
  bareYard,
}) => {
  const page = await open(bareYard);
  await page.getByRole("button", { name: "Open the sample project" }).click();
  await expect(row(page, "Webhook delivery you can trust")).toBeVisible();
  await expect(page.getByText("Read-only, from issues.jsonl")).toBeVisible();
  await page.getByRole("searchbox", { name: "Filter beads" }).fill("429");
  await expect(row(page, "Answer 429 with Retry-After")).toBeVisible();
  await expect(row(page, "Fair rate limits")).toBeVisible();
  await expect(row(page, "Webhook delivery you can trust")).toHaveCount(0);
  await row(page, "Answer 429 with Retry-After").getByRole("link", { name: "Answer 429" }).click();
  const bead = page.getByRole("article", { name: "Bead: Answer 429 with Retry-After" });
  await expect(bead).toContainText("pa-18.3");
  await expect(bead.getByRole("heading", { name: "Acceptance criteria" })).toBeVisible();
});

for (const colorScheme of ["dark", "light"] as const) {
  test(`plan, bead page and start dialog hold WCAG 2.2 AA in ${colorScheme}`, async ({ open, yard }) => {
    await yard.startOn("shop-1.4", "[[say Here.]] [[ask Go on]]");
    const page = await open(yard);
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await expect(row(page, "Say the price").getByRole("link", { name: /Needs you/ })).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await row(page, "Count the things").getByRole("link", { name: "Count the things" }).click();
    await expect(page.getByText("How many are in the basket?")).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.getByRole("button", { name: "Start the ready ones" }).click();
    const dialog = page.getByRole("dialog", { name: "Start the ready ones" });
    await expect(dialog.getByRole("radio", { name: "Demo, no model" })).toBeVisible();
    expect(await violations(page)).toEqual([]);
  });
}
