import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { violations } from "./axe.ts";
import { expect, said, test } from "./yard.ts";

test("a project's personas and hundreds of agent files are found by keyboard, read, and given to a session", async ({
  open,
  yard,
}) => {
  await writePersonas(yard.bridge.cwd);
  const page = await open();
  await page.getByRole("button", { name: "New session" }).first().click();
  const dialog = page.getByRole("dialog", { name: "New session" });
  const own = dialog.getByRole("radio", { name: "Our specialist" });
  await expect(own).toBeChecked();
  await expect(dialog.getByText("from .switchyard/personas · overrides the built-in one")).toBeVisible();

  await dialog.getByRole("button", { name: /^All personas.* of which 202 come with this project$/ }).click();
  const picker = page.getByRole("dialog", { name: "Choose a persona" });
  const field = picker.getByRole("combobox", { name: "Search personas" });
  await expect(field).toBeFocused();
  await expect(picker.getByRole("group", { name: /\.claude\/agents/ })).toBeVisible();
  await expect(picker.getByRole("option", { name: "Broken" })).toContainText("Can’t be used: broken.md:7 ");
  for (const colorScheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    expect(await violations(page)).toEqual([]);
  }
  await page.keyboard.press("End");
  await expect(picker.getByRole("option", { name: /^None/ })).toBeInViewport();
  await page.keyboard.type("release notes 117");
  await expect(picker.getByRole("option")).toHaveCount(1);
  await expect(picker.getByRole("option")).toContainText("not applied: tools");
  await page.keyboard.press("Enter");
  await expect(picker).toBeHidden();
  await expect(dialog.getByRole("button", { name: /^All personas/ })).toBeFocused();
  await expect(dialog.getByRole("radio", { name: "Release notes 117" })).toBeChecked();

  await dialog.getByRole("button", { name: "Preview the prompt" }).click();
  const prompt = dialog.getByRole("region", { name: "Prompt of the persona" });
  await expect(prompt).toContainText("You write release notes, ZWSP U+200Bnumber 117. {{ not ours }}");
  await expect(dialog.getByText("1 character that can’t be seen is marked in the text.")).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole("radio", { name: "Demo, no model" }).check();
  await dialog.getByRole("textbox", { name: "First message" }).fill("Begin.");
  await page.keyboard.press("Control+Enter");
  await expect(said(page, "Number 117 speaks.")).toBeVisible();

  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(new URL("/settings", page.url()).href);
  const row = page.getByRole("listitem").filter({ hasText: "Our specialist" });
  await row.locator("summary").click();
  await expect(row.getByRole("region", { name: "Text of Our specialist for chat" })).toHaveText(
    `You are ours, at work in ${yard.bridge.cwd}.`,
  );
  await expect(row.getByRole("definition").filter({ hasText: "specialist.md" })).toContainText(
    yard.bridge.cwd,
  );
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  expect(await violations(page)).toEqual([]);
});

/** One that overrides a built-in one, one with a fault, and 200 agents of somebody else. */
async function writePersonas(cwd: string): Promise<void> {
  const own = join(cwd, ".switchyard", "personas");
  await mkdir(own, { recursive: true });
  await writeFile(
    join(own, "specialist.md"),
    persona("specialist", "Our specialist", "You are ours, at work in {{cwd}}."),
  );
  await writeFile(join(own, "broken.md"), persona("broken", "Broken", "You are {{moood}}."));
  const agents = join(cwd, ".claude", "agents");
  await mkdir(agents, { recursive: true });
  for (let at = 1; at <= 200; at += 1) {
    const head = `name: release-notes-${at}\ndescription: Writes them\ntools: Read, Bash`;
    // The demo does what it is told, by its persona too.
    const text = `You write release notes, \u200bnumber ${at}. {{ not ours }} [[say Number ${at} speaks.]]`;
    // oxlint-disable-next-line no-await-in-loop -- files of a test, one after the other
    await writeFile(join(agents, `release-notes-${at}.md`), `---\n${head}\n---\n\n${text}\n`);
  }
}

function persona(id: string, displayName: string, text: string): string {
  return `---\nid: ${id}\ndisplayName: ${displayName}\ndescription: Ours\n---\n\n${text}\n`;
}
