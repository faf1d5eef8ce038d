import type { Page } from "@playwright/test";
import { claude, demo, gemini } from "./pretend-backends.ts";
import type { Replies } from "./pretend-bridge.ts";
import { pretendPersona } from "./pretend-persona.ts";
import { docs, plan, project } from "./pretend-project.ts";
import { machine } from "./pretend-sessions.ts";
import type { State } from "./pretend-states.ts";

const builtIn = (
  [
    ["specialist", "Builds one thing and proves it", "code-xml"],
    ["product-manager", "Shapes, asks, writes beads", "compass"],
    ["qa-engineer", "Breaks it, then pins it", "flask-conical"],
    ["architect", "Decides what is costly to change", "drafting-compass"],
    ["reviewer", "Finds what would hurt, and shows it", "scan-search"],
    ["web-specialist", "Builds pages that hold in every state", "app-window"],
    ["backend-specialist", "Builds services that fail well", "server"],
    ["database-specialist", "Changes data without losing any", "database"],
    ["mobile-specialist", "Builds for phones in the field", "smartphone"],
    ["devops-specialist", "Builds, ships and watches with care", "container"],
    ["decomposer", "Cuts an epic into beads one can finish", "list-tree"],
    ["orchestrator", "Hands beads over and checks what comes back", "network"],
    ["customer", "Uses it, and says what is missing", "user-round"],
    ["none", "The plain agent", "terminal"],
  ] as const
).map(([id, description, icon]) =>
  pretendPersona(id, {
    description,
    icon,
    packVersion: "1.0.0",
    tasks: ["chat", "implement-task", "fix-bug"],
  }),
);

const own = { layer: "project", source: ".switchyard/personas" };
const ours = [
  pretendPersona("specialist", {
    ...own,
    description: "Builds in the parcel API the way the team does, with its fixtures and its review rules",
    icon: "package",
    file: "/home/ada/code/parcel-api/.switchyard/personas/specialist/persona.md",
    overrides: [{ layer: "built_in", source: "built-in" }],
    tasks: ["chat", "implement-task"],
    suits: [{ types: ["task", "bug"], roles: ["api"], task: "implement-task" }],
    backend: "gemini",
    variables: [
      { name: "carrier", description: "Which carrier's rules hold", default: "DHL" },
      { name: "ticket_link", description: "Where the wish was written down", default: null },
    ],
  }),
  pretendPersona("release-captain", {
    ...own,
    description: "Cuts a release and says what is in it",
    icon: "rocket",
    problems: [
      { file: "release-captain/chat.md", line: 12, message: "{{moood}} names no variable of this persona." },
      { file: "release-captain/persona.md", line: 4, message: "tasks names cut-release, which has no file." },
    ],
  }),
];
const FIELDS = [
  "accessibility",
  "api",
  "billing",
  "cache",
  "cloud",
  "docs",
  "kafka",
  "python",
  "rust",
  "sql",
];
const agents = Array.from({ length: 200 }, (_, at) =>
  pretendPersona(`${FIELDS[at % 10]}-expert-${String(at + 1).padStart(3, "0")}`, {
    layer: "project",
    source: ".claude/agents",
    description:
      "Use this agent when the work needs a careful look at one field, with the habits, the tools and the checks that people who know it well have, before it is merged.",
    icon: "bot",
    ignored: [
      { field: "tools", value: "Read, Grep, Bash" },
      { field: "color", value: "blue" },
    ],
    model: "sonnet",
  }),
);
const yours = [
  pretendPersona("tutor", {
    layer: "user",
    source: "personas",
    description: "Explains, asks back, never writes the code for you",
    icon: "graduation-cap",
  }),
];
const installed = [
  pretendPersona("threat-modeller", {
    layer: "installed",
    source: "@acme/security-personas",
    packVersion: "2.1.0",
    description: "Finds who could do what, and what stops them",
    icon: "shield-check",
  }),
];

const TEXT = `You are a specialist at work in \`/home/ada/code/parcel-api\`.

- Read the bead, its parent and what blocks it before you write.
- Keep the change to what the bead asks\u200B for. {{moood}}
- Close it with evidence: what you ran, and what it said.\u{E0049}\u{E0067}\u{E006E}\u{E006F}\u{E0072}\u{E0065}
`;

const personas = [...ours, ...agents, ...yours, ...installed, ...builtIn.slice(1)];
const PROBLEM = { source: ".claude/agents", file: "broken.md", line: 1, message: "It is no UTF-8 text." };

const answers: Replies = {
  ...plan(),
  ...machine([claude({ isDefault: true }), gemini(), demo()]),
  getProjects: { projects: [project, docs] },
  listPersonas: { personas, problems: [PROBLEM] },
  previewPrompt: (params) => ({
    prompt: TEXT,
    template: "chat",
    problems: params["persona"] === "release-captain" ? (ours[1]?.problems.slice(0, 1) ?? []) : [],
  }),
};
const few: Replies = { ...answers, listPersonas: { personas: builtIn, problems: [] } };

async function openDialog(page: Page): Promise<void> {
  await page.getByRole("button", { name: "New session" }).first().click();
  await page.getByRole("dialog", { name: "New session" }).getByRole("radio").last().waitFor();
  await page.getByRole("radiogroup", { name: "Persona" }).scrollIntoViewIfNeeded();
}

async function openPicker(page: Page): Promise<void> {
  await openDialog(page);
  await page.getByRole("button", { name: /All personas/ }).click();
  await page.getByRole("listbox").getByRole("option").first().waitFor();
}

const search = async (page: Page, text: string) =>
  page.getByRole("combobox", { name: "Search personas" }).fill(text);

async function toSettings(page: Page): Promise<void> {
  await page.getByRole("heading", { name: "Personas", exact: true }).scrollIntoViewIfNeeded();
  await page.locator(".persona-row").first().waitFor();
  await page
    .getByRole("heading", { name: "Personas", exact: true })
    .evaluate((heading) => heading.scrollIntoView({ block: "start" }));
}

/** The choice of a persona among many, its text, and their list in the settings. */
export const personaStates: readonly State[] = [
  { name: "personas-few", path: "/sessions", answers: few, show: openDialog },
  { name: "personas-new-session", path: "/sessions", answers, show: openDialog },
  { name: "personas-picker", path: "/sessions", answers, show: openPicker },
  {
    name: "personas-search",
    path: "/sessions",
    answers,
    async show(page) {
      await openPicker(page);
      await search(page, "release");
    },
  },
  {
    name: "personas-found",
    path: "/sessions",
    answers,
    async show(page) {
      await openPicker(page);
      await search(page, "sql");
    },
  },
  {
    name: "personas-none-found",
    path: "/sessions",
    answers,
    async show(page) {
      await openPicker(page);
      await search(page, "walrus");
    },
  },
  {
    name: "personas-preview",
    path: "/sessions",
    answers,
    async show(page) {
      await openDialog(page);
      await page.getByRole("button", { name: "Preview the prompt" }).click();
      await page.getByRole("region", { name: "Prompt of the persona" }).waitFor();
    },
  },
  {
    name: "personas-plan",
    path: `/plan?project=${project.projectId}`,
    answers,
    async show(page) {
      await page.getByRole("treegrid").getByRole("row").nth(4).waitFor();
      await page.getByRole("button", { name: "Start the ready ones" }).first().click();
      await page.getByRole("dialog").getByRole("checkbox").first().waitFor();
    },
  },
  { name: "personas-settings", path: "/settings", answers, show: toSettings },
  {
    name: "personas-settings-open",
    path: "/settings",
    answers,
    async show(page) {
      await toSettings(page);
      await page.locator(".persona-row > summary").first().click();
      await page.getByRole("region", { name: /^Text of/ }).waitFor();
    },
  },
  {
    name: "personas-settings-fault",
    path: "/settings",
    answers,
    async show(page) {
      await toSettings(page);
      await page.locator(".persona-row > summary").nth(1).click();
      await page.getByRole("region", { name: /^Text of/ }).waitFor();
    },
  },
];
