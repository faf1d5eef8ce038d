import { mkdir, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { startYard } from "../integration/yard.ts";
import { expect, said, startSession, test } from "./yard.ts";

test("a folder that brings hooks is shown before anything runs, and starts once it is trusted", async ({
  open,
  yard,
}) => {
  const proof = join(yard.bridge.home, "hook-ran");
  await mkdir(join(yard.bridge.cwd, ".claude"), { recursive: true });
  const hooks = { SessionStart: [{ hooks: [{ type: "command", command: `touch ${proof}` }] }] };
  await writeFile(join(yard.bridge.cwd, ".claude", "settings.json"), JSON.stringify({ hooks }));
  const page = await open();
  await page.getByRole("button", { name: "New session" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "First message" }).fill("[[say trusted]]");
  await dialog.getByRole("button", { name: "Start", exact: true }).click();
  await expect(dialog).toContainText(`touch ${proof}`);
  expect(existsSync(proof)).toBe(false);
  await dialog.getByRole("button", { name: /Trust this folder/ }).click();
  await expect(said(page, "trusted")).toBeVisible();
  expect(existsSync(proof)).toBe(true);
});

test("what a folder has come to bring since is shown in the session, and the message goes once it is trusted", async ({
  open,
  yard,
}) => {
  const page = await open();
  await startSession(page, "[[say first]]");
  await expect(said(page, "first")).toBeVisible();
  await page.getByRole("button", { name: "Stop session" }).click();
  await mkdir(join(yard.bridge.cwd, ".claude"), { recursive: true });
  await writeFile(
    join(yard.bridge.cwd, ".claude", "settings.json"),
    JSON.stringify({ env: { SURPRISE: "1" } }),
  );
  await page.getByRole("button", { name: "Resume" }).click();
  await expect(page.getByRole("button", { name: "Send" })).toBeVisible();
  await page.getByRole("textbox", { name: "Message" }).fill("[[say trusted now]]");
  await page.keyboard.press("Enter");
  await expect(page.getByText("SURPRISE")).toBeVisible();
  await page.getByRole("button", { name: /Trust/ }).click();
  await expect(said(page, "trusted now")).toBeVisible();
  await expect(page.getByText("SURPRISE")).toBeHidden();
});

test("a Claude that is not installed cannot be chosen and the one command that helps is there", async ({
  page,
}) => {
  await using yard = await startYard({ env: { SWITCHYARD_CLAUDE: "/nowhere/claude" } });
  await page.goto(`http://127.0.0.1:${yard.bridge.port}/#token=${yard.bridge.token}`);
  await page.getByRole("button", { name: "New session" }).first().click();
  const dialog = page.getByRole("dialog", { name: "New session" });
  await expect(dialog).toContainText("Not installed");
  await expect(dialog).toContainText("npm install -g @anthropic-ai/claude-code");
  await dialog.getByRole("textbox", { name: "First message" }).fill("kept text");
  const claude = dialog.getByRole("radio", { name: /Claude Code/ });
  await expect(claude).toBeDisabled();
  await expect(claude).not.toBeChecked();
  await expect(dialog.getByRole("textbox", { name: "First message" })).toHaveValue("kept text");
});

test("a Claude that is not logged in says so, in the dialog", async ({ page }) => {
  await using yard = await startYard({ env: { ANTHROPIC_API_KEY: undefined } });
  await page.goto(`http://127.0.0.1:${yard.bridge.port}/#token=${yard.bridge.token}`);
  await page.getByRole("button", { name: "New session" }).first().click();
  const dialog = page.getByRole("dialog", { name: "New session" });
  await expect(dialog).toContainText("Not logged in");
  await expect(dialog).toContainText("claude auth login");
});

test("a login that is lost later is told in that session, with what to run", async ({ page }) => {
  await using yard = await startYard({ env: { ANTHROPIC_API_KEY: undefined } });
  const sessionId = await yard.start({ prompt: "hello" });
  await yard.ended(sessionId, 1);
  await page.goto(`http://127.0.0.1:${yard.bridge.port}/sessions/${sessionId}#token=${yard.bridge.token}`);
  await expect(page.getByText(/is not logged in/).first()).toBeVisible();
  await expect(page.getByText("claude auth login").first()).toBeVisible();
});

test("a message that is too large is refused in the page, and not a character of it is lost", async ({
  open,
  yard,
}) => {
  const page = await open();
  await startSession(page, "[[say ready]]");
  await expect(said(page, "ready")).toBeVisible();
  const message = page.getByRole("textbox", { name: "Message" });
  await message.evaluate((element: HTMLTextAreaElement) => {
    element.value = "x".repeat(9 * 1024 * 1024);
    element.dispatchEvent(new InputEvent("input", { bubbles: true }));
  });
  await page.getByRole("button", { name: "Send" }).click();
  await expect(page.getByText(/longer than the bridge takes/).first()).toBeVisible();
  await page.getByRole("button", { name: "Edit" }).click();
  expect(await message.evaluate((element: HTMLTextAreaElement) => element.value.length)).toBe(
    9 * 1024 * 1024,
  );
  const { sessions } = await yard.client.call("listActiveSessions", {});
  expect(sessions).toHaveLength(1);
  expect(
    (await yard.client.call("getSessionHistory", { sessionId: sessions[0]?.sessionId as never })).chunks.at(
      -1,
    )?.turn,
  ).toBe(1);
});

test("an address without the token, and a wrong one, say what to do", async ({ page, yard }) => {
  await page.goto(`http://127.0.0.1:${yard.bridge.port}/`);
  await expect(page.getByText(/address that the bridge printed/i).first()).toBeVisible();
  await page.goto("about:blank");
  await page.goto(`http://127.0.0.1:${yard.bridge.port}/#token=wrong`);
  await expect(page.getByText(/address that the bridge printed/i).first()).toBeVisible();
  expect(page.url()).not.toContain("wrong");
});
