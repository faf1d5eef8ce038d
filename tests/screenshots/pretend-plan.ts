import type { Page } from "@playwright/test";
import type { ProjectId } from "@switchyard/core/protocol";
import { all } from "./pretend-backends.ts";
import {
  beadAnswer,
  docs,
  held,
  LIVE,
  many,
  moved,
  onItsScreen,
  plan,
  project,
  sessions,
  waiting,
} from "./pretend-project.ts";
import { sessionId } from "./pretend-sessions.ts";
import type { State } from "./pretend-states.ts";

const atPlan = (projectId: ProjectId = project.projectId): string => `/plan?project=${projectId}`;
const visible = (text: string | RegExp) => async (page: Page) => page.getByText(text).first().waitFor();
const rows = async (page: Page) => page.getByRole("treegrid").getByRole("row").nth(4).waitFor();

async function startReady(page: Page): Promise<void> {
  await rows(page);
  await page.getByRole("button", { name: "Start the ready ones" }).first().click();
  await page.getByRole("dialog").getByRole("checkbox").first().waitFor();
}

/** The plan of a project in all its states, what starts from it, and where beads show beside sessions. */
export const planStates: readonly State[] = [
  { name: "plan", path: atPlan(), answers: plan(), show: rows },
  {
    name: "plan-days",
    path: atPlan(),
    answers: plan(),
    async show(page) {
      await rows(page);
      // On a phone the timeline is another side of the tree.
      await page.getByText("Days", { exact: true }).click();
      const timeline = page.getByRole("button", { name: "Timeline", exact: true });
      if (await timeline.isVisible()) await timeline.click();
    },
  },
  {
    name: "plan-timeline",
    path: atPlan(),
    answers: plan(),
    async show(page) {
      await rows(page);
      const timeline = page.getByRole("button", { name: "Timeline", exact: true });
      if (await timeline.isVisible()) await timeline.click();
    },
  },
  {
    name: "plan-tip",
    path: atPlan(),
    answers: plan(),
    async show(page) {
      await rows(page);
      await page
        .getByRole("row", { name: /Retry failed webhook/ })
        .getByRole("link", { name: /Needs you/ })
        .first()
        .hover();
      await page.locator(".tree-tip").waitFor();
    },
  },
  {
    name: "plan-filter",
    path: atPlan(),
    answers: plan(),
    async show(page) {
      await rows(page);
      await page.getByRole("searchbox", { name: "Filter beads" }).fill("retry");
    },
  },
  {
    name: "plan-no-match",
    path: atPlan(),
    answers: plan(),
    async show(page) {
      await rows(page);
      await page.getByRole("searchbox", { name: "Filter beads" }).fill("walrus");
      await visible("No bead matches")(page);
    },
  },
  {
    name: "plan-many",
    path: atPlan(),
    answers: plan({}, {}, many),
    show: rows,
  },
  {
    name: "plan-batch",
    path: atPlan(),
    answers: plan({}, { listSessions: { sessions: [...sessions, ...waiting] } }),
    show: rows,
  },
  {
    name: "plan-batch-held",
    path: atPlan(),
    answers: plan({}, { listSessions: { sessions: [...sessions, ...held] } }),
    show: rows,
  },
  { name: "plan-start", path: atPlan(), answers: plan(), show: startReady },
  {
    name: "plan-start-one",
    path: atPlan(),
    answers: plan({}, beadAnswer("pa-18.3")),
    async show(page) {
      await rows(page);
      // On a phone its row is further down.
      await page.getByRole("searchbox", { name: "Filter beads" }).fill("429");
      await page
        .getByRole("row", { name: /Answer 429/ })
        .getByRole("button", { name: /^Start/ })
        .click();
      await page.getByRole("dialog").getByRole("radio").first().waitFor();
    },
  },
  {
    name: "plan-bead",
    path: `/plan/pa-12.2.3?project=${project.projectId}`,
    answers: plan({}, beadAnswer("pa-12.2.3")),
    show: visible("Acceptance criteria"),
  },
  {
    name: "plan-bead-failed",
    path: `/plan/pa-18.3?project=${project.projectId}`,
    answers: plan(),
    refusals: { getBead: { code: "BD_FAILED", message: "bd show failed: Error: database is locked" } },
    show: visible("could not be read whole"),
  },
  {
    name: "plan-no-project",
    path: "/plan",
    answers: plan({}, { getProjects: { projects: [] } }),
    show: visible("Open the sample project"),
  },
  {
    name: "plan-no-tracker",
    path: atPlan(docs.projectId),
    answers: plan(
      {},
      {
        getBeads: {
          projectId: docs.projectId,
          beads: [],
          revision: 1,
          ...LIVE,
          source: "none",
          version: null,
        },
      },
    ),
    show: visible("bd init"),
  },
  {
    name: "plan-zero",
    path: atPlan(),
    answers: plan({}, { listSessions: { sessions: [] } }, []),
    show: visible("The tracker is empty"),
  },
  {
    name: "plan-missing",
    path: atPlan(moved.projectId),
    answers: plan(),
    refusals: { getBeads: { code: "FOLDER_NOT_FOUND", message: `There is no folder ${moved.path}.` } },
    show: visible("is not there"),
  },
  {
    name: "plan-stale",
    path: atPlan(),
    answers: plan({
      source: "jsonl",
      stale: true,
      version: null,
      note: "There is no bd on the PATH, and this project's beads are kept in its database: what issues.jsonl holds may be old. Install bd, or run bd export -o .beads/issues.jsonl.",
      faults: ["Line 12 is not JSON."],
    }),
    async show(page) {
      await rows(page);
      await page.getByRole("button", { name: /Read-only, from issues.jsonl/ }).click();
    },
  },
  {
    name: "plan-failed",
    path: atPlan(),
    answers: plan({
      failed: true,
      note: "bd list failed: Error: embeddeddolt: another process holds the exclusive lock",
    }),
    show: rows,
  },
  {
    name: "plan-failed-first",
    path: atPlan(),
    answers: plan(),
    refusals: { getBeads: { code: "BD_FAILED", message: "bd list failed: Error: database is locked" } },
    show: visible("could not be read"),
  },
  {
    name: "plan-session",
    path: `/sessions/${sessionId}`,
    answers: onItsScreen(),
    async show(page) {
      await page.getByRole("log").getByText("tour").first().waitFor();
    },
  },
  {
    name: "plan-switcher",
    path: atPlan(),
    answers: plan(),
    async show(page) {
      await rows(page);
      await page.getByRole("button", { name: /Change it/ }).click();
      await page.getByRole("menu").waitFor();
    },
  },
  {
    name: "plan-add",
    path: atPlan(),
    answers: plan(),
    async show(page) {
      await rows(page);
      await page.getByRole("button", { name: /Change it/ }).click();
      await page.getByRole("menuitem", { name: "Add a project…" }).click();
      await page.getByRole("dialog").waitFor();
    },
  },
  {
    name: "plan-settings",
    path: "/settings",
    answers: plan(
      {},
      {
        getStorage: { bytes: 1_240_000, sessions: 9, freeBytes: 68_000_000_000 },
        listBackends: { backends: all },
      },
    ),
    async show(page) {
      await page.getByRole("heading", { name: "Projects" }).scrollIntoViewIfNeeded();
    },
  },
];
