import { BeadId } from "@switchyard/core/protocol";
import { expect, test } from "vitest";
import { startWritesYard } from "./bead-writes-yard.ts";

/** Some 90 calls of a program, one after the other, on a machine that has much else to do. */
const SLOW_MACHINE_MS = 120_000;
const id = (text: string): BeadId => BeadId.parse(text);

// All wait at once from the first on, in a queue that counts none of them: more would go the same way.
test(
  "of 40 writes of two clients none is lost, none meets another, and no agent's call is refused",
  async () => {
    await using yard = await startWritesYard();
    const { client, projectId, at } = yard;
    const other = await yard.yard.bridge.connect();
    const agents: ReturnType<typeof yard.agent>[] = [];
    let count = 0;
    // Each fifth that is done sets off an agent's call among those that still wait.
    const counted = async <T>(write: Promise<T>): Promise<T> => {
      const done = await write;
      count += 1;
      const label = `turn${count}`;
      if (count % 5 === 0) agents.push(yard.agent(label, "label", "add", "shop-big", label, "--json"));
      return done;
    };
    const texts = Array.from({ length: 28 }, (_, index) => `comment ${index}`);
    const labels = Array.from({ length: 12 }, (_, index) => `label${index}`);
    const beads = ["shop-rel", "shop-k3x", "shop-big"];
    const on = (index: number) => ({ projectId, beadId: id(beads[index % 3] ?? "") });
    const by = (index: number) => (index % 2 === 0 ? client : other);
    const written = await Promise.allSettled([
      ...texts.map((text, index) => counted(by(index).call("addComment", { ...on(index), text }))),
      ...labels.map((label, index) => counted(by(index).call("addLabel", { ...on(2), label }))),
    ]);
    const calls = await Promise.all(agents);
    expect(written.filter(({ status }) => status === "rejected")).toEqual([]);
    const stored = await at.read();
    const all = stored
      .flatMap(({ comments }) => (comments ?? []) as { text: string }[])
      .map(({ text }) => text);
    expect(all.filter((text) => text.startsWith("comment")).toSorted()).toEqual(texts.toSorted());
    const big = stored.find((issue) => issue["id"] === "shop-big");
    expect(big?.["labels"]).toEqual(expect.arrayContaining(labels));
    expect(big?.["labels"]).toHaveLength(labels.length + calls.length);
    expect(calls.filter(({ code }) => code !== 0)).toEqual([]);
    expect(calls).toHaveLength(8);
    expect(await at.overlaps()).toBe(0);
    const { bead } = await other.call("getBead", { projectId, beadId: id("shop-big") });
    expect(bead.labels).toEqual(expect.arrayContaining(labels));
  },
  SLOW_MACHINE_MS,
);
