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
import { createBeadHandler } from "./create-bead.ts";

const projectId = ProjectId.parse("p");
const sessionId = SessionId.parse("0198c0de-0000-4000-8000-000000000001");
const first = BeadId.parse("ab-1");
const made = readBead({ id: "ab-9", title: "New", priority: 2 })!;

test("a bead of a session keeps where it came from, and the bead that the session is on", async () => {
  const { createBead, create } = makeDesk({ beadId: first });
  const origin = { sessionId, seq: 7 };
  expect(await createBead({ projectId, bead: { title: "New" }, origin })).toEqual({
    projectId,
    beadId: "ab-9",
    bead: made,
  });
  expect(create).toHaveBeenCalledWith(
    { title: "New", dependencies: [{ depends_on_id: first, type: "discovered-from" }] },
    { metadata: { [ORIGIN_KEY]: origin }, note: `From session ${sessionId}` },
  );
});

test.each<[string, { beadId: BeadId; projectId?: ProjectId }, NewBead]>([
  ["a bead that is gone", { beadId: BeadId.parse("ab-gone") }, { title: "New" }],
  ["another project", { beadId: first, projectId: ProjectId.parse("q") }, { title: "New" }],
  ["the parent", { beadId: first }, { title: "New", parent: first }],
])("it does not depend on %s", async (_what, record, bead) => {
  const { createBead, create } = makeDesk(record);
  await createBead({ projectId, bead, origin: { sessionId } });
  expect(create.mock.calls[0]?.[0]).toEqual(bead);
});

test("a session that is not there is none to come from", async () => {
  const { createBead, create } = makeDesk(null);
  const creating = createBead({ projectId, bead: { title: "New" }, origin: { sessionId } });
  await expect(creating).rejects.toMatchObject({ code: "SESSION_NOT_FOUND" });
  expect(create).not.toHaveBeenCalled();
});

test("a write that is sent twice is done once", async () => {
  const { createBead, create } = makeDesk(null);
  const wish = { projectId, bead: { title: "New" }, writeId: "w" };
  expect(await createBead(wish)).toEqual(await createBead(wish));
  expect(create).toHaveBeenCalledTimes(1);
});

/** The handler over a tracker that makes `ab-9`, and holds `ab-1`; `record`: of the session, null where there is none. */
function makeDesk(record: { beadId?: BeadId; projectId?: ProjectId } | null) {
  const create = vi.fn<(bead: NewBead, extra?: object) => Promise<Bead>>(async () => made);
  const tracker = { writes: { create }, read: async () => ({ beads: [{ id: first }] }) };
  const createBead = createBeadHandler({
    find: async () => ({ projectId, tracker }),
    session() {
      if (record === null) throw new SwitchyardError("SESSION_NOT_FOUND", "There is none.");
      return { record: { beadId: null, projectId, ...record } };
    },
  });
  return { createBead, create };
}
