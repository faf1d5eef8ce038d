import { PersonaInfo } from "@switchyard/core/protocol";
import { expect, test } from "vitest";
import { bead } from "./random-beads.testkit.ts";
import { roleOf, suggestPersona } from "./suggest.ts";

function persona(
  id: string,
  fields: Partial<Record<"tasks" | "suits", readonly unknown[]>> = {},
): PersonaInfo {
  return PersonaInfo.parse({
    id,
    displayName: id,
    description: "",
    icon: "terminal",
    tasks: ["chat"],
    suits: [],
    source: "built-in",
    layer: "built_in",
    packVersion: null,
    hash: "",
    file: null,
    overrides: [],
    variables: [],
    ignored: [],
    problems: [],
    ...fields,
  });
}

const personas = [
  persona("any", { suits: [{ types: ["*"], roles: [] }] }),
  persona("specialist", {
    tasks: ["chat", "implement-task", "web"],
    suits: [{ types: ["task", "bug"], roles: ["rust"], task: "implement-task" }],
  }),
  persona("product-manager", {
    suits: [
      { types: ["epic"], roles: ["rust", "planner"], task: "decompose-epic" },
      { types: [], roles: ["owner"] },
    ],
  }),
  persona("qa-engineer"),
];

test("the role is of the first label that names one, else of the metadata", () => {
  const metadata = { role: "db" };
  expect(roleOf(bead("x", { labels: ["ui", "specialist:web", "specialist:db"], metadata }))).toBe("web");
  expect(roleOf(bead("x", { labels: ["specialist: "], metadata }))).toBe("db");
  expect(roleOf(bead("x", { labels: ["specialist"], metadata: { role: 7 } }))).toBeNull();
  expect(roleOf(bead("x"))).toBeNull();
});

test.each([
  ["a role that is a persona's id", "qa-engineer", "epic", { persona: "qa-engineer" }],
  [
    "a persona's id, with the task that it has for the type",
    "specialist",
    "bug",
    { persona: "specialist", task: "implement-task" },
  ],
  ["a role that is a task's name", "web", "epic", { persona: "specialist", task: "web" }],
  [
    "a role that two personas suit: the first",
    "rust",
    "epic",
    { persona: "specialist", task: "implement-task" },
  ],
  ["a role that one suits", "planner", "task", { persona: "product-manager", task: "decompose-epic" }],
  [
    "a role that nobody knows: by the type",
    "painter",
    "epic",
    { persona: "product-manager", task: "decompose-epic" },
  ],
  [
    "a role that names no task: the type picks the one of its persona",
    "owner",
    "epic",
    { persona: "product-manager", task: "decompose-epic" },
  ],
  [
    "a role that names no task, and a type that its persona does not name",
    "owner",
    "bug",
    { persona: "product-manager" },
  ],
  ["no role, and a type that one names", undefined, "bug", { persona: "specialist", task: "implement-task" }],
  ["no role, and a type that nobody names: whoever takes any", undefined, "spike", { persona: "any" }],
])("%s", (_, role, issue_type, suggestion) => {
  const labels = role === undefined ? [] : [`specialist:${role}`];
  expect(suggestPersona(bead("x", { issue_type, labels }), personas)).toEqual(suggestion);
});

test("where none fits, none is suggested", () => {
  expect(suggestPersona(bead("x", { labels: ["specialist:web"] }), [persona("qa-engineer")])).toBeNull();
});
