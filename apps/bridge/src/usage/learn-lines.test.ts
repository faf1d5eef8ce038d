import { type Bead, BeadId, ProjectId } from "@switchyard/core/protocol";
import { expect, test } from "vitest";
import { testLog } from "../log/test-log.ts";
import { learnLine, learnLines } from "./learn-lines.ts";

const projectId = ProjectId.parse("p-1");
const at = (id: string) => ({ projectId, beadId: BeadId.parse(id) });

test("what stands above a bead is kept over a restart and follows the tracker; one that is gone keeps what was known", async () => {
  await using stage = await testLog();
  learnLine(stage.log.lines, at("t"), [bead("t", "e"), bead("e", "top"), bead("top")]);
  expect(stage.log.lines.above(at("t"))).toEqual(["e", "top"]);
  const { lines } = await stage.reopen();
  expect(lines.above(at("t"))).toEqual(["e", "top"]);
  expect(lines.within(at("top"))).toEqual([at("top"), at("t")]);

  const moved = [bead("t", "f"), bead("f"), bead("e", "top"), bead("top")];
  expect(learnLines(lines, projectId, moved)).toEqual(["t"]);
  expect(learnLines(lines, projectId, moved)).toEqual([]);
  expect([lines.within(at("top")), lines.within(at("f"))]).toEqual([[at("top")], [at("f"), at("t")]]);
  expect(learnLines(lines, projectId, [bead("f")])).toEqual([]);
  expect(lines.above(at("t"))).toEqual(["f"]);
  expect(lines.above({ ...at("t"), projectId: ProjectId.parse("p-2") })).toEqual([]);
});

test("a bead that stood below none, or was in no list yet, as a session began on it comes below an epic later", async () => {
  await using stage = await testLog();
  const { lines } = stage.log;
  for (const id of ["alone", "unread"]) learnLine(lines, at(id), [bead("alone")]);
  const beads = [bead("alone", "e"), bead("unread", "e"), bead("e")];
  expect(learnLines(lines, projectId, beads)).toEqual(["alone", "unread"]);
  expect(lines.within(at("e"))).toEqual([at("e"), at("alone"), at("unread")]);
});

function bead(id: string, parent?: string): Bead {
  const edges = parent === undefined ? [] : [{ issue_id: id, depends_on_id: parent, type: "parent-child" }];
  const beadId = BeadId.parse(id);
  return { id: beadId, title: id, status: "open", priority: 2, issue_type: "task", dependencies: edges };
}
