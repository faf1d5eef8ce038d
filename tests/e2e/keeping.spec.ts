import { readFile } from "node:fs/promises";
import type { Locator, Page } from "@playwright/test";
import { AgentChunk } from "@switchyard/core/protocol";
import { expect, said, startSession, test } from "./yard.ts";

const DEMO = "Demo, no model";

test("a session is renamed, exported, put away and taken out again, and found by a word that was said in it", async ({
  open,
}) => {
  const page = await open();
  await startSession(page, "[[say Something else.]]", DEMO);
  await expect(said(page, "Something else.")).toBeVisible();
  await startSession(page, "[[say The walrus sang.]]", DEMO);
  await expect(said(page, "The walrus sang.")).toBeVisible();

  await page.keyboard.press("F2");
  const title = page.getByRole("textbox", { name: "Title of the session" });
  await title.fill("Songs of the sea");
  await title.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Songs of the sea" })).toBeVisible();
  await expect(row(page, "Songs of the sea")).toBeVisible();

  const jsonl = await download(page, "Export as JSONL");
  expect(jsonl.name).toMatch(/\.jsonl$/);
  const [head, ...chunks] = jsonl.text
    .trimEnd()
    .split("\n")
    .map((line): unknown => JSON.parse(line));
  expect(head).toMatchObject({ session: { title: "Songs of the sea" } });
  expect(chunks.map((chunk) => AgentChunk.parse(chunk).type)).toContain("turn_ended");
  expect((await download(page, "Export as Markdown")).text).toContain("The walrus sang.");

  await choose(page, "Archive");
  await expect(row(page, "Songs of the sea")).toHaveCount(0);
  await page.getByRole("button", { name: "Archived 1" }).click();
  await row(page, "Songs of the sea").click({ button: "right" });
  await page.getByRole("menuitem", { name: "Take out of the archive" }).click();
  await expect(page.getByRole("button", { name: /^Archived/ })).toHaveCount(0);
  await expect(row(page, "Songs of the sea")).toBeVisible();

  await page.keyboard.press("Control+Shift+f");
  await page.getByRole("searchbox", { name: "Search in what was said" }).fill("walr");
  const hits = page.getByRole("region", { name: "Songs of the sea" });
  await expect(hits.locator("mark").first()).toHaveText(/walr/i);
  await expect(page.getByRole("region")).toHaveCount(1);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/sessions\/[0-9a-f-]{36}/);
  await expect(said(page, "The walrus sang.")).toBeInViewport();
});

test("a deleted session comes back by Z; one that is not taken back is gone for good, in another tab too", async ({
  open,
  yard,
  context,
}) => {
  const page = await open();
  await startSession(page, "[[say Keep me.]]", DEMO);
  await expect(said(page, "Keep me.")).toBeVisible();
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(said(other, "Keep me.")).toBeVisible();

  await choose(page, "Delete");
  await expect(row(page, "Keep me")).toHaveCount(0);
  await page.keyboard.press("z");
  await expect(said(page, "Keep me.")).toBeVisible();
  await expect(said(other, "Keep me.")).toBeVisible();

  await choose(page, "Delete");
  await expect(row(page, "Keep me")).toHaveCount(0);
  await expect(other.getByRole("heading", { name: "This session was deleted" })).toBeVisible();
  expect((await yard.client.call("listSessions", {})).sessions).toEqual([]);
});

test("a message that waits is changed in its place, and goes as it was changed", async ({ open }) => {
  const page = await open();
  await startSession(page, "[[say first]] [[ask Go on]]", DEMO);
  await expect(page.getByRole("button", { name: "Allow once" })).toBeVisible();
  const message = page.getByRole("textbox", { name: "Message", exact: true });
  await message.fill("[[say second]]");
  await message.press("Enter");
  await page.getByRole("button", { name: "Edit" }).click();
  const editor = page.getByRole("textbox", { name: "Queued message" });
  await editor.fill("[[say third]]");
  await editor.press("Enter");
  await expect(page.getByRole("list", { name: "Queued messages" })).toContainText("[[say third]]");
  await page.getByRole("button", { name: "Allow once" }).click();
  await expect(said(page, "third")).toBeVisible();
  await expect(page.getByRole("log")).not.toContainText("second");
});

function row(page: Page, title: string): Locator {
  return page.getByRole("navigation", { name: "Sessions" }).getByRole("link", { name: title });
}

async function choose(page: Page, action: string): Promise<void> {
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: action, exact: false }).click();
}

async function download(page: Page, action: string): Promise<{ name: string; text: string }> {
  const [file] = await Promise.all([page.waitForEvent("download"), choose(page, action)]);
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), "utf8") };
}
