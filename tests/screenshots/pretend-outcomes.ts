import { OutcomeRow, PersonaInfo, Provenance } from "@switchyard/core/protocol";
import type { Page } from "@playwright/test";
import { claude, demo, gemini } from "./pretend-backends.ts";
import type { Answers, Refusals } from "./pretend-bridge.ts";
import { docs, project } from "./pretend-project.ts";
import { sessionId, tour } from "./pretend-sessions.ts";
import type { State } from "./pretend-states.ts";

const backends = [claude({ isDefault: true }), gemini(), demo()];
const hash = "9f2c41d07be3855a".repeat(4);

const reviewer = PersonaInfo.parse({
  id: "reviewer",
  displayName: "Reviewer",
  description: "Reads a change and says what would break",
  icon: "eye",
  tasks: ["chat", "review-change"],
  suits: [],
  source: "@parcel/engineering-personas",
  layer: "installed",
  packVersion: "2.2.0",
  hash: "41d0".repeat(16),
  file: null,
  overrides: [],
  variables: [],
  ignored: [],
  problems: [],
});

const provenance = Provenance.parse({
  persona: { ...reviewer, packVersion: "2.1.0", hash },
  backend: {
    id: "claude",
    plugin: { name: "@parcel/switchyard-backend-claude-next", version: "0.4.1", hash },
    cliVersion: "2.1.30",
  },
  model: "claude-sonnet-4-5-20250929",
});

function made(of: Provenance | null): Answers {
  const answers = tour(
    {
      persona: "reviewer",
      backendId: "claude",
      title: "Review the retry schedule",
      status: "paused",
      pendingApprovals: 0,
      provenance: of,
    },
    backends,
    7,
  );
  const { personas = [], problems = [] } = answers.listPersonas ?? {};
  return { ...answers, listPersonas: { personas: [...personas, reviewer], problems } };
}

const rows: OutcomeRow[] = [
  ["specialist", "claude", 41, 212, 6, 38.4, 0, 17, 14, 0],
  ["reviewer", "claude", 18, 44, 0, 6.21, 3, 12, 10, 1],
  ["qa-engineer", "gemini", 9, 37, 4, 0.004, 0, 5, 2, 0],
  ["a-persona-with-a-long-name-that-was-removed", "opencode", 2, 3, 1, null, 3, 2, 0, 2],
  ["none", "demo", 1, 1, 0, null, 1, 0, 0, 0],
].map(([persona, backendId, sessions, turns, failures, costUsd, turnsWithoutCost, beads, closed, unknown]) =>
  OutcomeRow.parse({
    persona,
    backendId,
    sessions,
    turns,
    failures,
    costUsd,
    turnsWithoutCost,
    beads,
    beadsClosed: closed,
    beadsUnknown: unknown,
  }),
);

async function showDetails(page: Page): Promise<void> {
  await page.getByText("nothing here comes from a model").first().waitFor();
  const details = page.getByRole("button", { name: "Show session details" });
  if (await details.isVisible()) await details.click();
  const part = page.getByRole("button", { name: /^Made of/ });
  await part.click();
  await part.evaluate((element) => element.scrollIntoView({ block: "start" }));
}

function settings(name: string, outcomes: OutcomeRow[], refusals: Refusals = {}): State {
  return {
    name: `settings-outcomes${name}`,
    path: "/settings",
    answers: { ...made(null), getOutcomes: { rows: outcomes }, getProjects: { projects: [project, docs] } },
    refusals,
    async show(page) {
      const part = page.getByRole("region", { name: "By persona and backend" });
      await part
        .getByText(outcomes.length > 0 ? "Specialist" : /No turn|could not/)
        .first()
        .waitFor();
      await part.evaluate((element) => element.scrollIntoView({ block: "center" }));
    },
  };
}

/** What sessions were made of, and what came of them. */
export const outcomeStates: readonly State[] = [
  { name: "made-of", path: `/sessions/${sessionId}`, answers: made(provenance), show: showDetails },
  { name: "made-of-unknown", path: `/sessions/${sessionId}`, answers: made(null), show: showDetails },
  settings("", rows),
  settings("-none", []),
  settings("-failed", [], {
    getOutcomes: { code: "STORAGE_FAILED", message: "The disk takes nothing. Make room, then try again." },
  }),
];
