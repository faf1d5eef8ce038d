import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Locator } from "@playwright/test";
import { violations } from "./axe.ts";
import { expect, said, startSession, test } from "./yard.ts";

const PNG =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

interface Given {
  readonly name: string;
  readonly type: string;
  readonly base64: string;
}

test("pictures, dropped files and long pastes go with a message, wait with it in the queue and over a reload", async ({
  open,
}) => {
  const page = await open();
  await startSession(page, "[[say working]] [[hang]]");
  await expect(said(page, "working")).toBeVisible();
  const field = page.getByRole("textbox", { name: "Message" });
  const attached = page.getByRole("list", { name: "Attachments" }).getByRole("listitem");
  await give(field, "paste", [{ name: "image.png", type: "image/png", base64: PNG }]);
  await expect(attached.filter({ hasText: "pasted-1.png" }).locator("img")).toBeVisible();
  await give(page.getByRole("log"), "dragover", [{ name: "notes.md", type: "", base64: btoa("# Notes") }]);
  await expect(page.getByText("Drop to attach")).toBeVisible();
  await give(page.getByRole("log"), "drop", [
    { name: "notes.md", type: "", base64: btoa("# Notes") },
    { name: "film.mp4", type: "video/mp4", base64: "AAECAw==" },
  ]);
  await expect(page.getByText("Drop to attach")).toBeHidden();
  await expect(page.getByRole("alert").filter({ hasText: "film.mp4 was not attached" })).toContainText(
    "Claude Code takes no files of this type",
  );
  await pasteText(field, "a long line\n".repeat(80));
  const long = attached.filter({ hasText: "pasted-1.txt" });
  await expect(long).toBeVisible();
  await expect(field).toHaveValue("");
  for (const colorScheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    expect(await violations(page)).toEqual([]);
  }
  await long.getByRole("button", { name: "Put into the message instead" }).click();
  await expect(field).toHaveValue("a long line\n".repeat(80));
  await expect(attached).toHaveCount(2);
  await expect(attached.and(page.locator("[aria-busy=true]"))).toHaveCount(0);
  await field.fill("Look at these.");
  await page.reload();
  await expect(attached).toHaveCount(2);
  await expect(attached.first().locator("img")).toBeVisible();
  await field.press("Enter");
  await expect(attached).toHaveCount(0);
  const queued = page.getByRole("list", { name: "Queued messages" }).getByRole("listitem");
  await expect(queued).toContainText("With pasted-1.png, notes.md");
  await queued.getByRole("button", { name: "Edit" }).click();
  await page.getByRole("textbox", { name: "Queued message" }).fill("Look at both.");
  await page.keyboard.press("Enter");
  await expect(queued).toContainText("Look at both.");
  await queued.getByRole("button", { name: "Run now" }).click();
  const log = page.getByRole("log");
  await expect(log.getByText("Look at both.", { exact: true })).toBeVisible();
  await expect(log.getByRole("img", { name: "Attached picture pasted-1.png" })).toBeVisible();
  await expect(log.getByRole("button", { name: /^notes\.md/ })).toBeVisible();
});

test("a path is completed by keyboard, and a phone replies with a file beside no words", async ({
  open,
  yard,
}) => {
  await mkdir(join(yard.bridge.cwd, "my notes"), { recursive: true });
  await writeFile(join(yard.bridge.cwd, "my notes", "a plan.md"), "the word is sorb");
  await writeFile(join(yard.bridge.cwd, "read-me.md"), "the word is medlar");
  const page = await open();
  await startSession(page, "[[say ready]]");
  await expect(said(page, "ready")).toBeVisible();
  const field = page.getByRole("textbox", { name: "Message" });
  const files = page.getByRole("listbox", { name: "Files of the folder" });
  await field.click();
  await page.keyboard.type("Read @not");
  await expect(files.getByRole("option", { name: "my notes/", exact: true })).toHaveAttribute(
    "aria-selected",
    "true",
  );
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press("Enter");
  await expect(field).toHaveValue('Read @"my notes/');
  await expect(files.getByRole("option")).toHaveText([/^a plan\.md/]);
  await page.keyboard.press("Tab");
  await expect(field).toHaveValue('Read @"my notes/a plan.md" ');
  await page.keyboard.type("and @read");
  await expect(files).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(files).toBeHidden();
  await expect(field).toHaveValue('Read @"my notes/a plan.md" and @read');
  await page.keyboard.type("-me.md");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("log").getByText("and @read-me.md")).toBeVisible();
  await expect(field).toHaveValue("");

  await page.setViewportSize({ width: 390, height: 844 });
  await page.reload();
  const picker = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Attach files" }).click();
  await (
    await picker
  ).setFiles({ name: "from-the-phone.png", mimeType: "image/png", buffer: Buffer.from(PNG, "base64") });
  const remove = page.getByRole("button", { name: "Remove from-the-phone.png" });
  for (const target of [remove, page.getByRole("button", { name: "Attach files" })]) {
    const box = await target.boundingBox();
    expect(Math.min(box?.height ?? 0, box?.width ?? 0)).toBeGreaterThanOrEqual(44);
  }
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  expect(await violations(page)).toEqual([]);
  await page.getByRole("button", { name: "Send" }).click();
  await expect(
    page.getByRole("log").getByRole("img", { name: "Attached picture from-the-phone.png" }),
  ).toBeVisible();
});

/** Pastes or drags files as the browser does for a user. */
async function give(onto: Locator, type: "paste" | "dragover" | "drop", files: Given[]): Promise<void> {
  await onto.evaluate(
    (element, [type, files]) => {
      const data = new DataTransfer();
      for (const { name, type, base64 } of files) {
        const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
        data.items.add(new File([bytes], name, { type }));
      }
      const how = { bubbles: true, cancelable: true };
      element.dispatchEvent(
        type === "paste"
          ? new ClipboardEvent(type, { ...how, clipboardData: data })
          : new DragEvent(type, { ...how, dataTransfer: data }),
      );
    },
    [type, files] as const,
  );
}

async function pasteText(onto: Locator, text: string): Promise<void> {
  await onto.evaluate((element, text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    element.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}
