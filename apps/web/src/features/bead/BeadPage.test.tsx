import { fireEvent, screen, waitFor, within } from "@solidjs/testing-library";
import { expect, test, vi } from "vitest";
import { bead, edges, fakeTracker, project, projectId } from "../../testing/beads.ts";
import { type Handlers, sessionInfo } from "../../testing/fake-bridge.ts";
import { openPart } from "../../testing/open-part.tsx";
import { press } from "../../testing/open-page.tsx";
import { BeadPage } from "./BeadPage.tsx";

vi.setConfig({ testTimeout: 20_000 });

const all = () => [
  bead("pa-12", { title: "Webhook delivery you can trust", issue_type: "epic" }),
  bead("pa-12.1", {
    title: "Retry failed deliveries",
    status: "in_progress",
    priority: 1,
    assignee: "ada",
    owner: "ada@example.com",
    labels: ["api", "specialist:qa"],
    estimated_minutes: 90,
    external_ref: "https://tracker.example.com/7",
    spec_id: "S-7",
    description: "Give up after **24 hours**.",
    acceptance_criteria: "- [x] Backs off\n- [ ] Gives up",
    notes: "Ask Bo.",
    comments: [{ id: 1, author: "bo", text: "Mind the *jitter*.", created_at: "2026-11-21T09:00:00Z" }],
    ...edges("pa-12.1", { "parent-child": ["pa-12"], blocks: ["pa-9", "pb-1"] }),
  }),
  bead("pa-12.2", {
    title: "Expire them",
    ...edges("pa-12.2", { "parent-child": ["pa-12"], blocks: ["pa-12.1"] }),
  }),
  bead("pa-9", { title: "Choose a schedule", status: "closed", close_reason: "Decided" }),
];

function open(beadId: string, handlers: Handlers = {}) {
  const tracker = fakeTracker(all());
  const closed: string[] = [];
  const page = openPart(
    () => (
      <BeadPage projectId={projectId} beadId={beadId} layout="page" onClose={() => closed.push("closed")} />
    ),
    { getProjects: () => ({ projects: [project()] }), ...tracker.handlers, ...handlers },
  );
  return { ...page, tracker, closed };
}

const text = () => screen.getByRole("article").textContent ?? "";

test("it shows all that is known of a bead", async () => {
  open("pa-12.1");
  await screen.findByRole("heading", { level: 1, name: "Retry failed deliveries" });
  await screen.findByText("jitter", { selector: "em" });
  for (const part of [
    "StateIn progress, claimed by ada",
    "PriorityP1high",
    "Assigneeada",
    "Labelsapispecialist:qa",
    "Estimate1h 30m",
    "Ownerada@example.com",
    "Part ofWebhook delivery you can trustpa-12",
    "Acceptance criteria1 of 2 met",
    "Give up after 24 hours.",
    "Mind the jitter.",
    "More fields (1)spec_idS-7",
  ]) {
    expect(text()).toContain(part);
  }
  expect(screen.getByRole("link", { name: "https://tracker.example.com/7" })).toBeDefined();
});

test("dependencies are told both ways with their state, and one of elsewhere is its id", async () => {
  open("pa-12.1");
  const link = await screen.findByRole("link", { name: /Choose a schedule/ });
  expect(link.getAttribute("href")).toBe(`/plan/pa-9?project=${projectId}`);
  expect(text()).toContain("Blocked byChoose a schedulepa-9Closedpb-1not in this project");
  expect(text()).toContain("BlocksExpire thempa-12.2Blocked");
});

test("an epic tells its parts and how far they are", async () => {
  open("pa-12");
  await screen.findByRole("heading", { level: 1, name: "Webhook delivery you can trust" });
  expect(text()).toContain("Parts0 of 2 closed");
  expect(screen.getByRole("link", { name: /Retry failed deliveries/ })).toBeDefined();
});

test("the outline is there before the texts are", async () => {
  open("pa-12.1", { getBead: () => "silence" });
  await screen.findByRole("heading", { level: 1, name: "Retry failed deliveries" });
  expect(screen.getByRole("status", { name: "Reading its texts" })).toBeDefined();
});

test("its sessions are told with their state and what they cost together", async () => {
  const costs = { inputTokens: 0, outputTokens: 0, costUsd: 1.5, turnsWithoutCost: 0 };
  const on = { projectId, beadId: "pa-12.1", usage: costs };
  const second = "3c8a51c5-9a0e-4a52-8d2f-0f3f6f7f0a02";
  open("pa-12.1", {
    listSessions: () => ({
      sessions: [
        sessionInfo({ ...on, title: "First try", pendingApprovals: 1 }),
        sessionInfo({ ...on, sessionId: second, title: "Second try", status: "stopped" }),
      ],
    }),
  });
  const row = await screen.findByRole("link", { name: /First try/ });
  expect(row.textContent).toContain("Needs you");
  expect(row.getAttribute("href")).toMatch(/^\/sessions\/3c8a51c5/);
  expect(screen.getByRole("link", { name: /Second try/ }).textContent).toContain("Stopped");
  expect(text()).toContain("$3.00 together");
});

test("S and the button start a session on it", async () => {
  const { asked } = open("pa-12.1");
  await screen.findByRole("heading", { level: 1, name: "Retry failed deliveries" });
  fireEvent.click(screen.getByRole("button", { name: /^Start session/ }));
  press("s");
  const on = { projectId, beadId: "pa-12.1" };
  expect(asked).toEqual([
    ["openNewSession", on],
    ["openNewSession", on],
  ]);
});

test("what changes outside is shown and stands out, what does not change does not", async () => {
  const { bridge, tracker } = open("pa-12.1");
  await screen.findByText("Ask Bo.");
  const [, before] = all();
  tracker.tell(bridge, [{ ...before!, assignee: "bo", notes: "Asked." }], { texts: ["pa-12.1"] });
  const flashOf = (text: string) =>
    screen.getByText(text, { selector: ".flashing *" }).closest<HTMLElement>(".flashing")?.dataset["flash"];
  await waitFor(() => expect(flashOf("bo")).toBe(""));
  expect(flashOf("P1")).toBeUndefined();
  await screen.findByText("Asked.");
});

test("a bead that is not there says so", async () => {
  open("pa-404");
  await screen.findByRole("heading", { name: "No such bead" });
  expect(text()).toContain("pa-404");
});

test("texts that can't be read tell the tracker's own words and can be read again", async () => {
  const { bridge, tracker } = open("pa-12.1", {
    getBead: () => ({ refuse: { code: "BD_FAILED", message: "database is locked" } }),
  });
  const note = await screen.findByRole("alert");
  expect(note.textContent).toContain("database is locked");
  expect(screen.getByRole("heading", { level: 1, name: "Retry failed deliveries" })).toBeDefined();
  bridge.handlers.getBead = tracker.handlers.getBead;
  fireEvent.click(within(note).getByRole("button", { name: "Read again" }));
  await screen.findByText("Ask Bo.");
});

test("a tracker that can't be read at all is told, and read again on demand", async () => {
  const refuse = { refuse: { code: "BD_FAILED", message: "no database" } };
  const { bridge, tracker } = open("pa-12.1", { getBead: () => refuse, getBeads: () => refuse });
  const note = await screen.findByRole("alert");
  expect(note.textContent).toContain("no database");
  bridge.handlers.getBead = tracker.handlers.getBead;
  bridge.handlers.getBeads = tracker.handlers.getBeads;
  fireEvent.click(within(note).getByRole("button", { name: "Read again" }));
  await screen.findByRole("heading", { level: 1, name: "Retry failed deliveries" });
});
