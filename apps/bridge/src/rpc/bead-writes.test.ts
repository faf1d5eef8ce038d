import { readBead } from "@switchyard/beads";
import {
  type Bead,
  BeadId,
  type NewBead,
  ORIGIN_KEY,
  ProjectId,
  SessionId,
  SwitchyardError,
} from "@switchyard/core/protocol";
import { expect, test, vi } from "vitest";
import type { Tracker } from "../beads/trackers.ts";
import type { Sessions } from "../session/sessions.ts";
import { beadWriteHandlers } from "./bead-writes.ts";

const projectId = ProjectId.parse("p");
const sessionId = SessionId.parse("0198c0de-0000-4000-8000-000000000001");
const made = readBead({ id: "ab-9", title: "New", priority: 2 })!;

test("a bead of a session keeps where it came from, and the bead that the session is on", async () => {
  const { handlers, create } = makeDesk({ beadId: "ab-1" });
  const origin = { sessionId, seq: 7 };
  expect(await handlers.createBead({ projectId, bead: { title: "New" }, origin })).toEqual({
    projectId,
    beadId: "ab-9",
    bead: made,
  });
  expect(create).toHaveBeenCalledWith(
    { title: "New", dependencies: [{ depends_on_id: "ab-1", type: "discovered-from" }] },
    { metadata: { [ORIGIN_KEY]: origin }, note: `From session ${sessionId}` },
  );
});

test.each<[string, Partial<Record<"beadId" | "projectId", string>>, NewBead]>([
  ["a bead that is gone", { beadId: "ab-gone" }, { title: "New" }],
  ["another project", { beadId: "ab-1", projectId: "q" }, { title: "New" }],
  ["the parent", { beadId: "ab-1" }, { title: "New", parent: BeadId.parse("ab-1") }],
])("it does not depend on %s", async (_what, record, bead) => {
  const { handlers, create } = makeDesk(record);
  await handlers.createBead({ projectId, bead, origin: { sessionId } });
  expect(create.mock.calls[0]?.[0]).toEqual(bead);
});

test("a session that is not there is none to come from", async () => {
  const { handlers, create } = makeDesk(null);
  const creating = handlers.createBead({ projectId, bead: { title: "New" }, origin: { sessionId } });
  await expect(creating).rejects.toMatchObject({ code: "SESSION_NOT_FOUND" });
  expect(create).not.toHaveBeenCalled();
});

test("a write that is sent twice is done once", async () => {
  const { handlers, create } = makeDesk(null);
  const wish = { projectId, bead: { title: "New" }, writeId: "w" };
  expect(await handlers.createBead(wish)).toEqual(await handlers.createBead(wish));
  expect(create).toHaveBeenCalledTimes(1);
});

/** Handlers over a tracker that makes `ab-9`, and holds `ab-1`; `record`: of the session, null where there is none. */
function makeDesk(record: Partial<Record<"beadId" | "projectId", string>> | null) {
  const create = vi.fn<(bead: NewBead, extra?: object) => Promise<Bead>>(async () => made);
  const beads = [readBead({ id: "ab-1", title: "First", priority: 2 })!];
  const tracker = { writes: { create }, read: async () => ({ beads }) } as unknown as Tracker;
  const need = () => {
    if (record === null) throw new SwitchyardError("SESSION_NOT_FOUND", "There is none.");
    return { record: { projectId, ...record } };
  };
  const handlers = beadWriteHandlers({ need } as unknown as Pick<Sessions, "need">, {
    projects: { ready: async () => undefined, need: () => ({ projectId, path: "/p" }) as never },
    trackers: { of: () => tracker },
  });
  return { handlers, create };
}
