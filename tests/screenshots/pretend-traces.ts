import type { Page } from "@playwright/test";
import { BeadId, SessionTrace } from "@switchyard/core/protocol";
import { claude } from "./pretend-backends.ts";
import type { Answers, Refusals } from "./pretend-bridge.ts";
import { plan } from "./pretend-project.ts";
import { sessionId, tour } from "./pretend-sessions.ts";
import type { State } from "./pretend-states.ts";

const comment = [
  "**A session on this bead ended: done.** `Retry failed webhook deliveries`",
  "",
  "- Persona: implementer, built in, text 3f9a0c51d2e8",
  "- Backend: claude, program `2.1.30`",
  "- Model: `claude-sonnet-4-5-20250929`, permission mode acceptEdits",
  "- Turns: 3, $0.4200, 51,200 tokens in, 3,400 out",
  "- Time: 2026-01-05T09:00:00.000Z to 2026-01-05T09:12:30.000Z",
  "- Commits since its start: 2 in its folder, on `main`; others worked there too",
  "  - `4be1c0d9a7 Retry with a growing wait`",
  "  - `a91f00c2b7 Give up after a day`",
  `- To go on: \`claude --resume 8d1c\` in the project's folder, or /sessions/${sessionId} in Switchyard`,
  "",
  `Switchyard session ${sessionId}, turn 3`,
].join("\n");

const preview: Answers = {
  previewTrace: { text: comment, sessionId, beadId: BeadId.parse("pa-12.2.3") },
};

const choice = (page: Page) => page.getByRole("combobox", { name: /ends in parcel-api/ });

function settings(name: string, refusals: Refusals = {}): State {
  return {
    name: `trace-settings${name}`,
    path: "/settings/projects",
    answers: plan({}, preview),
    refusals,
    async show(page) {
      await choice(page).scrollIntoViewIfNeeded();
      if (name === "") return;
      await choice(page).selectOption("comment");
      await page
        .getByRole("dialog")
        .getByText(/Persona:|could not be read/)
        .waitFor();
    },
  };
}

function traced(name: string, trace: Partial<SessionTrace>): State {
  const whole = { state: "written", form: "comment", turn: 1, at: Date.now() - 300_000, message: null };
  const values = {
    beadId: "pa-12.2.3",
    title: "Retry failed webhook deliveries",
    status: "stopped",
    pendingApprovals: 0,
    trace: SessionTrace.parse({ ...whole, ...trace }),
  };
  return {
    name: `trace-${name}`,
    path: `/sessions/${sessionId}`,
    answers: tour(values, [claude({ isDefault: true })], 7),
    async show(page) {
      await page.getByText("nothing here comes from a model").first().waitFor();
      const details = page.getByRole("button", { name: "Show session details" });
      if (await details.isVisible()) await details.click();
      await page.getByRole("button", { name: /^Made of/ }).click();
      await page.getByText(/(Written|Not written) to pa-12/).scrollIntoViewIfNeeded();
    },
  };
}

/** What sessions leave at their beads: the project's choice, what is asked first, and what came of it. */
export const traceStates: readonly State[] = [
  settings(""),
  settings("-ask"),
  settings("-unread", { previewTrace: { code: "PROJECT_NOT_FOUND", message: "There is no such project." } }),
  traced("written", {}),
  traced("due", {
    state: "due",
    message: "another process holds the exclusive lock on /home/ada/code/parcel-api/.beads/embeddeddolt",
  }),
  traced("failed", {
    state: "failed",
    form: "metadata",
    message:
      "bd 0.49.6 keeps no metadata of beads. Write it as a comment, and choose comments in the project's settings.",
  }),
];
