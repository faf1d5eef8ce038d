import { fireEvent, screen, waitFor, within } from "@solidjs/testing-library";
import { type Bead, BeadPatch } from "@switchyard/core/protocol";
import { describe, expect, test, vi } from "vitest";
import { bead, edges, fakeTracker, project, projectId } from "../../testing/beads.ts";
import { type Handlers, sessionInfo } from "../../testing/fake-bridge.ts";
import { openPart } from "../../testing/open-part.tsx";
import { press } from "../../testing/open-page.tsx";
import { BeadPage } from "./BeadPage.tsx";

vi.setConfig({ testTimeout: 20_000 });

const SESSION = "3c8a51c5-9a0e-4a52-8d2f-0f3f6f7f0a01";
const one = (values: Record<string, unknown> = {}) =>
  bead("pa-1", {
    title: "Retry deliveries",
    labels: ["api"],
    description: "Give up after a day.",
    acceptance_criteria: "- [x] Backs off\n- [ ] Gives up",
    ...edges("pa-1", { "parent-child": ["pa-0"] }),
    ...values,
  });
const others = () => [
  bead("pa-0", { title: "Webhooks", issue_type: "epic", assignee: "bo" }),
  bead("pa-1.1", { title: "Schedule", labels: ["db"], ...edges("pa-1.1", { "parent-child": ["pa-1"] }) }),
  bead("pa-2", { title: "Expire", status: "in_review", ...edges("pa-2", { blocks: ["pa-1"] }) }),
  bead("pa-3", { title: "Choose a key" }),
];

/** The page of a bead, over a tracker that takes what `handlers` do not refuse. */
async function open({
  own = one(),
  handlers = {},
  state,
  keep,
}: { own?: Bead; handlers?: Handlers; state?: object; keep?: Record<string, string> } = {}) {
  const tracker = fakeTracker([own, ...others()]);
  if (state !== undefined) tracker.setState(state);
  const current = (id: unknown) => tracker.beads().find((each) => each.id === id) ?? own;
  const written = (params: Record<string, unknown>, values: object) => {
    const next = bead(String(params["beadId"]), { ...current(params["beadId"]), ...values });
    return { projectId, bead: next };
  };
  const page = openPart(
    () => {
      for (const [key, value] of Object.entries(keep ?? {})) localStorage.setItem(key, value);
      return <BeadPage projectId={projectId} beadId="pa-1" layout="page" onClose={() => undefined} />;
    },
    {
      getProjects: () => ({ projects: [project()] }),
      ...tracker.handlers,
      updateBead: (params) => {
        const patch = Object.entries(BeadPatch.parse(params["patch"]));
        return written(params, Object.fromEntries(patch.map(([key, value]) => [key, value ?? undefined])));
      },
      ...handlers,
    },
  );
  await screen.findByRole("heading", { name: "Retry deliveries" });
  return { ...page, tracker, written };
}

const button = (name: string | RegExp) => screen.getByRole("button", { name });
const type = (label: string, text: string) =>
  fireEvent.input(screen.getByLabelText(label), { target: { value: text } });
const pressIn = (label: string, key: string, values: KeyboardEventInit = {}) =>
  fireEvent.keyDown(screen.getByLabelText(label), { key, ...values });
const changed = (values: Record<string, unknown>) => ({
  refuse: { code: "BEAD_CHANGED", message: "It is not what it was.", data: { bead: one(values) } },
});
const refusal = (message: string, data = {}) => ({ refuse: { code: "BD_FAILED", message, data } });

describe("a field of one line", () => {
  test("Enter saves what was edited, with what it was before, and gives the focus back", async () => {
    const { bridge } = await open();
    fireEvent.click(screen.getByTitle("Edit title"));
    type("Title", "  Retry them ");
    pressIn("Title", "Enter");
    await screen.findByRole("heading", { name: "Retry them" });
    expect(bridge.of("updateBead")).toEqual([
      {
        projectId,
        beadId: "pa-1",
        patch: { title: "Retry them" },
        base: { title: "Retry deliveries" },
      },
    ]);
    expect(document.activeElement?.textContent).toBe("Retry them");
  });

  test("Esc leaves it as it was, and what can't be is told without being sent", async () => {
    const { bridge } = await open();
    press("F2");
    type("Title", " ");
    pressIn("Title", "Enter");
    expect(screen.getByRole("alert").textContent).toContain("1 to 500 characters");
    pressIn("Title", "Escape");
    expect(screen.getByRole("heading", { name: "Retry deliveries" })).toBeDefined();
    expect(bridge.of("updateBead")).toEqual([]);
  });

  test("an empty one is added, and leaving it saves", async () => {
    const { bridge } = await open();
    fireEvent.click(button("Add a field"));
    fireEvent.click(screen.getByRole("menuitem", { name: "Estimate" }));
    type("Estimate", "1d 30m");
    fireEvent.focusOut(screen.getByLabelText("Estimate"), { relatedTarget: document.body });
    await waitFor(() => expect(bridge.of("updateBead")).toHaveLength(1));
    expect(bridge.of("updateBead")[0]).toMatchObject({
      patch: { estimated_minutes: 510 },
      base: { estimated_minutes: null },
    });
  });

  test("a refusal stands under it in the tracker's own words, keeps what was written, and is tried again", async () => {
    const { bridge } = await open({
      own: one({ assignee: "ada" }),
      handlers: { updateBead: () => refusal("Error: database is locked") },
    });
    fireEvent.click(button("ada"));
    type("Assignee", "bo");
    pressIn("Assignee", "Enter");
    expect((await screen.findByRole("alert")).textContent).toContain("Error: database is locked");
    expect(screen.getByLabelText("Assignee")).toHaveProperty("value", "bo");
    bridge.handlers.updateBead = () => ({ projectId, bead: one({ assignee: "bo" }) });
    fireEvent.click(button("Try again"));
    await waitFor(() => expect(screen.queryByLabelText("Assignee")).toBeNull());
  });
});

describe("what somebody else changed while it is edited", () => {
  test("is shown with mine; taking theirs leaves it, and sends nothing", async () => {
    const { bridge, tracker } = await open({ own: one({ assignee: "ada" }) });
    fireEvent.click(button("ada"));
    type("Assignee", "bo");
    tracker.tell(bridge, [one({ assignee: "cy" })]);
    expect((await screen.findByRole("alert")).textContent).toContain("Now: cy");
    pressIn("Assignee", "Enter");
    expect(screen.getByLabelText("Assignee")).toHaveProperty("value", "bo");
    fireEvent.click(button("Take theirs"));
    await waitFor(() => expect(document.activeElement).toBe(button("cy")));
    expect(button("cy")).toBeDefined();
    expect(bridge.of("updateBead")).toEqual([]);
  });

  test("and that the bridge alone knows of: mine is kept over theirs when it is said so", async () => {
    const { bridge } = await open({
      own: one({ assignee: "ada" }),
      handlers: { updateBead: () => changed({ assignee: "cy" }) },
    });
    fireEvent.click(button("ada"));
    type("Assignee", "bo");
    pressIn("Assignee", "Enter");
    expect((await screen.findByRole("alert")).textContent).toContain("Now: cy");
    bridge.handlers.updateBead = () => ({ projectId, bead: one({ assignee: "bo" }) });
    fireEvent.click(button("Keep mine"));
    await waitFor(() => expect(screen.queryByRole("alert")).toBeNull());
    expect(bridge.of("updateBead").at(-1)).toMatchObject({
      patch: { assignee: "bo" },
      base: { assignee: "cy" },
    });
  });
});

describe("what is chosen", () => {
  test("a status of the project's own, and the priority, by keys", async () => {
    const { bridge } = await open();
    press("t");
    fireEvent.click(await screen.findByRole("menuitemradio", { name: "In review" }));
    await waitFor(() => expect(bridge.of("updateBead")).toHaveLength(1));
    press("p");
    fireEvent.click(await screen.findByRole("menuitemradio", { name: "P0 critical" }));
    await waitFor(() => expect(bridge.of("updateBead")).toHaveLength(2));
    expect(bridge.of("updateBead")).toMatchObject([
      { patch: { status: "in_review" }, base: { status: "open" } },
      { patch: { priority: 0 }, base: { priority: 2 } },
    ]);
  });

  test("labels are put on and taken off one by one", async () => {
    const { bridge } = await open({
      handlers: { updateBeads: () => ({ projectId, done: [one().id], failed: [] }) },
    });
    press("l");
    type("Add a label", "db");
    fireEvent.click(await screen.findByRole("option", { name: "db" }));
    fireEvent.click(button("Remove label api"));
    await waitFor(() => expect(bridge.of("updateBeads")).toHaveLength(2));
    expect(bridge.of("updateBeads").map((params) => params["patch"])).toEqual([
      { addLabels: ["db"] },
      { removeLabels: ["api"] },
    ]);
  });

  test("another parent, which is none of those below it", async () => {
    const { bridge } = await open();
    press("v");
    const field = await screen.findByRole("combobox", { name: "Parent" });
    fireEvent.input(field, { target: { value: "pa" } });
    const offered = await screen.findAllByRole("option");
    expect(offered.map((option) => option.textContent)).toEqual([
      expect.stringContaining("pa-0"),
      expect.stringContaining("pa-3"),
      expect.stringContaining("pa-2"),
    ]);
    fireEvent.click(offered[1]!);
    await waitFor(() => expect(bridge.of("updateBead")).toHaveLength(1));
    expect(bridge.of("updateBead")[0]).toMatchObject({ patch: { parent: "pa-3" }, base: { parent: "pa-0" } });
  });
});

describe("a long text", () => {
  const KEY = `switchyard.bead-draft.${projectId}.pa-1.notes`;

  test("is saved by Mod+Enter", async () => {
    const { bridge } = await open();
    fireEvent.click(await screen.findByRole("button", { name: "Edit description" }));
    type("Description", "");
    pressIn("Description", "Enter", { ctrlKey: true });
    await waitFor(() => expect(screen.queryByLabelText("Description")).toBeNull());
    expect(bridge.of("updateBead")[0]).toMatchObject({
      patch: { description: null },
      base: { description: "Give up after a day." },
    });
  });

  test("a draft is found again, also where the field was changed meanwhile; what is discarded can be got back", async () => {
    await open({
      own: one({ notes: "Theirs." }),
      keep: { [KEY]: JSON.stringify({ text: "Mine.", base: "Old." }) },
    });
    expect(await screen.findByLabelText("Notes")).toHaveProperty("value", "Mine.");
    expect(screen.getByRole("alert").textContent).toContain("Theirs.");
    fireEvent.click(button("Take theirs"));
    expect(screen.queryByLabelText("Notes")).toBeNull();
    fireEvent.click(await screen.findByRole("button", { name: /^Undo/ }));
    expect(await screen.findByLabelText("Notes")).toHaveProperty("value", "Mine.");
  });

  test("a criterion is ticked where it stands, also in a text that somebody changed meanwhile", async () => {
    const theirs = "New first\n- [x] Backs off\n- [ ] Gives up";
    const { bridge } = await open({
      handlers: { updateBead: () => changed({ acceptance_criteria: theirs }) },
    });
    const box = await screen.findByRole("checkbox", { name: "Gives up" });
    const second = bridge.next("updateBead").then(() => {
      bridge.handlers.updateBead = () => ({ projectId, bead: one() });
      return bridge.next("updateBead");
    });
    fireEvent.click(box);
    expect((await second).params).toMatchObject({
      patch: { acceptance_criteria: "New first\n- [x] Backs off\n- [x] Gives up" },
      base: { acceptance_criteria: theirs },
    });
  });
});

describe("acts", () => {
  test("claiming what somebody has names them", async () => {
    await open({
      handlers: { claimBead: () => ({ refuse: { code: "CLAIMED", data: { assignee: "bo" } } }) },
    });
    press("m");
    expect((await screen.findByRole("alert")).textContent).toContain("bo has claimed it already");
  });

  test("a guard is told in the tracker's words, and only then it can be closed anyway", async () => {
    const { bridge, written } = await open({
      handlers: { closeBead: () => refusal("cannot close pa-1: 1 open child", { canForce: true }) },
    });
    fireEvent.click(button("Close bead"));
    const dialog = within(await screen.findByRole("dialog"));
    expect(dialog.queryByRole("button", { name: "Close anyway" })).toBeNull();
    type("Reason", "Done elsewhere");
    fireEvent.click(dialog.getByRole("button", { name: /^Close bead/ }));
    expect((await dialog.findByRole("alert")).textContent).toContain("cannot close pa-1: 1 open child");
    bridge.handlers.closeBead = (params) => written(params, { status: "closed" });
    fireEvent.click(dialog.getByRole("button", { name: "Close anyway" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(bridge.of("closeBead").at(-1)).toMatchObject({ reason: "Done elsewhere", force: true });
    expect(bridge.of("closeBead")[0]).not.toHaveProperty("force");
    await screen.findByRole("button", { name: "Reopen" });
  });

  test("a circle of dependencies is refused by name where it was asked for", async () => {
    const { bridge } = await open({
      handlers: { addDependency: () => refusal("pa-1 waits for pa-2, which waits for pa-1") },
    });
    fireEvent.click(button("Dependency"));
    type("Other bead", "expire");
    fireEvent.click(await screen.findByRole("option", { name: /pa-2/ }));
    expect((await screen.findByRole("alert")).textContent).toContain("pa-2, which waits for pa-1");
    fireEvent.change(screen.getByLabelText("How they hang together"), { target: { value: "blocks in" } });
    type("Other bead", "choose");
    fireEvent.click(await screen.findByRole("option", { name: /pa-3/ }));
    await waitFor(() => expect(bridge.of("addDependency")).toHaveLength(2));
    expect(bridge.of("addDependency")).toMatchObject([
      { beadId: "pa-1", dependsOnId: "pa-2", type: "blocks" },
      { beadId: "pa-3", dependsOnId: "pa-1", type: "blocks" },
    ]);
  });

  test("a dependency is taken away from the bead that has it, and stands again where that is refused", async () => {
    const { bridge } = await open({ handlers: { removeDependency: () => refusal("database is locked") } });
    fireEvent.click(button("Remove: blocks pa-2"));
    expect((await screen.findByRole("alert")).textContent).toContain("database is locked");
    expect(button("Remove: blocks pa-2")).toBeDefined();
    expect(bridge.of("removeDependency")).toMatchObject([{ beadId: "pa-2", dependsOnId: "pa-1" }]);
  });

  test("a child is made by its title, and one that is refused keeps it", async () => {
    const { bridge } = await open({ handlers: { createBead: () => refusal("validation failed") } });
    press("Insert");
    type("Title of the child", "Back off");
    pressIn("Title of the child", "Enter");
    expect((await screen.findByRole("alert")).textContent).toContain("validation failed");
    expect(screen.getByLabelText("Title of the child")).toHaveProperty("value", "Back off");
    expect(bridge.of("createBead")[0]).toMatchObject({ bead: { title: "Back off", parent: "pa-1" } });
  });

  test("a comment that is refused comes back, before what was written since", async () => {
    const refused = Promise.withResolvers<void>();
    await open({ handlers: { addComment: () => refused.promise.then(() => refusal("database is locked")) } });
    await screen.findByLabelText("Add a comment");
    type("Add a comment", "First.");
    pressIn("Add a comment", "Enter", { ctrlKey: true });
    expect(screen.getByLabelText("Add a comment")).toHaveProperty("value", "");
    type("Add a comment", "Second.");
    refused.resolve();
    expect((await screen.findByRole("alert")).textContent).toContain("database is locked");
    expect(screen.getByLabelText("Add a comment")).toHaveProperty("value", "First.\n\nSecond.");
  });
});

test("where it came from is a link, and what is told so is not shown raw", async () => {
  await open({
    own: one({
      metadata: { switchyard_origin: { sessionId: SESSION, seq: 7 }, switchyard_sessions: {}, role: "qa" },
    }),
    handlers: { listSessions: () => ({ sessions: [sessionInfo({ title: "First try" })] }) },
  });
  const link = await screen.findByRole("link", { name: "session First try" });
  expect(link.getAttribute("href")).toBe(`/sessions/${SESSION}?at=7`);
  expect(screen.getByText("More fields (1)").closest("details")?.textContent).not.toContain("switchyard");
});

test("without a program nothing can be edited, and it says why", async () => {
  await open({ state: { source: "jsonl", note: "There is no bd on the PATH." } });
  await screen.findByText("Read-only. There is no bd on the PATH.");
  await screen.findByText("Give up after a day.");
  for (const key of ["F2", "t", "l", "e", "Insert"]) press(key);
  expect(
    screen.getAllByRole("button").map((each) => each.getAttribute("aria-label") ?? each.textContent),
  ).toEqual(["Back to the plan", "Copy the bead’s id", expect.stringContaining("Start session")]);
  expect(screen.queryByRole("textbox")).toBeNull();
  expect(screen.queryByRole("dialog")).toBeNull();
});
