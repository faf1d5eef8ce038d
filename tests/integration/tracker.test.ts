import { makeBeads } from "@switchyard/beads";
import { exampleIssues } from "@switchyard/testkit/fake-bd";
import { expect, test, vi } from "vitest";
import { z } from "zod";
import { fakeBench, fakeWorkspace } from "./tracker-fakes.ts";
import { findRealBd, realWorkspace } from "./tracker-real.ts";
import { trackerSuite } from "./tracker-suite.ts";

const NEW_AND_OLD = ["1.0.5", "0.49.6"];

for (const version of [...NEW_AND_OLD, "1.0.3", "1.3.0"]) {
  const isQuick = !NEW_AND_OLD.includes(version);
  trackerSuite({ name: `bd ${version} (fake)`, version, isQuick, make: () => fakeWorkspace({ version }) });
}

const { path, why } = findRealBd();
for (const bd of path) trackerSuite({ name: "the real bd", make: () => realWorkspace(bd) });
// oxlint-disable-next-line vitest/no-disabled-tests -- it tells why the suite above did not run
for (const reason of why) test.skip(`the real bd: not tested, since ${reason}`, () => undefined);

test.each(NEW_AND_OLD)("bd %s: one change of an agent is one reading", async (version) => {
  await using bench = await fakeBench({ version });
  await bench.tracker.read();
  for (const [count, id] of ["shop-k3x", "shop-1.2.1", "shop-odd"].entries()) {
    const change = bench.change();
    // oxlint-disable-next-line no-await-in-loop -- one change after the other
    await bench.agent("update", id, "--priority", "3", "--json");
    // oxlint-disable-next-line no-await-in-loop -- as above
    expect((await change).changed.map((bead) => bead.id)).toEqual([id]);
    // oxlint-disable-next-line no-await-in-loop -- as above
    expect(await bench.calls()).toEqual(Array.from({ length: count + 2 }, () => "list"));
    expect(bench.changes).toHaveLength(count + 1);
  }
});

test("what an agent's bd finds ready and blocked is what its list makes of it here", async () => {
  await using bench = await fakeBench({});
  const { beads } = await bench.tracker.read();
  const relations = makeBeads(beads, Date.now());
  const mine = (fits: (id: string) => boolean): string[] =>
    beads.flatMap(({ id }) => (fits(id) ? [id] : [])).toSorted();
  expect(mine(relations.isReady)).toEqual(idsIn(await bench.agent("ready", "--json", "--limit", "0")));
  expect(mine(relations.isBlocked)).toEqual(idsIn(await bench.agent("blocked", "--json")));
});

function idsIn(text: string): string[] {
  return z
    .array(z.object({ id: z.string() }))
    .parse(JSON.parse(text))
    .map(({ id }) => id)
    .toSorted();
}

test("what an agent does while we read is not lost", async () => {
  await using bench = await fakeBench({});
  await bench.tracker.read();
  const hold = await bench.workspace.hold("list");
  const reading = bench.tracker.read({ refresh: true });
  await vi.waitFor(() => expect(hold.isReached()).toBe(true), { timeout: 20_000 });
  const seen = bench.change(({ changed }) => changed.some(({ id }) => id === "shop-new"));
  await bench.workspace.write([...exampleIssues(), { id: "shop-new", title: "New" }]);
  await hold.release();
  await reading;
  await seen;
});
