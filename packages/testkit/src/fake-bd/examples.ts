/** A small project in which each oddity of a tracker's file stands once. */
export function exampleIssues(): Record<string, unknown>[] {
  return [...WORK, ...ODDITIES, ...GONE].map((issue) => structuredClone(issue));
}

interface Given {
  readonly id: string;
  readonly title: string;
  readonly [field: string]: unknown;
}

/** An issue of the first of a month's days, in the order of their making. */
function issue(given: Given): Record<string, unknown> {
  const time = `2026-02-${String((given.title.length % 20) + 1).padStart(2, "0")}T09:00:00Z`;
  return {
    status: "open",
    priority: 2,
    issue_type: "task",
    owner: "dana@example.com",
    created_at: time,
    created_by: "dana",
    updated_at: time,
    ...given,
    ...(given["status"] === "closed" ? { closed_at: "2026-03-01T10:00:00Z", close_reason: "Closed" } : {}),
  };
}

function child(id: string, of: string): object {
  return {
    issue_id: id,
    depends_on_id: of,
    type: "parent-child",
    created_at: "2026-02-01T09:00:00Z",
    created_by: "dana",
  };
}

function waits(id: string, on: string, type = "blocks"): object {
  return { issue_id: id, depends_on_id: on, type, created_at: "2026-02-01T09:00:00Z", created_by: "dana" };
}

/** An epic, its features, their tasks. */
const WORK = [
  issue({ id: "shop-1", title: "Sell things", issue_type: "epic", priority: 1, labels: ["plan"] }),
  issue({
    id: "shop-1.1",
    title: "The basket",
    issue_type: "feature",
    priority: 1,
    dependencies: [child("shop-1.1", "shop-1")],
  }),
  issue({
    id: "shop-1.1.1",
    title: "Put a thing in",
    status: "closed",
    started_at: "2026-02-20T09:00:00Z",
    assignee: "alice",
    dependencies: [child("shop-1.1.1", "shop-1.1")],
  }),
  issue({
    id: "shop-1.1.2",
    title: "Take it out again",
    status: "in_progress",
    started_at: "2026-02-21T09:00:00Z",
    assignee: "bob",
    estimated_minutes: 90,
    dependencies: [child("shop-1.1.2", "shop-1.1"), waits("shop-1.1.2", "shop-1.1.1")],
  }),
  issue({
    id: "shop-1.1.3",
    title: "Count what is in it",
    labels: ["specialist:frontend", "ui"],
    dependencies: [child("shop-1.1.3", "shop-1.1"), waits("shop-1.1.3", "shop-1.1.2")],
  }),
  issue({
    id: "shop-1.1.10",
    title: "Say what it costs & why",
    description: "Prices < 10 and > 10, with \u2028 in between.",
    dependencies: [child("shop-1.1.10", "shop-1.1"), waits("shop-1.1.10", "shop-1.1.1")],
  }),
  issue({
    id: "shop-1.2",
    title: "Pay",
    issue_type: "feature",
    metadata: { role: "backend" },
    dependencies: [child("shop-1.2", "shop-1"), waits("shop-1.2", "shop-1.1")],
  }),
  issue({
    id: "shop-1.2.1",
    title: "Ask for the card",
    priority: 0,
    design: "A form of three fields.",
    acceptance_criteria: "It works.\nIt is safe.",
    notes: "Ask Erin.",
    dependencies: [child("shop-1.2.1", "shop-1.2")],
  }),
  issue({
    id: "shop-k3x",
    title: "Mend the door",
    issue_type: "bug",
    priority: 0,
    external_ref: "gh-12",
    comments: [
      {
        id: 1,
        issue_id: "shop-k3x",
        author: "alice",
        text: "It sticks.",
        created_at: "2026-02-10T09:00:00Z",
      },
      {
        id: "0198c0de-0000-7000-8000-000000000001",
        issue_id: "shop-k3x",
        author: "bob",
        text: "Still.",
        created_at: "2026-02-11T09:00:00Z",
      },
    ],
  }),
  issue({
    id: "shop-zz9",
    title: "Sweep",
    issue_type: "chore",
    priority: 4,
    defer_until: "2999-01-01T00:00:00Z",
  }),
  issue({ id: "shop-b10", title: "Held by hand", status: "blocked", priority: 3 }),
];

const ODDITIES = [
  // Two parents, of which the first is gone.
  issue({
    id: "shop-two",
    title: "A child of two",
    dependencies: [child("shop-two", "shop-old"), child("shop-two", "shop-1")],
  }),
  // A child by its name alone.
  issue({ id: "shop-k3x.1", title: "Oil the hinge" }),
  issue({
    id: "shop-dng",
    title: "Waits for what nobody knows",
    dependencies: [waits("shop-dng", "shop-lost"), waits("shop-dng", "external:bank:pay")],
  }),
  issue({ id: "shop-ca", title: "The hen", dependencies: [waits("shop-ca", "shop-cb")] }),
  issue({ id: "shop-cb", title: "The egg", dependencies: [waits("shop-cb", "shop-ca")] }),
  issue({ id: "shop-don", title: "Done too early", issue_type: "epic", status: "closed" }),
  issue({ id: "shop-don.1", title: "Not done at all", dependencies: [child("shop-don.1", "shop-don")] }),
  issue({ id: "shop-odd", title: "Of a kind of its own", status: "in_review", issue_type: "riddle" }),
  issue({ id: "shop-pin", title: "Read this first", status: "pinned", pinned: true }),
  issue({ id: "shop-big", title: "A long story", description: "All of it. ".repeat(9400) }),
  issue({
    id: "shop-fan",
    title: "After any of the basket's",
    dependencies: [{ ...waits("shop-fan", "shop-1.1", "waits-for"), metadata: '{"gate":"any-children"}' }],
  }),
  issue({
    id: "shop-all",
    title: "After all of the basket's",
    dependencies: [waits("shop-all", "shop-1.1", "waits-for")],
  }),
  issue({ id: "shop-rel", title: "Like the door", dependencies: [waits("shop-rel", "shop-k3x", "related")] }),
];

const GONE = [
  issue({
    id: "shop-old",
    title: "An older plan",
    issue_type: "epic",
    status: "tombstone",
    deleted_at: "2026-02-12T09:00:00Z",
    deleted_by: "daemon",
    delete_reason: "delete",
    original_type: "epic",
  }),
];
