import type { Locator, Page } from "@playwright/test";
import { BeadId } from "@switchyard/core/protocol";
import { plan, project } from "./pretend-project.ts";
import type { State } from "./pretend-states.ts";

const path = `/plan?project=${project.projectId}`;
const rows = async (page: Page) => page.getByRole("treegrid").getByRole("row").nth(4).waitFor();
const row = (page: Page, id: string): Locator => page.locator(`[data-bead="${id}"]`);

async function onRow(page: Page, id: string): Promise<void> {
  await rows(page);
  await row(page, id).focus();
}

/** Changing the plan where it is shown: in its rows, by their menus, by dragging, and what is refused. */
export const planEditStates: readonly State[] = [
  {
    name: "plan-edit-title",
    path,
    answers: plan(),
    async show(page) {
      await onRow(page, "pa-12.1.2");
      await page.keyboard.press("F2");
    },
  },
  {
    name: "plan-edit-acts",
    path,
    answers: plan(),
    async show(page) {
      await onRow(page, "pa-12.1.2");
      await row(page, "pa-12.1.2")
        .getByRole("button", { name: /What can be done/ })
        .click();
      await page.getByRole("menu").waitFor();
    },
  },
  {
    name: "plan-edit-status",
    path,
    answers: plan(),
    async show(page) {
      await onRow(page, "pa-12.1.2");
      await page.keyboard.press("t");
      await page.getByRole("menu").waitFor();
    },
  },
  {
    name: "plan-edit-labels",
    path,
    answers: plan(),
    async show(page) {
      await onRow(page, "pa-12.1.2");
      await page.keyboard.press("l");
      await page.getByRole("listbox").waitFor();
    },
  },
  {
    name: "plan-edit-move",
    path,
    answers: plan(),
    async show(page) {
      await onRow(page, "pa-12.1.2");
      await page.keyboard.press("v");
      await page.getByRole("listbox").waitFor();
    },
  },
  {
    name: "plan-edit-child",
    path,
    answers: plan(),
    async show(page) {
      await onRow(page, "pa-12.1");
      await page.keyboard.press("Shift+C");
      await page.keyboard.type("Rotate the secrets of endpoints that are paused");
    },
  },
  {
    name: "plan-edit-ticked",
    path,
    answers: plan(),
    async show(page) {
      await onRow(page, "pa-12.1.2");
      await page.keyboard.press("Space");
      for (let step = 0; step < 3; step += 1) await page.keyboard.press("Shift+ArrowDown");
    },
  },
  {
    name: "plan-edit-drag",
    path,
    answers: plan(),
    async show(page) {
      await rows(page);
      const [from, to] = [row(page, "pa-12.2.3"), row(page, "pa-12.1")];
      await from.locator(".tree-title").hover();
      await page.mouse.down();
      await to.locator(".tree-title").hover({ force: true });
      await page.mouse.move(200, (await to.boundingBox())?.y ?? 0, { steps: 4 });
    },
  },
  {
    name: "plan-edit-refused",
    path,
    answers: plan(),
    refusals: {
      closeBead: {
        code: "BD_FAILED",
        message:
          "bd close failed: cannot close epic pa-12: 9 open child issue(s); close children first or use --force to override",
        data: { canForce: true },
      },
    },
    async show(page) {
      await onRow(page, "pa-12");
      await page.keyboard.press("e");
      await row(page, "pa-12").getByRole("alert").waitFor();
    },
  },
  {
    name: "plan-edit-some-refused",
    path,
    answers: {
      ...plan(),
      updateBeads: {
        projectId: project.projectId,
        done: [],
        failed: ["pa-12.1.2", "pa-12.1.3", "pa-12.2"].map((id) => ({
          beadId: BeadId.parse(id),
          message: `bd update failed: ${id} is frozen for migration`,
        })),
      },
    },
    async show(page) {
      await onRow(page, "pa-12.1.2");
      await page.keyboard.press("Space");
      for (let step = 0; step < 2; step += 1) await page.keyboard.press("Shift+ArrowDown");
      await page.keyboard.press("p");
      await page.getByRole("menu").waitFor();
      await page.keyboard.press("0");
      await page.getByText("3 of 3 not changed").waitFor();
    },
  },
];
