import { fireEvent, screen } from "@solidjs/testing-library";
import { type Bead, BeadId } from "@switchyard/core/protocol";
import { z } from "zod";
import { bead, fakeTracker, project, projectId } from "../../../testing/beads.ts";
import type { Handlers } from "../../../testing/fake-bridge.ts";
import { openPage } from "../../../testing/open-page.tsx";

export const plan = [
  bead("pa-1", { title: "Webhooks", issue_type: "epic" }),
  bead("pa-1.1", { title: "Rotate the secret", labels: ["security"] }),
  bead("pa-1.2", { title: "Verify it" }),
  bead("pa-2", { title: "Labels", issue_type: "epic" }),
  bead("pa-3", { title: "Flaky test" }),
];

/** A page over a tracker that takes what it is told, where a test says nothing else. */
export async function openPlan(handlers: Handlers = {}, beads: readonly Bead[] = plan) {
  const tracker = fakeTracker(beads);
  const page = openPage(
    { getProjects: () => ({ projects: [project()] }), ...tracker.handlers, ...handlers },
    "/plan",
  );
  const written = (id: unknown, values: Record<string, unknown> = {}) => {
    const found = tracker.beads().find((one) => one.id === id);
    const next = bead(String(id), { ...found, ...values });
    tracker.tell(page.bridge, [next]);
    return { projectId, bead: next };
  };
  return { ...page, tracker, written };
}
export const shownPlan = async (...args: Parameters<typeof openPlan>) => {
  const page = await openPlan(...args);
  return { ...page, tree: await screen.findByRole("treegrid", { name: "Beads" }) };
};

export const rowOf = (id: string) => {
  const row = document.querySelector<HTMLElement>(`[data-bead="${id}"]`);
  if (row === null) throw new Error(`no row of ${id}`);
  return row;
};
export const focused = () =>
  document.activeElement instanceof HTMLElement ? document.activeElement.dataset["bead"] : null;
export const write = (field: HTMLElement, value: string) => fireEvent.input(field, { target: { value } });
export const Fields = z.record(z.string(), z.unknown());
export const BeadIds = z.array(BeadId);
/** All of them are changed. */
export const takesAll: Handlers = {
  updateBeads: ({ beadIds }) => ({ projectId, done: BeadIds.parse(beadIds), failed: [] }),
};
export const refused = { code: "BD_FAILED", message: "bd says no" } as const;
