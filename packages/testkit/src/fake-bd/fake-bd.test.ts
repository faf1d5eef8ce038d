import { expect, test } from "vitest";
import { makeBench } from "./bench.testkit.ts";

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const PLAN = [
  { id: "ab-x1y", title: "Plan", issue_type: "epic", labels: ["ui"], created_at: "2026-06-01T09:00:00Z" },
  { id: "ab-1", title: "One" },
  { id: "ab-2", title: "Two" },
  ...["ab-x1y.1", "ab-x1y.2"].map((id) => ({
    id,
    title: id,
    status: "closed",
    dependencies: [
      { issue_id: id, depends_on_id: "ab-x1y", type: "parent-child", created_at: "2026-06-01T09:00:00Z" },
    ],
  })),
];

test("what is created is echoed as an object with its keys in order, and listed in full", async () => {
  await using bench = await makeBench({ issues: PLAN });
  const made = await bench.bd(["create", "Fix it", "-t", "bug", "-p", "1", "--parent", "ab-x1y", "--json"]);
  const echo: Record<string, unknown> = JSON.parse(made.stdout);
  const time = expect.stringMatching(/\.\d{9}Z$/);
  expect(Object.entries(echo)).toEqual([
    ["created_at", time],
    ["created_by", "alice"],
    ["id", "ab-x1y.3"],
    ["issue_type", "bug"],
    ["owner", "a@example.com"],
    ["priority", 1],
    ["schema_version", 1],
    ["status", "open"],
    ["title", "Fix it"],
    ["updated_at", time],
  ]);
  expect(await bench.json(["list", "--id", "ab-x1y.3", "--all", "--limit", "0", "--tree=false"])).toEqual([
    {
      id: "ab-x1y.3",
      title: "Fix it",
      status: "open",
      priority: 1,
      issue_type: "bug",
      owner: "a@example.com",
      created_at: expect.stringMatching(TIME),
      created_by: "alice",
      updated_at: expect.stringMatching(TIME),
      labels: ["ui"],
      dependencies: [
        {
          issue_id: "ab-x1y.3",
          depends_on_id: "ab-x1y",
          type: "parent-child",
          created_at: expect.stringMatching(TIME),
          created_by: "alice",
          metadata: "{}",
        },
      ],
      dependency_count: 0,
      dependent_count: 0,
      comment_count: 0,
      parent: "ab-x1y",
    },
  ]);
  expect(await bench.json(["show", "ab-x1y.3"])).toMatchObject([
    {
      dependencies: [{ id: "ab-x1y", title: "Plan", dependency_type: "parent-child" }],
      parent: "ab-x1y",
      dependency_count: 1,
      dependent_count: 0,
      comment_count: 0,
    },
  ]);
});

test("an id that nobody has is an error on stdout, and a word on stderr", async () => {
  await using bench = await makeBench();
  const { stdout, stderr, code } = await bench.bd(["show", "nope-1", "--json"]);
  expect(JSON.parse(stdout)).toEqual({
    error: "no issues found matching the provided IDs",
    schema_version: 1,
  });
  expect(stderr).toBe('Error fetching nope-1: no issue found matching "nope-1"\n');
  expect(code).toBe(1);
  expect(await bench.json(["show", "nope-1", "shop-1"])).toMatchObject([{ id: "shop-1" }]);
});

test("the first who claims has it, and another is told who", async () => {
  await using bench = await makeBench();
  const claim = ["update", "shop-k3x", "--claim", "--json"];
  expect(await bench.json(["update", "shop-k3x", "--claim"])).toMatchObject([
    { status: "in_progress", assignee: "alice", started_at: expect.stringMatching(TIME) },
  ]);
  const bob = { env: { BD_ACTOR: "bob", BEADS_ACTOR: "bob" } };
  expect(await bench.bd(claim, bob)).toMatchObject({
    stdout: "",
    stderr: "Error claiming shop-k3x: issue already claimed by alice\n",
    code: 1,
  });
  const before = await bench.workspace.read();
  expect(await bench.bd(claim)).toMatchObject({ code: 0 });
  expect((await bench.workspace.read()).find(({ id }) => id === "shop-k3x")).toMatchObject({
    assignee: "alice",
  });
  expect(before).toHaveLength((await bench.workspace.read()).length);
});

test("only what is open can be claimed", async () => {
  await using bench = await makeBench();
  const { stderr, code } = await bench.bd(["update", "shop-b10", "--claim"]);
  expect({ stderr, code }).toEqual({
    stderr: "Error claiming shop-b10: issue not claimable: status blocked\n",
    code: 1,
  });
});

test("an epic closes after its children, and a bead after those that block it", async () => {
  await using bench = await makeBench();
  expect(await bench.bd(["close", "shop-1", "--json"])).toMatchObject({
    stdout: "",
    stderr:
      "cannot close epic shop-1: 3 open child issue(s); close children first or use --force to override\n",
    code: 1,
  });
  expect(await bench.bd(["close", "shop-1.1.3"])).toMatchObject({
    stderr: "cannot close shop-1.1.3: blocked by open issues [shop-1.1.2] (use --force to override)\n",
    code: 1,
  });
  expect(await bench.bd(["close", "shop-pin"])).toMatchObject({
    stderr: "cannot modify pinned issue shop-pin (use --force to override)\n",
  });
  expect(await bench.json(["close", "shop-1.1.2", "-r", "done"])).toMatchObject([
    { status: "closed", closed_at: expect.stringMatching(TIME), close_reason: "done" },
  ]);
  expect(await bench.json(["close", "shop-1.1.3"])).toMatchObject([{ close_reason: "Closed" }]);
  expect(await bench.json(["close", "shop-1", "--force"])).toMatchObject([{ status: "closed" }]);
});

test("an unknown id among those to close stops all of them", async () => {
  await using bench = await makeBench();
  const { stdout, code } = await bench.bd(["close", "shop-k3x", "nope", "--json"]);
  expect(JSON.parse(stdout)).toEqual({
    error: 'resolving ID nope: no issue found matching "nope"',
    schema_version: 1,
  });
  expect(code).toBe(1);
  expect((await bench.workspace.read()).find(({ id }) => id === "shop-k3x")).toMatchObject({
    status: "open",
  });
});

test("what became free is told to whoever asks", async () => {
  await using bench = await makeBench();
  expect(await bench.json(["close", "shop-1.1.2", "--suggest-next"])).toMatchObject({
    closed: [{ id: "shop-1.1.2" }],
    unblocked: [{ id: "shop-1.1.3" }],
    schema_version: 1,
  });
});

test("a reopened bead loses when and why it was closed", async () => {
  await using bench = await makeBench();
  const [reopened] = (await bench.json(["reopen", "shop-1.1.1", "-r", "too early"])) as object[];
  expect(reopened).toMatchObject({ status: "open" });
  expect(reopened).not.toHaveProperty("closed_at");
  expect(await bench.json(["comments", "shop-1.1.1"])).toMatchObject([
    { author: "alice", text: "too early" },
  ]);
  expect(await bench.bd(["reopen", "shop-1.1.1", "--json"])).toMatchObject({
    stdout: "",
    stderr: "shop-1.1.1 is already open\n",
    code: 0,
  });
});

test("edges are added and removed, but none that closes a circle", async () => {
  await using bench = await makeBench({ issues: PLAN });
  expect(await bench.json(["dep", "add", "ab-2", "ab-1"])).toEqual({
    depends_on_id: "ab-1",
    issue_id: "ab-2",
    schema_version: 1,
    status: "added",
    type: "blocks",
  });
  const errorOf = async (...args: string[]): Promise<unknown> => {
    const { stdout, code } = await bench.bd([...args, "--json"]);
    expect(code).toBe(1);
    return (JSON.parse(stdout) as { error: unknown }).error;
  };
  expect(await errorOf("dep", "add", "ab-1", "ab-2")).toBe("adding dependency would create a cycle");
  expect(await errorOf("dep", "add", "ab-1", "ab-1")).toMatch(/^cannot add self-dependency: /);
  expect(await errorOf("dep", "add", "ab-1", "zz-1")).toBe("issue zz-1 not found");
  expect(await errorOf("dep", "add", "ab-2", "ab-1", "-t", "related")).toMatch(
    /^dependency ab-2 -> ab-1 already exists with type "blocks" \(requested "related"\); remove it first/,
  );
  expect(await errorOf("dep", "add", "ab-x1y.1", "ab-x1y")).toMatch(
    /^cannot add dependency: ab-x1y.1 is already a child of ab-x1y\. /,
  );
  expect(await errorOf("dep", "add", "ab-x1y", "ab-1")).toBe("epics can only block other epics, not tasks");
  expect(await bench.json(["blocked"])).toMatchObject([
    { id: "ab-2", blocked_by_count: 1, blocked_by: ["ab-1"] },
  ]);
  expect(await bench.json(["dep", "remove", "ab-2", "ab-1"])).toMatchObject({ status: "removed" });
  expect(await bench.json(["dep", "remove", "ab-2", "ab-1"])).toMatchObject({ status: "removed" });
  expect(await bench.json(["blocked"])).toEqual([]);
});

test("a status that nobody knows is refused with those that are known", async () => {
  await using bench = await makeBench();
  const { stdout, code } = await bench.bd(["update", "shop-1", "-s", "foo", "--json"]);
  expect(JSON.parse(stdout)).toEqual({
    error:
      "invalid status \"foo\" (built-in: open, in_progress, blocked, deferred, closed, pinned, hooked; or configure custom statuses via 'bd config set status.custom')",
    schema_version: 1,
  });
  expect(code).toBe(1);
});

test("without a workspace it says so in words, even to who asked for JSON", async () => {
  await using bench = await makeBench();
  const outside = { cwd: bench.folder };
  expect(await bench.bd(["list", "--json"], outside)).toEqual({
    stdout: "",
    stderr:
      "Error: no beads database found\nHint: run 'bd where' to inspect the resolved workspace, or 'bd init' to create a new database\n      or set BEADS_DIR to point to your .beads directory\n",
    code: 1,
    signal: null,
  });
  const where = await bench.bd(["where", "--json"], outside);
  expect(where.code).toBe(1);
  expect(JSON.parse(where.stdout)).toMatchObject({ error: "no_beads_directory" });
});

test("a list hides what is closed and ends at fifty, at twenty for an agent", async () => {
  const issues = Array.from({ length: 60 }, (_, index) => ({
    id: `ab-${index}`,
    title: String(index),
    priority: index % 5,
    status: index < 5 ? "closed" : "open",
  }));
  await using bench = await makeBench({ issues });
  const count = async (args: string[], env = {}): Promise<number> =>
    ((await bench.json(["list", ...args], { env })) as unknown[]).length;
  expect(await count([])).toBe(50);
  expect(await count([], { CLAUDE_CODE: "1" })).toBe(20);
  expect(await count([], { BD_AGENT_MODE: "1" })).toBe(20);
  expect(await count(["--limit", "0"])).toBe(55);
  expect(await count(["--all"])).toBe(60);
  expect(await count(["--status", "all"])).toBe(50);
  expect(await count(["-s", "open,closed", "-n0"])).toBe(60);
});

test("a list is filtered, and sorted by priority, age and id", async () => {
  await using bench = await makeBench();
  const ids = async (...args: string[]): Promise<unknown[]> =>
    ((await bench.json(["list", "--limit=0", ...args])) as { id: unknown }[]).map(({ id }) => id);
  expect((await ids()).slice(0, 3)).toEqual(["shop-1.2.1", "shop-k3x", "shop-1"]);
  expect(await ids("--parent", "shop-1.1", "--sort", "id", "--status", "all")).toEqual([
    "shop-1.1.1",
    "shop-1.1.10",
    "shop-1.1.2",
    "shop-1.1.3",
  ]);
  expect(await ids("--parent", "shop-k3x")).toEqual(["shop-k3x.1"]);
  expect(await ids("-t", "feature", "--sort=title", "-r")).toEqual(["shop-1.1", "shop-1.2"]);
  expect(await ids("-l", "ui", "-l", "specialist:frontend")).toEqual(["shop-1.1.3"]);
  expect(await ids("--label-any", "plan,ui", "--sort", "id")).toEqual(["shop-1", "shop-1.1.3"]);
  expect(await ids("-p", "P0", "-a", "nobody")).toEqual([]);
  expect(await ids("-a", "bob")).toEqual(["shop-1.1.2"]);
  expect(await ids("-s", "pinned")).toEqual(["shop-pin"]);
  expect(await ids("--id", "shop-odd,shop-don")).toEqual(["shop-odd"]);
});

test("what is ready has nothing in its way, nor has its parent", async () => {
  await using bench = await makeBench();
  const ready = (await bench.json(["ready", "--limit", "0"])) as { id: string }[];
  expect(ready.map(({ id }) => id).toSorted()).toEqual([
    "shop-1",
    "shop-1.1",
    "shop-1.1.10",
    "shop-big",
    "shop-dng",
    "shop-don.1",
    "shop-fan",
    "shop-k3x",
    "shop-k3x.1",
    "shop-rel",
    "shop-two",
  ]);
  const blocked = (await bench.json(["blocked"])) as { id: string; blocked_by: string[] }[];
  expect(Object.fromEntries(blocked.map((issue) => [issue.id, issue.blocked_by]))).toEqual({
    "shop-1.1.3": ["shop-1.1.2"],
    "shop-1.2": ["shop-1.1"],
    "shop-all": ["shop-1.1"],
    "shop-ca": ["shop-cb"],
    "shop-cb": ["shop-ca"],
  });
  expect(await bench.json(["status"])).toMatchObject({
    summary: { ready_issues: 11, blocked_issues: 5, total_issues: 24 },
  });
});

test("fields are set, cleared and joined", async () => {
  await using bench = await makeBench();
  const args = [
    "--title",
    "T",
    "-p",
    "P3",
    "--notes=n",
    "--append-notes",
    "m",
    "--external-ref=",
    "--metadata",
    '{"a":1}',
  ];
  const labels = ["--add-label", "x,y", "--set-labels", "w", "--remove-label=x"];
  expect(await bench.json(["update", "shop-k3x", ...args, ...labels])).toEqual([
    expect.objectContaining({
      title: "T",
      priority: 3,
      notes: "n\nm",
      metadata: { a: 1 },
      labels: ["w", "y"],
    }),
  ]);
  expect(await bench.json(["update", "shop-k3x", "--metadata", '{"b":2}', "--set-labels", ""])).toMatchObject(
    [{ metadata: { a: 1, b: 2 }, labels: ["w", "y"] }],
  );
  expect((await bench.workspace.read()).find(({ id }) => id === "shop-k3x")).not.toHaveProperty(
    "external_ref",
  );
  expect(await bench.bd(["update", "shop-k3x", "--json"])).toMatchObject({
    stdout: "No updates specified\n",
    code: 0,
  });
  expect(await bench.bd(["update", "nope", "-p", "1", "--json"])).toMatchObject({
    stdout: "",
    stderr: 'Error resolving nope: no issue found matching "nope"\n',
    code: 1,
  });
  expect(await bench.json(["update", "shop-1.1.1", "-s", "open"])).toEqual([
    expect.not.objectContaining({ closed_at: expect.anything() }),
  ]);
});

test("labels, comments, children and epics have words of their own", async () => {
  await using bench = await makeBench();
  expect(await bench.json(["label", "add", "shop-1", "shop-k3x", "new"])).toEqual([
    { issue_id: "shop-1", label: "new", status: "added" },
    { issue_id: "shop-k3x", label: "new", status: "added" },
  ]);
  expect(await bench.json(["label", "remove", "shop-1", "plan"])).toMatchObject([{ status: "removed" }]);
  expect(await bench.json(["label", "list", "shop-1"])).toEqual(["new"]);
  expect(await bench.json(["comments", "shop-1"])).toEqual([]);
  const added = await bench.json(["comments", "add", "shop-1", "Hello", "-a", "carol"]);
  expect(added).toMatchObject({ issue_id: "shop-1", author: "carol", text: "Hello", schema_version: 1 });
  expect(await bench.json(["comments", "shop-1"])).toHaveLength(1);
  expect(await bench.json(["children", "shop-1.1"])).toHaveLength(4);
  expect(await bench.json(["epic", "status"])).toMatchObject([
    { epic: { id: "shop-1" }, total_children: 3, closed_children: 0, eligible_for_close: false },
  ]);
  expect(await bench.json(["config", "get", "sync.branch"])).toMatchObject({ key: "sync.branch", value: "" });
  expect((await bench.bd(["config", "get", "sync.branch"])).stdout).toBe("sync.branch (not set)\n");
});

test("a bead is made of a text on stdin, with an edge from a bead that waits for it", async () => {
  await using bench = await makeBench({ issues: PLAN });
  const made = await bench.bd(
    ["create", "New", "--body-file", "-", "--deps", "ab-1,blocks:ab-2", "--silent"],
    {
      stdin: "A & B",
    },
  );
  const id = made.stdout.trim();
  expect(id).toMatch(/^ab-[0-9a-z]{4}$/);
  expect((await bench.bd(["show", id, "--json"])).stdout).toContain(String.raw`"A \u0026 B"`);
  expect(await bench.json(["blocked"])).toMatchObject([
    { id, blocked_by: ["ab-1"] },
    { id: "ab-2", blocked_by: [id] },
  ]);
});

test.for([
  [["create", "--json"], "title required (or use --file to create from markdown)"],
  [
    ["create", "T", "-p", "99", "--json"],
    'invalid priority "99" (expected 0-4 or P0-P4, not words like high/medium/low)',
  ],
  [["create", "T", "--parent", "X", "--json"], "parent issue X not found"],
  [["create", "T", "-t", "foo", "--json"], "validation failed for issue : invalid issue type: foo"],
] as const)("a bead that cannot be made is an error in JSON on stderr: %s", async ([args, error]) => {
  await using bench = await makeBench();
  const { stdout, stderr, code } = await bench.bd(args);
  expect({ stdout, code, error: (JSON.parse(stderr) as { error: unknown }).error }).toEqual({
    stdout: "",
    code: 1,
    error,
  });
});
