import { processesOf } from "../integration/yard.ts";
import { expect, said, startSession, test } from "./yard.ts";

test("a new user starts a session, watches the answer stream in, and goes on talking", async ({
  open,
  yard,
}) => {
  const page = await open();
  await startSession(page, "[[say Hello from the model.]] [[hang]] [[say And the rest.]]");
  await expect(said(page, "Hello from the model.")).toBeVisible();
  await expect(said(page, "And the rest.")).toBeHidden();
  await expect(page.getByRole("button", { name: "Interrupt" })).toBeVisible();
  yard.api.release();
  await expect(said(page, "And the rest.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Interrupt" })).toBeHidden();

  const message = page.getByRole("textbox", { name: "Message" });
  await expect(message).toBeFocused();
  await message.fill("[[remember]]");
  await page.getByRole("button", { name: "Send" }).click();
  await expect(said(page, "Hello from the model.")).toBeVisible();
  await expect(message).toHaveValue("");
  await expect(page.getByRole("log").getByText("[[remember]]", { exact: true })).toBeVisible();
});

test("a second tab shows the same, live, and an answer in one is seen in the other", async ({
  open,
  yard,
  context,
}) => {
  const page = await open();
  await startSession(page, "[[bash touch made.txt]] [[say finished]]");
  await expect(page.getByRole("button", { name: "Allow once" })).toBeVisible();
  const second = await context.newPage();
  await second.goto(page.url());
  await expect(second.getByRole("log")).toContainText("touch made.txt");
  await expect(second.getByRole("button", { name: "Allow once" })).toBeEnabled();
  await second.getByRole("button", { name: "Allow once" }).click();
  await expect(page.getByRole("button", { name: "Allow once" })).toBeHidden();
  for (const tab of [page, second]) await expect(said(tab, "finished")).toBeVisible();
  expect(yard.api.holding).toBe(0);
});

test("interrupt ends the turn and the next message goes on", async ({ open, yard }) => {
  const page = await open();
  await startSession(page, "[[say started]] [[hang]]");
  await expect(said(page, "started")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("log")).toContainText("Interrupted");
  await page.getByRole("textbox", { name: "Message" }).fill("[[say going on]]");
  await page.keyboard.press("Enter");
  await expect(said(page, "going on")).toBeVisible();
  expect(yard.api.requests.length).toBeGreaterThan(1);
});

test("a command is shown exactly, runs when allowed, and does not when rejected", async ({ open }) => {
  const page = await open();
  await startSession(page, "[[bash touch allowed.txt]]");
  const card = page.getByRole("region", { name: /Run this command/ });
  await expect(card).toContainText("touch allowed.txt");
  await expect(page).toHaveTitle(/^\(1\)/);
  await card.getByRole("button", { name: "Allow once" }).click();
  await expect(card).toBeHidden();
  await expect(said(page, "tool said")).toBeVisible();
  await page.getByRole("textbox", { name: "Message" }).fill("[[bash touch refused.txt]]");
  await page.keyboard.press("Enter");
  await expect(card).toContainText("touch refused.txt");
  await page.getByRole("button", { name: "Reject" }).click();
  await expect(card).toBeHidden();
  await expect(said(page, "tool was refused")).toBeVisible();
  await expect(page).not.toHaveTitle(/^\(1\)/);
});

test("a Claude that dies in mid-turn leaves a clear state in that session alone, and the next message goes on", async ({
  open,
  yard,
}) => {
  const page = await open();
  await startSession(page, "[[say alive]] [[hang]]");
  await expect(said(page, "alive")).toBeVisible();
  for (const pid of await processesOf(yard.bridge.home)) process.kill(pid, "SIGKILL");
  await expect(page.getByRole("log")).toContainText("Claude Code was ended by SIGKILL");
  void yard.api.untilHolding(1).then(() => yard.api.release());
  await page.getByRole("textbox", { name: "Message" }).fill("are you back? [[say back again]]");
  await page.keyboard.press("Enter");
  await expect(said(page, "back again")).toBeVisible();
});

test("stop ends everything, its history stays readable, and it can be resumed", async ({ open, yard }) => {
  const page = await open();
  await startSession(page, "[[background touch started && sleep 60]] [[say in the background]]");
  await page.getByRole("button", { name: "Allow once" }).click();
  await expect(said(page, "in the background")).toBeVisible();
  await expect(page.getByRole("button", { name: "Interrupt" })).toBeHidden();
  await page.getByRole("button", { name: "Stop session" }).click();
  await expect(page.getByRole("button", { name: "Resume" })).toBeVisible();
  expect(await processesOf(yard.bridge.home)).toEqual([]);
  await expect(said(page, "in the background")).toBeVisible();
  await page.getByRole("button", { name: "Resume" }).click();
  await expect(page.getByRole("button", { name: "Send" })).toBeVisible();
  await page.getByRole("textbox", { name: "Message" }).fill("[[say resumed]]");
  await page.keyboard.press("Enter");
  await expect(said(page, "resumed")).toBeVisible();
});

test("a message in mid-turn is queued, shown as waiting, and goes when the turn has ended", async ({
  open,
  yard,
}) => {
  const page = await open();
  await startSession(page, "[[say first]] [[hang]]");
  await expect(said(page, "first")).toBeVisible();
  await page.getByRole("textbox", { name: "Message" }).fill("[[say second]]");
  await page.keyboard.press("Enter");
  await expect(page.getByText("[[say second]]")).toBeVisible();
  await page.getByRole("textbox", { name: "Message" }).fill("[[say third]]");
  await page.getByRole("button", { name: "Send" }).click();
  await expect(page.getByText("[[say third]]")).toBeVisible();
  await expect(page.getByRole("log").getByText("[[say second]]")).toHaveCount(0);
  yard.api.release();
  await expect(page.getByRole("log").getByText("second", { exact: true })).toBeVisible();
  await expect(page.getByRole("log").getByText("third", { exact: true })).toBeVisible();
});

test("Markdown is rendered, code is highlighted, and nothing an agent writes can act on the page", async ({
  open,
}) => {
  const page = await open();
  const requests: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  await startSession(page, "[[markdown]]");
  const log = page.getByRole("log");
  await expect(log.getByRole("table")).toBeVisible();
  await expect(log.locator("pre code span[class]").first()).toBeVisible();
  expect(await log.locator("script, iframe, [onerror], .said [style], svg[onload]").count()).toBe(0);
  expect(
    requests.filter((url) => !url.startsWith(new URL(page.url()).origin) && !url.startsWith("blob:")),
  ).toEqual([]);
});

test("the page comes back by itself after the bridge was away, with nothing lost", async ({ open, yard }) => {
  const page = await open();
  await startSession(page, "[[say before]] [[hang]] [[say after]]");
  await expect(said(page, "before")).toBeVisible();
  await page.context().setOffline(true);
  await page.evaluate(() => window.dispatchEvent(new Event("offline")));
  yard.api.release();
  await page.context().setOffline(false);
  await expect(said(page, "after")).toBeVisible();
  expect((await said(page, "after").innerText()).match(/before/g)).toHaveLength(1);
});
