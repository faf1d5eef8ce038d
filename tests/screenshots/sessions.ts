import { mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Browser, Page } from "@playwright/test";
import type { ParamsOf, SessionId } from "@switchyard/core/protocol";
import { startYard, type Yard } from "../integration/yard.ts";
import { answers, files, prompts } from "./scene.ts";
import { forEachLook } from "./looks.ts";

/** The pictures of README: the real page, the real bridge, the real Claude Code. */
export async function takeSessions(browser: Browser, folder: string): Promise<void> {
  const project = join(tmpdir(), "switchyard-demo", "parcel-api");
  await using yard = await startYard({ answers, cwd: project });
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(yard.bridge.cwd, name)), { recursive: true });
    await writeFile(join(yard.bridge.cwd, name), text);
  }

  const start = (params: Partial<ParamsOf<"startAgentSession">>): Promise<SessionId> => yard.start(params);

  const guide = await start({
    persona: "product-manager",
    title: "Write the v2 migration guide",
    prompt: prompts.guide,
  });
  await yard.ended(guide, 1);
  const flaky = await start({
    persona: "qa-engineer",
    title: "Flaky: carrier-timeout.test.ts",
    prompt: prompts.flaky,
  });
  await yard.ended(flaky, 1);
  await start({
    persona: "specialist",
    title: "Rotate the signing secret",
    prompt: prompts.rotate,
  });
  await yard.api.untilHolding(1);
  const retry = await start({
    persona: "specialist",
    title: "Retry failed webhook deliveries",
    prompt: prompts.retry,
    permissionMode: "acceptEdits",
  });
  await yard.ended(retry, 1);
  await yard.client.call("sendAgentMessage", { sessionId: retry, message: prompts.backOff });
  await yard.chunk(retry, "permission_request", (chunk) => chunk.turn === 2);

  await forEachLook(async ({ name, ...look }) => {
    const page = await browser.newPage(look);
    const path = (kind: string): string => join(folder, `${kind}-${name}.png`);
    await shoot(page, yard, { path, session: retry, idle: guide });
    await page.close();
  });
  await rm(dirname(project), { recursive: true });
}

async function shoot(
  page: Page,
  on: Yard,
  what: { path: (kind: string) => string; session: SessionId; idle: SessionId },
): Promise<void> {
  const picture = (kind: string) => page.screenshot({ path: what.path(kind) });
  const origin = `http://127.0.0.1:${on.bridge.port}`;
  await page.goto(`${origin}/sessions/${what.session}#token=${on.bridge.token}`);
  await page.getByRole("button", { name: "Allow once" }).waitFor();
  // Until its program was looked at, a backend is called by its id.
  await page.getByText("Claude Code").first().waitFor();
  await page.waitForFunction(() => document.fonts.status === "loaded");
  await page.locator("pre code span[class], .diff").first().waitFor({ state: "attached" });
  await picture("session");
  await page.goto(`${origin}/sessions/${what.idle}`);
  await page.getByRole("log").getByRole("heading").first().waitFor();
  await page.locator("pre code span[class]").first().waitFor({ state: "attached" });
  await picture("markdown");
  await page.goto(`${origin}/sessions`);
  await page.getByRole("navigation", { name: "Sessions" }).getByRole("link").first().waitFor();
  await picture("list");
  await page.getByRole("button", { name: "New session" }).first().click();
  await page.getByRole("radio", { name: /Claude Code/ }).waitFor();
  await page
    .getByRole("textbox", { name: "First message" })
    .fill("Use the limiter’s own reset time for Retry-After.");
  await picture("new-session");
  await page.goto(`${origin}/settings`);
  await page.getByRole("heading", { name: "Settings" }).waitFor();
  await picture("settings");
}
