import { BeadId } from "@switchyard/core/protocol";
import { WireRefusal } from "@switchyard/testkit/bridge";
import type { FakeBdSwitches } from "@switchyard/testkit/fake-bd";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { startWritesYard, testInOneYard } from "../integration/bead-writes-yard.ts";

const id = (text: string): BeadId => BeadId.parse(text);
const INVALID_PARAMS = -32602;
const WAIT = { timeout: 20_000, interval: 10 };

/** What a shell, a parser of flags or a terminal would take for something else. */
const TEXTS = [
  "--help",
  "-f",
  "null",
  `$(touch pwned) \`touch pwned\`; 'single' "double" \\ %s --title=x`,
  "\u{1F41D} שלום مرحبا e\u0301 \u202Ereversed\u202C \u2028",
];

testInOneYard("whatever a text says, it is that text", async ({ yard }) => {
  const { client, projectId } = yard;
  for (const text of TEXTS) {
    const { beadId } = await client.call("createBead", {
      projectId,
      bead: { title: text, description: text },
    });
    const patch = { notes: text, design: `${text}\n\n${text}`, external_ref: text, assignee: text };
    await client.call("updateBead", { projectId, beadId, patch });
    expect(await yard.stored(beadId)).toMatchObject({
      ...{ title: text, description: text, ...patch },
      ...{ issue_type: "task", priority: 2, status: "open" },
    });
  }
  expect(existsSync(join(yard.at.root, "pwned"))).toBe(false);
  await client.call("closeBead", { projectId, beadId: id("shop-k3x"), reason: "-f\n--help" });
  expect(await yard.stored("shop-k3x")).toMatchObject({ close_reason: "-f\n--help" });
  // The tracker counts bytes: what it does not take is said in its words.
  const tooLong = await client.refusal("createBead", { projectId, bead: { title: "\u{1F41D}".repeat(250) } });
  expect(tooLong).toMatchObject({ code: "BD_FAILED", message: expect.stringContaining("500") });
});

test.for(["0.49.6", "1.3.0"])("bd %s takes texts that are longer than an argument can be", async (bd) => {
  await using yard = await startWritesYard({ bd });
  const { client, projectId } = yard;
  const beadId = id("shop-rel");
  const description = `${"d".repeat(299_999)}\u{1F41D}`;
  const made = await client.call("createBead", { projectId, bead: { title: "T", description } });
  expect((await yard.stored(made.beadId))?.["description"]).toBe(description);
  for (const text of [description, "e".repeat(100_000)]) {
    await client.call("updateBead", { projectId, beadId, patch: { description: text } });
    expect((await yard.stored("shop-rel"))?.["description"]).toBe(text);
  }
  const before = await yard.stored("shop-rel");
  const notes = "n".repeat(300_000);
  const refused = await client.refusal("updateBead", { projectId, beadId, patch: { notes } });
  expect(refused.code).toBe("TOO_LARGE");
  expect(await yard.stored("shop-rel")).toEqual(before);
});

testInOneYard("what cannot be is refused before the tracker hears of it", async ({ yard }) => {
  const { client, projectId } = yard;
  const [before, writes] = [await yard.at.read(), await yard.writes()];
  const frames: readonly [method: string, params: object][] = [
    ["createBead", { bead: { title: "" } }],
    ["createBead", { bead: { title: "  " } }],
    ["createBead", { bead: { title: "a\nb" } }],
    ["createBead", { bead: { title: "a\0b" } }],
    ["createBead", { bead: { title: "t".repeat(501) } }],
    ["createBead", { bead: { title: "T", colour: "red" } }],
    ["createBead", { bead: { title: "T", labels: ["a,b"] } }],
    ["createBead", { bead: { title: "T", priority: 5 } }],
    ["updateBead", { beadId: "shop-rel", patch: { id: "shop-1" } }],
    ["updateBead", { beadId: "shop-rel", patch: { title: null } }],
    ["updateBead", { beadId: "shop-rel", patch: { status: "--claim" } }],
    ["updateBead", { beadId: "shop-rel", patch: { description: "a\0b" } }],
    ["addLabel", { beadId: "shop-rel", label: "a,b" }],
    ["addLabel", { beadId: "shop-rel", label: "" }],
    ["addDependency", { beadId: "shop-rel", dependsOnId: "shop-1", type: "--help" }],
    ["updateBeads", { beadIds: [], patch: {} }],
  ];
  for (const [at, [method, params]] of frames.entries()) {
    client.raw(JSON.stringify({ jsonrpc: "2.0", id: 10_000 + at, method, params: { projectId, ...params } }));
    expect([method, params, (await client.nextResponse()).error?.code]).toEqual([
      method,
      params,
      INVALID_PARAMS,
    ]);
  }
  expect(await yard.at.read()).toEqual(before);
  expect(await yard.writes()).toEqual(writes);
});

testInOneYard("a part of an id is no bead: nothing is written to the one that has it", async ({ yard }) => {
  const { client, projectId } = yard;
  const before = await yard.at.read();
  const beadId = id("shop-zz");
  const none = await Promise.all([
    client.refusal("updateBead", { projectId, beadId, patch: { priority: 1 } }),
    client.refusal("closeBead", { projectId, beadId, force: true }),
    client.refusal("reopenBead", { projectId, beadId }),
    client.refusal("claimBead", { projectId, beadId }),
    client.refusal("addLabel", { projectId, beadId, label: "a" }),
    client.refusal("removeLabel", { projectId, beadId, label: "a" }),
    client.refusal("addComment", { projectId, beadId, text: "a" }),
    client.refusal("addDependency", { projectId, beadId, dependsOnId: "shop-1" }),
    client.refusal("removeDependency", { projectId, beadId, dependsOnId: "shop-1" }),
    client.refusal("addDependency", { projectId, beadId: id("shop-rel"), dependsOnId: "shop-zz" }),
    client.refusal("createBead", { projectId, bead: { title: "T", parent: beadId } }),
    client.refusal("updateBead", { projectId, beadId: id("shop-rel"), patch: { parent: beadId } }),
    ...["zz9", "-f", "--help", "null"].map((part) =>
      client.refusal("updateBead", { projectId, beadId: id(part), patch: { priority: 1 } }),
    ),
    client.refusal("addDependency", { projectId, beadId: id("shop-rel"), dependsOnId: "--help" }),
  ]);
  expect(none.filter(({ code }) => code !== "BEAD_NOT_FOUND").map(({ message }) => message)).toEqual([]);
  const many = { projectId, beadIds: ["shop-zz", "zz9"].map(id), patch: { priority: 1 } };
  expect(await client.call("updateBeads", many)).toMatchObject({ done: [], failed: [{}, {}] });
  expect(await yard.at.read()).toEqual(before);
});

test("a bead that is gone is not the child that its id is a part of", async () => {
  await using yard = await startWritesYard();
  const { client, projectId } = yard;
  await client.call("getBeads", { projectId });
  const left = (await yard.at.read()).filter((issue) => issue["id"] !== "shop-k3x");
  const beadId = id("shop-k3x");
  const calls = [
    () => client.refusal("closeBead", { projectId, beadId }),
    () => client.refusal("addDependency", { projectId, beadId: id("shop-big"), dependsOnId: beadId }),
    () => client.refusal("createBead", { projectId, bead: { title: "T", parent: beadId } }),
    () => client.refusal("updateBead", { projectId, beadId: id("shop-big"), patch: { parent: beadId } }),
  ];
  for (const [at, call] of calls.entries()) {
    // Gone again each time, before anything could be heard of it.
    await yard.at.write([...left, { id: "shop-k3x", title: "Mend the door", priority: 0 }]);
    await client.call("getBeads", { projectId, refresh: true });
    await yard.at.write(left);
    expect([at, await call()]).toMatchObject([at, { code: "BEAD_NOT_FOUND" }]);
    expect([at, await yard.at.read()]).toEqual([at, left]);
  }
});

testInOneYard("no bead becomes its own parent, child or blocker", async ({ yard }) => {
  const { client, projectId } = yard;
  const before = await yard.at.read();
  const beadId = id("shop-1");
  for (const refused of [
    await client.refusal("updateBead", { projectId, beadId, patch: { parent: beadId } }),
    await client.refusal("updateBead", { projectId, beadId, patch: { parent: id("shop-1.1.3") } }),
    await client.refusal("addDependency", { projectId, beadId, dependsOnId: "shop-1" }),
    await client.refusal("addDependency", { projectId, beadId: id("shop-1.1.2"), dependsOnId: "shop-1.1.3" }),
    await client.refusal("addDependency", { projectId, beadId: id("shop-1.1.3"), dependsOnId: "shop-1.1" }),
  ]) {
    expect(refused).toMatchObject({ code: "BD_FAILED" });
  }
  expect(await yard.at.read()).toEqual(before);
});

/** The first two, and the first four, are tried with both versions. */
const NOTHING_DONE: readonly [why: string, switches: FakeBdSwitches, words: RegExp][] = [
  ["says nothing and does nothing", { empty: true }, /\w/],
  ["fails in words of its own", { error: "Error: the disk is on fire" }, /the disk is on fire/],
  ["ends with a code and no word", { crash: 3 }, /\w/],
  ["is killed before its work", { crash: "SIGKILL" }, /\w/],
  ["finds no database", { noWorkspace: true }, /no beads database found/],
];

const ALL_DONE: readonly [why: string, switches: FakeBdSwitches][] = [
  ["does it without a word", { partial: 0 }],
  ["answers with rubbish", { garbage: "<html>" }],
  ["is killed after its work", { crash: "SIGKILL", crashWhen: "after" }],
  ["was locked at first", { locked: true, times: 2 }],
  ["is cut off in its answer", { partial: 20 }],
  ["ends with a code after its work", { crash: 3, crashWhen: "after" }],
  ["warns beside its answer", { noise: 'Warning: update available\n{"error":"not really"}\n' }],
  ["puts all in an envelope", { envelope: true }],
];

test.for([
  ["0.49.6", "comments add", 2, 4],
  ["1.3.0", "update", 5, 8],
] as const)("a bd %s whose %s fails is not believed, nor doubted where it works", async (given) => {
  const [bd, command, failures, successes] = given;
  await using yard = await startWritesYard({ bd });
  const { client, projectId } = yard;
  const on = { projectId, beadId: id("shop-rel") };
  const write = (text: string): Promise<{ bead: object }> =>
    command === "update"
      ? client.call("updateBead", { ...on, patch: { title: text } })
      : client.call("addComment", { ...on, text });
  const before = await yard.stored("shop-rel");
  for (const [why, switches, words] of NOTHING_DONE.slice(0, failures)) {
    await yard.at.fail({ ...switches, only: [command] });
    const refused: unknown = await write(why).catch((error: unknown) => error);
    expect([why, refused]).toMatchObject([why, { code: "BD_FAILED", message: expect.stringMatching(words) }]);
    expect([why, await yard.stored("shop-rel")]).toEqual([why, before]);
  }
  const done: string[] = [];
  for (const [why, switches] of ALL_DONE.slice(0, successes)) {
    await yard.at.fail({ ...switches, only: [command] });
    const { bead } = await write(why);
    done.push(why);
    // Not once more for each doubt.
    const now = command === "update" ? { title: why } : { comments: done.map((text) => ({ text })) };
    expect([bead, await yard.stored("shop-rel")]).toMatchObject([now, now]);
  }
  expect(await yard.at.overlaps()).toBe(0);
});

testInOneYard(
  "what a bd answered and then did not keep is taken back with the next reading",
  async ({ yard }) => {
    const { client, projectId } = yard;
    const beadId = id("shop-rel");
    await client.call("getBeads", { projectId });
    await yard.at.fail({ forgets: true, only: ["update"] });
    // Whether it believes the record that was printed is its own affair.
    await Promise.allSettled([client.call("updateBead", { projectId, beadId, patch: { title: "Kept?" } })]);
    const { beads } = await client.call("getBeads", { projectId, refresh: true });
    expect(beads.find((bead) => bead.id === beadId)?.title).toBe("Like the door");
    await yard.at.fail({});
  },
);

testInOneYard("what cannot be read back afterwards is told as not known, not as failed", async ({ yard }) => {
  const { client, projectId } = yard;
  const beadId = id("shop-rel");
  await client.call("getBeads", { projectId });
  await yard.at.fail({ partial: 0, only: ["comments add"] });
  await using hold = await yard.at.hold("comments add");
  const refusing = client.refusal("addComment", { projectId, beadId, text: "Once." });
  await vi.waitFor(() => expect(hold.isReached()).toBe(true), WAIT);
  await yard.at.fail({ error: "Error: the disk is on fire", only: ["show", "list", "comments"] });
  await hold.release();
  const refused = await refusing;
  expect(refused).toMatchObject({ code: "BD_FAILED", message: expect.stringContaining("may") });
  await yard.at.fail({});
  expect(await yard.stored("shop-rel")).toMatchObject({ comments: [{ text: "Once." }] });
});

test("an agent that holds a database which takes one program alone is waited for", async () => {
  await using yard = await startWritesYard({ bd: "1.0.0" });
  const { client, projectId } = yard;
  await client.call("getBeads", { projectId });
  await using hold = await yard.at.hold("dep list");
  const agent = yard.agent("ada", "dep", "list", "shop-1", "--json");
  await vi.waitFor(() => expect(hold.isReached()).toBe(true), WAIT);
  const written = client.call("addLabel", { projectId, beadId: id("shop-rel"), label: "patient" });
  await vi.waitFor(
    async () => expect((await yard.at.journal()).at(-1)).toMatchObject({ caller: "bridge", code: 1 }),
    WAIT,
  );
  await hold.release();
  expect((await agent).code).toBe(0);
  expect((await written).bead.labels).toEqual(["patient"]);
});

test("a bridge that is killed among its writes has done what it answered, and nothing by half", async () => {
  await using yard = await startWritesYard();
  const { client, projectId } = yard;
  const labels = Array.from({ length: 20 }, (_, at) => `l${at}`);
  const [answered, broken]: [string[], unknown[]] = [[], []];
  const calls = labels.map((label) =>
    client
      .call("updateBead", { projectId, beadId: id("shop-rel"), patch: { notes: label, design: label } })
      .then(
        ({ bead }) => answered.push(String(bead.notes)),
        (error: unknown) => broken.push(error),
      ),
  );
  await vi.waitFor(() => expect(answered.length).toBeGreaterThan(3), WAIT);
  await yard.yard.bridge.end("SIGKILL");
  await Promise.all(calls);
  expect(answered.length).toBeLessThan(20);
  expect(broken.filter((error) => error instanceof WireRefusal)).toEqual([]);
  await vi.waitFor(
    async () => expect((await yard.at.journal()).filter(({ endedAt }) => endedAt === undefined)).toEqual([]),
    WAIT,
  );
  const stored = await yard.stored("shop-rel");
  expect(stored?.["notes"]).toBe(stored?.["design"]);
  const at = labels.indexOf(String(stored?.["notes"]));
  // The one that ran when it ended may be done, and one whose answer was still on its way.
  expect(at).toBeGreaterThanOrEqual(answered.length - 1);
  await yard.yard.restart();
  const again = await yard.yard.client.call("addLabel", {
    projectId,
    beadId: id("shop-rel"),
    label: "after",
  });
  expect(again.bead).toMatchObject({ labels: ["after"], notes: labels[at] });
});
