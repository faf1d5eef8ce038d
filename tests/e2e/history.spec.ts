import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test as base, type Page } from "@playwright/test";
import type { SessionId } from "@switchyard/core/protocol";
import { makeHistory } from "../history/make-history.ts";
import { startYard, type Yard } from "../integration/yard.ts";

const CHUNKS = 100_000;
/** Rows around the view and no more: what is in the page for any length. */
const MOST_ELEMENTS = 4_000;

/** A bridge with one session of 100,000 chunks, made once for all. */
const test = base.extend<object, { long: { yard: Yard; sessionId: SessionId } }>({
  long: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads a fixture's needs from this pattern
    async ({}, use) => {
      const home = await mkdtemp(join(tmpdir(), "switchyard-history-"));
      try {
        const [sessionId] = await makeHistory(join(home, "switchyard"), {
          sessions: 1,
          chunksPerSession: CHUNKS,
          cwd: home,
        });
        if (sessionId === undefined) throw new Error("no session was made");
        await using yard = await startYard({ home });
        await use({ yard, sessionId });
      } finally {
        await rm(home, { recursive: true, force: true, maxRetries: 5 });
      }
    },
    { scope: "worker", timeout: 60_000 },
  ],
});

async function open(page: Page, { yard, sessionId }: { yard: Yard; sessionId: SessionId }, at?: number) {
  const { port, token } = yard.bridge;
  const query = at === undefined ? "" : `?at=${at}`;
  await page.goto(`http://127.0.0.1:${port}/sessions/${sessionId}${query}#token=${token}`);
  const log = page.getByRole("log");
  await expect(log.locator(".row").first()).toBeVisible();
  return log;
}

const elements = (page: Page) => page.evaluate(() => document.querySelectorAll("*").length);
const fromEnd = (page: Page) =>
  page.getByRole("log").evaluate((log) => log.scrollHeight - log.clientHeight - log.scrollTop);

test("a session of 100,000 chunks shows its end, its beginning by Home, and its end again", async ({
  page,
  long,
}) => {
  const log = await open(page, long);
  const { chunks } = await long.yard.client.call("getSessionHistory", {
    sessionId: long.sessionId,
    limit: 1,
  });
  const last = chunks.at(-1)?.turn ?? 0;
  await expect(log.getByRole("region", { name: `Turn ${last}`, exact: true })).toBeVisible();
  await expect.poll(() => fromEnd(page)).toBeLessThan(2);
  expect(await elements(page)).toBeLessThan(MOST_ELEMENTS);

  await log.focus();
  await page.keyboard.press("Home");
  await expect(log.getByText(/question 1\b/)).toBeInViewport();
  expect(await elements(page)).toBeLessThan(MOST_ELEMENTS);
  await page.keyboard.press("End");
  await expect(log.getByRole("region", { name: `Turn ${last}`, exact: true })).toBeVisible();
  await expect.poll(() => fromEnd(page)).toBeLessThan(2);
});

test("scrolling up reads on and keeps what was seen where it was", async ({ page, long }) => {
  const log = await open(page, long);
  await expect.poll(() => fromEnd(page)).toBeLessThan(2);
  await log.hover();
  const seen = new Set<string>();
  for (let step = 0; step < 40 && seen.size < 15; step += 1) {
    await page.mouse.wheel(0, -1_200);
    await settled(page);
    for (const turn of await log.getByRole("region").evaluateAll(labels)) seen.add(turn);
    const before = await firstRow(page);
    // Two frames: what was asked for above has had its time to push.
    await page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
    const after = await topOf(page, before.id);
    expect(Math.abs((after ?? Infinity) - before.top)).toBeLessThan(2);
  }
  expect(seen.size).toBeGreaterThanOrEqual(15);
  const turns = [...seen].map((label) => Number(label.replace("Turn ", ""))).toSorted((a, b) => a - b);
  expect(turns).toEqual(turns.map((_, at) => (turns[0] ?? 0) + at));
  expect(await elements(page)).toBeLessThan(MOST_ELEMENTS);
});

test("a link to a chunk shows it, marked and in focus, also in the session that is open", async ({
  page,
  long,
}) => {
  const { chunks } = await long.yard.client.call("getSessionHistory", {
    sessionId: long.sessionId,
    afterSeq: 41_000,
    limit: 200,
  });
  const hit = chunks.find((chunk) => chunk.type === "user_message");
  if (hit === undefined) throw new Error("no message of the user");
  const log = await open(page, long, hit.seq);
  const row = log.locator("[data-hit]");
  await expect(row).toContainText(hit.content.slice(0, 40));
  await expect(row).toBeInViewport();
  await expect(row).toBeFocused();
  await expect(log.locator("[data-hit]")).toHaveCount(0);
  await expect(log.getByRole("region", { name: `Turn ${hit.turn}`, exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Jump to the end" }).click();
  await expect.poll(() => fromEnd(page)).toBeLessThan(2);
});

test("Ctrl+F finds words far above the rows in the page, and Esc gives the message its keys back", async ({
  page,
  long,
}) => {
  const log = await open(page, long);
  await page.getByRole("textbox", { name: "Message" }).focus();
  await page.keyboard.press("Control+f");
  const bar = page.getByRole("search", { name: "Find in this session" });
  await expect(bar.getByRole("searchbox")).toBeFocused();
  await page.keyboard.type("turn700");
  await expect(bar.getByText("1 of 1")).toBeVisible({ timeout: 30_000 });
  await expect(log.locator("[data-hit]")).toContainText("question 700:");
  await expect(log.locator("[data-hit]")).toBeInViewport();
  // Painted by the browser, over the word alone.
  await expect.poll(() => page.evaluate(() => CSS.highlights.get("find-here")?.size)).toBe(1);
  expect(await elements(page)).toBeLessThan(MOST_ELEMENTS);
  await page.keyboard.press("Escape");
  await expect(bar).toHaveCount(0);
  await expect(page.getByRole("textbox", { name: "Message" })).toBeFocused();
});

test("coming back to a session shows what was read, and the end where that was read", async ({
  page,
  long,
}) => {
  const log = await open(page, long);
  const other = await long.yard.start({ cliBackend: "demo" });
  await log.hover();
  await page.mouse.wheel(0, -4_000);
  await expect(page.getByRole("button", { name: "Jump to the end" })).toBeVisible();
  await settled(page);
  const before = await log.locator(".row").evaluateAll(inView);
  const list = page.getByRole("navigation", { name: "Sessions" });
  await list.locator(`a[href*="${other}"]`).first().click();
  await expect(page.getByText("Nothing said yet")).toBeVisible();
  await list.locator(`a[href*="${long.sessionId}"]`).first().click();
  await expect.poll(() => log.locator(".row").evaluateAll(inView)).toEqual(before);
});

test("a message written offline is there after a reload, and is sent once", async ({
  page,
  long,
  context,
}) => {
  const id = await long.yard.start({ cliBackend: "demo" });
  const log = page.getByRole("log");
  await open(page, long);
  await page.getByRole("navigation", { name: "Sessions" }).locator(`a[href*="${id}"]`).first().click();
  await expect(page.getByText("Nothing said yet")).toBeVisible();
  // The bridge is not heard, and what is sent to it is lost, as in a tunnel.
  await page.evaluate(() => {
    WebSocket.prototype.send = () => undefined;
  });
  await page.getByRole("textbox", { name: "Message" }).fill("[[say It came.]]");
  await page.keyboard.press("Enter");
  await expect(log.getByText("[[say It came.]]")).toBeVisible();
  const second = await context.newPage();
  await Promise.all([page.reload(), second.goto(page.url())]);
  for (const tab of [page, second]) {
    await expect(tab.getByRole("log").locator(".said", { hasText: "It came." })).toHaveCount(1);
    await expect(tab.getByRole("log").getByText("[[say It came.]]")).toHaveCount(1);
    await expect(tab.getByText("Not sent")).toHaveCount(0);
  }
});

function labels(sections: Element[]): string[] {
  return sections
    .map((section) => section.getAttribute("aria-label") ?? "")
    .filter((label) => label.startsWith("Turn"));
}

/** The first row in view, which gets a mark to be found again by. */
function firstRow(page: Page): Promise<{ id: string; top: number }> {
  return page.getByRole("log").evaluate((log) => {
    const edge = log.getBoundingClientRect().top;
    const row = [...log.querySelectorAll<HTMLElement>(".row")].find(
      (each) => each.getBoundingClientRect().bottom > edge,
    );
    const id = String(performance.now());
    if (row) row.dataset["seen"] = id;
    return { id, top: (row?.getBoundingClientRect().top ?? 0) - edge };
  });
}

function topOf(page: Page, id: string): Promise<number | null> {
  return page.getByRole("log").evaluate((log, seen) => {
    const row = log.querySelector(`[data-seen="${seen}"]`);
    return row && row.getBoundingClientRect().top - log.getBoundingClientRect().top;
  }, id);
}

/** Where the view comes to rest: a wheel's scrolling goes on for some frames. */
function settled(page: Page): Promise<number> {
  return page.getByRole("log").evaluate(async (log) => {
    let [top, still] = [log.scrollTop, 0];
    while (still < 10) {
      await new Promise((done) => requestAnimationFrame(done));
      still = log.scrollTop === top ? still + 1 : 0;
      top = log.scrollTop;
    }
    return top;
  });
}

/** The texts of the rows in view. */
function inView(rows: Element[]): string[] {
  return rows
    .filter((row) => {
      const log = row.closest('[role="log"]')?.getBoundingClientRect();
      const { top, bottom } = row.getBoundingClientRect();
      return log !== undefined && bottom > log.top && top < log.bottom;
    })
    .map((row) => row.textContent ?? "");
}
