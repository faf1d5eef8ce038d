import { join } from "node:path";
import { BeadId, ProjectId } from "@switchyard/core/protocol";
import { installFakeBr, makeWorkspace } from "@switchyard/testkit/fake-bd";
import { pino } from "pino";
import { expect, test } from "vitest";
import { testFolder } from "../folder.testkit.ts";
import { makeTrackers } from "../trackers.ts";

test("br changes the trackers that br made", async () => {
  await using folder = await testFolder();
  const issue = {
    id: "br-1",
    title: "First",
    status: "open",
    priority: 2,
    issue_type: "task",
    source_repo: ".",
  };
  const times = { created_at: "2026-02-01T09:00:00Z", updated_at: "2026-02-01T09:00:00Z" };
  const workspace = await makeWorkspace(folder.at("shop"), [{ ...issue, ...times }], {
    version: "0.49.6",
    storage: "sqlite",
  });
  const { path } = await installFakeBr(folder.at("bin"));
  const env = { PATH: `${join(path, "..")}:/usr/bin:/bin`, HOME: folder.path, BD_ACTOR: "alice" };
  const trackers = makeTrackers({
    env,
    ownRoots: [],
    environment: () => env,
    probeFolder: folder.path,
    changed: () => undefined,
    logger: pino({ level: "silent" }),
  });
  const { writes } = trackers.of(ProjectId.parse("shop"), workspace.root);
  const parent = BeadId.parse("br-1");
  const made = await writes.create({ title: "-x", design: "d\ne", notes: "n", labels: ["a", "b"], parent });
  expect(made).toMatchObject({ title: "-x", design: "d\ne", notes: "n", labels: ["a", "b"] });
  const changed = await writes.update(made.id, { design: null, labels: ["b", "c"], assignee: "bob" });
  expect(changed).toMatchObject({ labels: ["b", "c"], assignee: "bob" });
  expect(changed).not.toHaveProperty("design");
  expect(await writes.comment(made.id, "--said")).toMatchObject({ comments: [{ text: "--said" }] });
  expect(await writes.claim(parent)).toMatchObject({ assignee: "alice", bead: { status: "in_progress" } });
  expect(await writes.close(made.id, { reason: "done" })).toMatchObject({ status: "closed" });
  expect(await writes.reopen(made.id)).toMatchObject({ status: "open" });
  await expect(writes.metadata(made.id, "a", () => 1)).rejects.toMatchObject({ code: "NOT_SUPPORTED" });
  await trackers.close();
});
