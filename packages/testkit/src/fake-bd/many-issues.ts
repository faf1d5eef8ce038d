import { makeRandom, type Random } from "../random/index.ts";

/**
 * A project of so many issues, the same for the same seed: epics, features below them, tasks below these, some of
 * them dotted, about three in five closed, half of them waiting for an older one.
 */
export function manyIssues(count: number, seed = 1): Record<string, unknown>[] {
  const random = makeRandom(seed);
  const made: Row[] = [];
  while (made.length < count) made.push(next(made, random));
  return made.map((row) => row.issue);
}

interface Row {
  readonly id: string;
  readonly depth: number;
  readonly issue: Record<string, unknown>;
}

function next(made: readonly Row[], random: Random): Row {
  const parent = parentOf(made, random);
  const depth = parent === undefined ? 0 : parent.depth + 1;
  const number = made.length + 1;
  const isDotted = parent !== undefined && random.below(10) < 7;
  const id = isDotted ? `${parent.id}.${number}` : `gen-${number.toString(36).padStart(4, "0")}`;
  const made_at = new Date(Date.UTC(2026, 0, 1) + number * 60_000).toISOString().replace(".000Z", "Z");
  const edges = [
    ...(parent === undefined ? [] : [edge(id, parent.id, { type: "parent-child", at: made_at })]),
    ...blockers(made, random).map((on) => edge(id, on, { type: "blocks", at: made_at })),
  ];
  return {
    id,
    depth,
    issue: {
      ...fields({ number, depth, random, at: made_at }),
      id,
      ...(edges.length === 0 ? {} : { dependencies: edges }),
    },
  };
}

/** One in seven stands alone; the others are below an older one of the upper two levels. */
function parentOf(made: readonly Row[], random: Random): Row | undefined {
  if (made.length === 0 || random.oneIn(7)) return undefined;
  const from = Math.max(0, made.length - 60);
  for (let attempt = 0; attempt < 8; attempt += 1) {
    const row = made[from + random.below(made.length - from)];
    if (row !== undefined && row.depth < 2) return row;
  }
  return undefined;
}

/** Of the last thirty: an edge always points back, so there is no cycle. */
function blockers(made: readonly Row[], random: Random): string[] {
  if (made.length === 0 || random.oneIn(2)) return [];
  const from = Math.max(0, made.length - 30);
  const row = made[from + random.below(made.length - from)];
  return row === undefined || row.depth === 0 ? [] : [row.id];
}

function edge(id: string, on: string, { type, at }: { type: string; at: string }): object {
  return { issue_id: id, depends_on_id: on, type, created_at: at, created_by: "dana" };
}

function fields({
  number,
  depth,
  random,
  at,
}: {
  number: number;
  depth: number;
  random: Random;
  at: string;
}): Record<string, unknown> {
  const status = statusBy(random);
  const type =
    depth === 0
      ? random.one(["epic", "task", "bug"])
      : depth === 1
        ? random.one(["feature", "task"])
        : random.one(["task", "task", "bug", "chore"]);
  return {
    id: "",
    title: `${random.one(["Draw", "Mend", "Move", "Name", "Test", "Trim"])} the ${random.one(["list", "page", "tree", "wire", "clock", "door"])} ${number}`,
    description: "What it is about, and why it matters. ".repeat(1 + random.below(12)).trim(),
    status,
    priority: random.below(5),
    issue_type: type,
    owner: "dana@example.com",
    ...(status === "in_progress" ? { assignee: random.one(["alice", "bob"]) } : {}),
    ...(random.oneIn(5) ? { labels: [random.one(["ui", "core", "docs"])] } : {}),
    ...(random.oneIn(4) ? { estimated_minutes: 30 * (1 + random.below(60)) } : {}),
    created_at: at,
    created_by: "dana",
    updated_at: at,
    ...(status === "closed" ? { closed_at: at, close_reason: "Closed" } : {}),
  };
}

function statusBy(random: Random): string {
  const drawn = random.below(100);
  if (drawn < 60) return "closed";
  return drawn < 66 ? "in_progress" : "open";
}
