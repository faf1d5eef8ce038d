import { appendFile, cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Locator, Page } from "@playwright/test";
import { violations } from "./axe.ts";
import { expect, test } from "./yard.ts";

const example = fileURLToPath(new URL("../../examples/persona-pack", import.meta.url));

test("a pack is looked at, installed, offered, updated by what changed in it, and removed", async ({
  open,
  yard,
}) => {
  const folder = join(yard.bridge.home, "example-personas");
  await cp(example, folder, { recursive: true });
  const page = await open();
  await page.goto(new URL("/settings", page.url()).href);

  await page.getByRole("button", { name: "Add a pack…" }).click();
  await page.getByRole("textbox", { name: "Folder or npm name" }).fill(folder);
  await page.keyboard.press("Enter");
  const review = page.getByRole("dialog", { name: "Install Example personas?" });
  await expect(review.getByText("switchyard-example-personas 1.0.0")).toBeVisible();
  await expect(review.getByText("Looks for what others could abuse")).toBeVisible();
  await review.getByRole("button", { name: "writer/chat.md" }).click();
  await expect(review.getByRole("region", { name: "Text of writer/chat.md" })).toContainText(
    "Answer as a reader would need it",
  );
  expect(await violations(page)).toEqual([]);
  await review.getByRole("button", { name: "Install" }).click();
  const row = page.getByRole("group", { name: "Example personas" });
  await expect(row).toContainText("2 personas");
  await expect(page.getByRole("button", { name: "Add a pack…" })).toBeFocused();
  await choose(page, "Security reviewer");

  await newVersion(folder, "1.1.0");
  await appendFile(join(folder, "writer/chat.md"), "Never promise what is not there\u202e.\n");
  await row.getByRole("button", { name: "Update Example personas" }).click();
  const update = page.getByRole("dialog", { name: "Update Example personas?" });
  const diff = update.getByRole("region", { name: /^Diff of writer\/chat\.md, 1 line added, 0 removed/ });
  await expect(diff).toContainText("Never promise what is not there‹RLO U+202E›.");
  await expect(update.getByText("1 character that nobody sees is in 1 of its files")).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await update.getByRole("button", { name: "Update to 1.1.0" }).click();
  await expect(row).toContainText("switchyard-example-personas 1.1.0");
  await expect(row.getByRole("button", { name: "Update Example personas" })).toBeFocused();

  await row.getByRole("button", { name: "Remove Example personas" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await expect(row).toHaveCount(0);
  await expect(page.getByText("No pack is installed.")).toBeVisible();
  await expect(personas(page).getByText("Security reviewer", { exact: true })).toHaveCount(0);
});

/** Chooses a persona for a session, and leaves it at that. */
async function choose(page: Page, persona: string): Promise<void> {
  await page.keyboard.press("c");
  await page.getByRole("button", { name: /^All personas/ }).click();
  await page.getByRole("combobox", { name: "Search personas" }).fill(persona);
  await page.getByRole("option", { name: persona }).click();
  await expect(page.getByRole("radio", { name: persona })).toBeChecked();
  await page.keyboard.press("Escape");
}

/** The list of them in the settings. */
function personas(page: Page): Locator {
  return page.getByRole("region", { name: "Personas" });
}

async function newVersion(folder: string, version: string): Promise<void> {
  for (const name of ["pack.yaml", "package.json"]) {
    const text = await readFile(join(folder, name), "utf8");
    await writeFile(join(folder, name), text.replace("1.0.0", version));
  }
}
