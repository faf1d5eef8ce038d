import { makeBeads } from "@switchyard/beads";
import type { Bead } from "@switchyard/core/protocol";
import { screen, within } from "@solidjs/testing-library";
import { createMemo, createSignal } from "solid-js";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createBeadOverlay } from "../../../state/bead-overlay.ts";
import { bead, edges, projectId, trackerState } from "../../../testing/beads.ts";
import { openSession, setUpPage, startTurn } from "../testkit/open-session.tsx";
import type { FakeSession } from "../testkit/fake-view.ts";

let page: Disposable;
beforeEach(async () => {
  page = await setUpPage();
});
afterEach(() => page[Symbol.dispose]());

const own = bead("pa-12.2.3", {
  title: "Retry failed webhook deliveries",
  status: "in_progress",
  assignee: "ada",
  acceptance_criteria: "- [x] Backs off\n- [ ] Gives up\n- [ ] Is documented",
  ...edges("pa-12.2.3", { "parent-child": ["pa-12.2"], blocks: ["pa-9"] }),
});
const others = [
  bead("pa-12.2", { title: "Retry with backoff", issue_type: "feature" }),
  bead("pa-9", { title: "Choose a schedule" }),
  bead("pa-12.2.4", { title: "Expire after 24 hours", ...edges("pa-12.2.4", { blocks: ["pa-12.2.3"] }) }),
];

/** A session on a bead whose tracker is driven by hand. */
function openOnBead(initial: Bead = own, play: (session: FakeSession) => void = () => undefined) {
  const [list, setList] = createSignal<readonly Bead[]>([initial, ...others]);
  const session = openSession((session) => {
    play(session);
    session.setBead({
      projectId,
      beadId: own.id,
      beads: {
        list,
        relations: createMemo(() => makeBeads(list(), Date.now())),
        tracker: () => trackerState,
        isLoaded: () => true,
        isReading: () => false,
        error: () => null,
        changedAt: () => 0,
        toldAt: () => 0,
        overlay: createBeadOverlay(),
        readings: () => 1,
        refresh: async () => undefined,
      },
      readWhole: () => ({
        bead: () => list().find((one) => one.id === own.id) ?? null,
        isReading: () => false,
        error: () => null,
        refresh: () => undefined,
      }),
    });
  });
  return { session, change: (values: Partial<Bead>) => setList([{ ...own, ...values }, ...others]) };
}

const details = () => screen.getByRole("complementary", { name: "Session details" });
const part = () => details().querySelector(".bead-part")?.parentElement?.textContent ?? "";

function endTurn(session: FakeSession): void {
  startTurn(session);
  session.add({ type: "turn_ended", stopReason: "end_turn", durationMs: 1000 });
  session.setInfo({ status: "paused" });
}

test("the details tell the bead's own state, its criteria and what it hangs together with", () => {
  openOnBead();
  expect(part()).toContain("StateIn progress, claimed by ada");
  expect(part()).toContain("Acceptance1 of 3 met");
  expect(part()).toContain("Blocked bypa-9Choose a schedule");
  expect(part()).toContain("Blockspa-12.2.4Expire after 24 hours");
  expect(part()).toContain("Part ofpa-12.2Retry with backoff");
  const link = within(details()).getByRole("link", { name: "pa-12.2.4" });
  expect(link.getAttribute("href")).toBe(`/plan/pa-12.2.4?project=${projectId}`);
});

test("a turn that ended is not a bead that is done", () => {
  openOnBead(own, endTurn);
  expect(part()).toContain("Turn ended. The bead is still in progress.");
});

test("while a turn runs nothing is said of it", () => {
  openOnBead(own, startTurn);
  expect(part()).not.toContain("Turn ended");
});

test("a bead that closes under a session is told with the reason, and its state stands out", () => {
  const { change } = openOnBead(own, endTurn);
  change({ status: "closed", close_reason: "Done in another branch" });
  expect(part()).toContain("StateClosed");
  expect(within(details()).getByText("The bead was closed: Done in another branch").role).toBe("status");
  expect(within(details()).getByText("Closed", { selector: ".flashing" }).dataset["flash"]).toBe("");
  vi.advanceTimersByTime(1100);
  expect(within(details()).getByText("Closed", { selector: ".flashing" }).dataset["flash"]).toBeUndefined();
});

test("a session that was stopped before its bead was done says so", () => {
  openOnBead(own, (session) => session.setInfo({ status: "stopped" }));
  expect(part()).toContain("The session is stopped. The bead is still in progress.");
});

test("the header links to the bead, with its title and state in the tooltip", () => {
  const { change } = openOnBead();
  const link = () => within(screen.getByRole("banner")).getByRole("link", { name: "pa-12.2.3" });
  expect(link().getAttribute("href")).toBe(`/plan/pa-12.2.3?project=${projectId}`);
  expect(link().title).toBe("pa-12.2.3 Retry failed webhook deliveries, In progress");
  change({ status: "closed" });
  expect(link().title).toBe("pa-12.2.3 Retry failed webhook deliveries, Closed");
  expect(within(screen.getByRole("banner")).getByRole("img", { name: "Closed" })).toBeDefined();
});

test("a session whose project is not known here shows the bead's id, and no part of it", () => {
  openSession();
  // Under the title, for where there is no room for the line of facts, and in that line.
  expect(within(screen.getByRole("banner")).getAllByText("pa-12.2.3")).toHaveLength(2);
  expect(within(details()).queryByRole("button", { name: /^Bead/ })).toBeNull();
});
