import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { expect, type Locator, type Page, test as base } from "@playwright/test";
import { BeadId, PersonaId, type ProjectId, type SessionId } from "@switchyard/core/protocol";
import { type FakeWorkspace, installFakeBd, makeWorkspace } from "@switchyard/testkit/fake-bd";
import { startYard, type Yard } from "../integration/yard.ts";
import { collectProblems } from "./yard.ts";

/** Two projects with beads, of which the shop is open, and a `bd` that reads them. */
export interface PlanYard extends Yard {
  readonly shop: FakeWorkspace;
  readonly shopId: ProjectId;
  readonly depot: FakeWorkspace;
  readonly depotId: ProjectId;
  /** Starts a session of the demo on a bead. */
  startOn(beadId: string, prompt: string): Promise<SessionId>;
}

interface Fixtures {
  yard: PlanYard;
  /** A bridge without a project, on a machine without a tracker's program. */
  bareYard: Yard;
  /** What the page did that it must never do. */
  problems: string[];
  open: (yard: Yard, path?: string) => Promise<Page>;
}

export const test = base.extend<Fixtures>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads a fixture's needs from this pattern
  yard: async ({}, use) => {
    await withHome(async (home, bin) => {
      await installFakeBd(bin);
      const shop = await makeWorkspace(join(home, "shop"), shopIssues());
      const depot = await makeWorkspace(join(home, "depot"), depotIssues());
      await using yard = await startYard({ home, cwd: shop.root, env: envWith(bin), settings });
      await use(await withProjects(yard, { shop, depot }));
    });
  },
  // oxlint-disable-next-line no-empty-pattern -- as above
  bareYard: async ({}, use) => {
    await withHome(async (home, bin) => {
      // Whatever this machine has by these names is no tracker either.
      const none = ["bd", "br"].map((name) =>
        writeFile(join(bin, name), "#!/bin/sh\nexit 127\n", { mode: 0o755 }),
      );
      await Promise.all(none);
      await using yard = await startYard({ home, env: envWith(bin) });
      await use(yard);
    });
  },
  problems: async ({ page }, use) => use(collectProblems(page)),
  open: async ({ page }, use) => {
    await use(async ({ bridge }, path = "/plan") => {
      await page.goto(`http://127.0.0.1:${bridge.port}${path}#token=${bridge.token}`);
      await expect(page.getByRole("link", { name: "Plan", exact: true })).toBeVisible();
      return page;
    });
  },
});

/** A bead's row in the tree. */
export function row(page: Page, title: string): Locator {
  return page.getByRole("treegrid", { name: "Beads" }).getByRole("row").filter({ hasText: title });
}

/** One of the choices over the tree, with its count. */
export function choice(page: Page, name: string): Locator {
  return page.getByRole("radiogroup", { name: "Show" }).getByRole("radio", { name, exact: true });
}

/** What an agent does with the tracker, as an order of the demo. */
export function bdOrder(...args: readonly string[]): string {
  // Its calls and the bridge's may meet, as they do on a real machine.
  return `[[run FAKE_BD_CALLER=agent bd ${args.join(" ")}]]`;
}

/** Starts what the dialog is open for, with the demo. */
export async function startInDialog(page: Page, message: string): Promise<void> {
  const dialog = page.getByRole("dialog", { name: "New session" });
  await dialog.getByRole("radio", { name: "Demo, no model" }).check();
  await dialog.getByRole("textbox", { name: "First message" }).fill(message);
  await dialog.getByRole("button", { name: "Start", exact: true }).click();
  await expect(dialog).toBeHidden();
  await page.waitForURL(/\/sessions\/[0-9a-f-]{36}$/);
}

export { expect };

async function withHome(run: (home: string, bin: string) => Promise<void>): Promise<void> {
  const home = await realpath(await mkdtemp(join(tmpdir(), "switchyard-plan-")));
  const bin = join(home, "bin");
  await mkdir(bin);
  try {
    await run(home, bin);
  } finally {
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

function envWith(bin: string): Record<string, string | undefined> {
  return { PATH: `${bin}${delimiter}${process.env["PATH"] ?? ""}`, BEADS_DIR: undefined, BD_BIN: undefined };
}

/** Ten sessions at once, whatever the machine is thought to bear. */
const settings = () => ({ maxProcesses: 12 });

async function withProjects(
  yard: Yard,
  { shop, depot }: Pick<PlanYard, "shop" | "depot">,
): Promise<PlanYard> {
  const add = async ({ root }: FakeWorkspace) =>
    (await yard.client.call("addProject", { path: root })).projectId;
  const [depotId, shopId] = [await add(depot), await add(shop)];
  return {
    ...yard,
    shop,
    shopId,
    depot,
    depotId,
    startOn: (beadId, prompt) =>
      yard.start({
        cliBackend: "demo",
        persona: PersonaId.parse("specialist"),
        projectId: beadId.startsWith("shop") ? shopId : depotId,
        beadId: BeadId.parse(beadId),
        prompt,
      }),
  };
}

/** An epic with six tasks, of which the second waits for the first; five are ready, and the third has its texts. */
function shopIssues(): object[] {
  const titles = [
    "Put a thing in",
    "Take it out again",
    "Count the things",
    "Say the price",
    "Wrap it",
    "Ship",
  ];
  const tasks = titles.map((title, at) => {
    const id = `shop-1.${at + 1}`;
    const waits = at === 1 ? [edge(id, "shop-1.1", "blocks")] : [];
    return issue(id, title, { dependencies: [edge(id, "shop-1", "parent-child"), ...waits] });
  });
  Object.assign(tasks[2] ?? {}, {
    description: "How many are in the basket?",
    acceptance_criteria: "- [x] None is shown as 0\n- [ ] A hundred fit",
  });
  return [issue("shop-1", "Sell things", { issue_type: "epic", status: "in_progress" }), ...tasks];
}

/** Five that are ready. */
function depotIssues(): object[] {
  return [1, 2, 3, 4, 5].map((number) => issue(`depot-${number}`, `Shelf ${number}`));
}

function issue(id: string, title: string, values: object = {}): object {
  const time = "2026-02-01T09:00:00Z";
  return {
    id,
    title,
    status: "open",
    priority: 2,
    issue_type: "task",
    created_at: time,
    updated_at: time,
    ...values,
  };
}

function edge(id: string, on: string, type: string): object {
  return { issue_id: id, depends_on_id: on, type, created_at: "2026-02-01T09:00:00Z", created_by: "dana" };
}
