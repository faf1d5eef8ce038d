import type { Page } from "@playwright/test";
import { PackInfo, PackReview, Project } from "@switchyard/core/protocol";
import { backend, claude, demo, gemini } from "./pretend-backends.ts";
import type { Replies } from "./pretend-bridge.ts";
import { docs, project } from "./pretend-project.ts";
import { machine } from "./pretend-sessions.ts";
import type { State } from "./pretend-states.ts";

const HASH = "9f2c41d07a6be358".repeat(4);
const OLD_HASH = "3b7712ccde0a4f91".repeat(4);

type Values<T> = Partial<Record<keyof T, unknown>>;

const described = {
  kind: "personas",
  name: "@parcel/personas",
  version: "1.3.0",
  displayName: "Parcel personas",
  description: "How we work on Parcel: a reviewer who knows our queue, and a writer for the guides.",
  license: "Apache-2.0",
  spec: "@parcel/personas",
  origin: "npm",
  hash: HASH,
};

const pack = (values: Values<PackInfo> = {}): PackInfo =>
  PackInfo.parse({
    ...described,
    version: "1.2.1",
    hash: OLD_HASH,
    installedAt: Date.now(),
    state: "ready",
    reason: null,
    personas: ["parcel-reviewer", "parcel-writer"],
    backendId: null,
    ...values,
  });

const review = (values: Values<PackReview> = {}): PackReview =>
  PackReview.parse({
    ...described,
    bytes: 9_420,
    personas: [
      {
        id: "parcel-reviewer",
        displayName: "Parcel reviewer",
        description: "Reads a change for the queue",
        yieldsTo: null,
        overrides: [],
      },
      {
        id: "parcel-writer",
        displayName: "Parcel writer",
        description: "Writes and mends the guides",
        yieldsTo: null,
        overrides: [],
      },
    ],
    dependencies: [],
    before: null,
    files: [
      { path: "pack.yaml", bytes: 212, change: "added", unseen: 0 },
      { path: "parcel-reviewer/persona.md", bytes: 640, change: "added", unseen: 0 },
      { path: "parcel-reviewer/review-change.md", bytes: 1_840, change: "added", unseen: 3 },
      { path: "parcel-writer/persona.md", bytes: 702, change: "added", unseen: 0 },
      { path: "parts/ground.md", bytes: 410, change: "added", unseen: 0 },
      { path: "LICENSE", bytes: 11_357, change: "added", unseen: 0 },
    ],
    ignored: [],
    ...values,
  });

const OLD_TEXT = `You review changes to the queue.

Read the whole change before you say a word about it. Say what breaks first, then what is unclear, and leave taste out.

Never push. Never change a test to make it pass.
`;
const NEW_TEXT = `You review changes to the queue and to what it delivers.

Read the whole change before you say a word about it. Say what breaks first, then what is unclear, and leave taste out.

Run the tests yourself and put the command and its last lines into your answer.
Never push. Never change a test to make it pass.
`;
const MANIFEST = `name: "@parcel/personas"
version: 1.3.0
displayName: Parcel personas
license: Apache-2.0
personas: [parcel-reviewer, parcel-writer]
`;
const HIDDEN = NEW_TEXT.replace("Never push.", "Never push\u200b\u{e0070}\u202e.");

const texts = (params: Record<string, unknown>) => {
  const path = String(params["path"]);
  if (path.endsWith("review-change.md")) return { before: OLD_TEXT, after: HIDDEN, isCut: false };
  return { before: MANIFEST.replace("1.3.0", "1.2.1"), after: MANIFEST, isCut: false };
};

const acme = backend({
  id: "acme",
  displayName: "Acme CLI",
  version: "4.1.0",
  path: "/home/ada/.local/bin/acme",
  plugin: { name: "switchyard-acme", version: "0.4.2" },
});
const plugin = (values: Values<PackInfo> = {}): PackInfo =>
  pack({
    kind: "backend",
    name: "switchyard-acme",
    version: "0.4.2",
    displayName: "Acme CLI",
    spec: "switchyard-acme",
    license: "MIT",
    personas: [],
    backendId: "acme",
    ...values,
  });
const broken = plugin({
  name: "switchyard-nightly",
  displayName: "Nightly agent",
  version: "0.0.7",
  spec: "/home/ada/code/nightly",
  origin: "folder",
  license: null,
  state: "failed",
  reason: "Its default export is no backend: apiVersion is 2, and this bridge knows 1.",
  backendId: null,
});

const projects = [Project.parse({ ...project, cliBackend: "gemini", backendsOff: ["demo"] }), docs];

const packs: Replies = {
  ...machine([claude({ isDefault: true }), gemini(), acme, demo()]),
  getProjects: { projects },
  listPacks: { packs: [pack(), plugin(), broken], isSafe: false },
  readPackFile: texts,
};

const looked = (found: PackReview, more: Replies = {}): Replies => ({
  ...packs,
  installPack: { review: found, installed: null },
  ...more,
});

async function toPart(page: Page, name: string): Promise<void> {
  await page.getByText("Parcel personas").first().waitFor();
  await page
    .getByRole("heading", { name, exact: true })
    .first()
    .evaluate((part) => part.scrollIntoView());
}

async function open(page: Page, button: string, spec: string): Promise<void> {
  await page.getByRole("button", { name: button }).click();
  await page.getByRole("textbox", { name: "Folder or npm name" }).fill(spec);
}

const lookAt = (button: string, spec: string) => async (page: Page) => {
  await open(page, button, spec);
  await page.getByRole("button", { name: "Look at it" }).click();
  await page.getByRole("button", { name: "Back" }).or(page.getByRole("alert")).first().waitFor();
  // A button that waits for its reader is shown when it can be pressed; one that can't be stays as it is.
  await page
    .waitForFunction(
      () => document.querySelector("[role=dialog] :is(:disabled, [aria-disabled=true])") === null,
      {
        timeout: 2000,
      },
    )
    .catch(() => undefined);
};

const PACK = "Add a pack…";
const BACKEND = "Add a backend…";

const update = review({
  before: { version: "1.2.1", hash: OLD_HASH },
  files: review().files.map((file, at) => ({
    ...file,
    change: at === 2 ? "changed" : at === 3 ? "removed" : at === 4 ? "added" : "same",
  })),
});

const code = review({
  kind: "backend",
  name: "switchyard-acme",
  version: "0.4.2",
  displayName: "Acme CLI",
  description: "Acme’s agent in Switchyard.",
  spec: "switchyard-acme@0.4.2",
  license: "MIT",
  personas: [],
  bytes: 188_000,
  dependencies: ["zod@4.6.7", "@acme/protocol@2.1.0", "eventsource-parser@3.0.6"],
  files: [
    { path: "package.json", bytes: 812, change: "added", unseen: 0 },
    { path: "dist/index.js", bytes: 21_480, change: "added", unseen: 0 },
    { path: "dist/index.d.ts", bytes: 690, change: "added", unseen: 0 },
    { path: "README.md", bytes: 2_004, change: "added", unseen: 0 },
  ],
});

const foreign = review({
  name: "subagents",
  version: "0.0.0",
  displayName: "subagents",
  description: "",
  license: null,
  origin: "folder",
  spec: "/home/ada/code/subagents",
  personas: Array.from({ length: 148 }, (_, at) => ({
    id: `expert-${at + 1}`,
    displayName: `Expert ${at + 1}`,
    description: "Use this one when a task needs somebody who has done it before",
    yieldsTo: null,
    overrides: [],
  })),
  files: Array.from({ length: 148 }, (_, at) => ({
    path: `expert-${at + 1}.md`,
    bytes: 3_100 + at,
    change: "added",
    unseen: 0,
  })),
  ignored: Array.from({ length: 148 }, (_, at) => ({
    file: `expert-${at + 1}.md`,
    field: "tools",
    value: "Read, Write, Edit, Bash",
  })),
});

/** Packs and plug-ins: their lists, the look at one before it is installed, a project's own backends. */
export const packStates: readonly State[] = [
  { name: "packs-personas", path: "/settings", answers: packs, show: (page) => toPart(page, "Packs") },
  {
    name: "packs-backends",
    path: "/settings",
    answers: packs,
    async show(page) {
      await page.getByText("Nightly agent").waitFor();
      await page.getByRole("group", { name: "Acme CLI" }).evaluate((row) => row.scrollIntoView());
    },
  },
  {
    name: "packs-safe",
    path: "/settings",
    answers: {
      ...packs,
      listBackends: { backends: [claude({ isDefault: true }), gemini(), demo()] },
      listPacks: {
        packs: [plugin({ state: "safe" }), plugin({ name: "b", state: "changed" })],
        isSafe: true,
      },
    },
    async show(page) {
      await page
        .getByRole("group", { name: "Acme CLI" })
        .first()
        .evaluate((row) => row.scrollIntoView());
    },
  },
  {
    name: "packs-projects",
    path: "/settings",
    answers: packs,
    async show(page) {
      await page.getByText("Backends in this project").first().click();
      await page.getByRole("heading", { name: "Projects" }).evaluate((part) => part.scrollIntoView());
    },
  },
  {
    name: "packs-add",
    path: "/settings",
    answers: packs,
    async show(page) {
      await page.getByRole("button", { name: PACK }).click();
      await page.getByRole("dialog").waitFor();
    },
  },
  {
    name: "packs-invalid",
    path: "/settings",
    answers: packs,
    refusals: {
      installPack: {
        code: "INVALID_PACK",
        message: "The archive holds ../../.bashrc, which would be written outside of the pack.",
      },
    },
    show: lookAt(PACK, "~/Downloads/pack.tgz"),
  },
  {
    name: "packs-npm-failed",
    path: "/settings",
    answers: packs,
    refusals: { installPack: { code: "NPM_FAILED", message: "404 Not Found: @parcel/persona" } },
    show: lookAt(PACK, "@parcel/persona"),
  },
  {
    name: "packs-review",
    path: "/settings",
    answers: looked(review()),
    show: lookAt(PACK, "@parcel/personas"),
  },
  {
    name: "packs-review-foot",
    path: "/settings",
    answers: looked(review()),
    async show(page) {
      await lookAt(PACK, "@parcel/personas")(page);
      await page.getByRole("button", { name: "LICENSE" }).scrollIntoViewIfNeeded();
    },
  },
  {
    name: "packs-backend-review",
    path: "/settings",
    answers: looked(code),
    show: lookAt(BACKEND, "switchyard-acme"),
  },
  {
    name: "packs-update",
    path: "/settings",
    answers: looked(update),
    async show(page) {
      await page.getByRole("button", { name: "Update Parcel personas" }).click();
      await page.getByText("Whole text").waitFor();
      await page
        .getByRole("dialog")
        .getByText("3 files")
        .evaluate((part) => part.scrollIntoView());
    },
  },
  {
    name: "packs-same",
    path: "/settings",
    answers: looked(review({ before: { version: "1.3.0", hash: HASH }, files: [] })),
    async show(page) {
      await page.getByRole("button", { name: "Update Parcel personas" }).click();
      await page.getByText("Nothing has changed").waitFor();
    },
  },
  {
    name: "packs-many",
    path: "/settings",
    answers: looked(foreign),
    show: lookAt(PACK, "/home/ada/code/subagents"),
  },
  {
    name: "packs-remove",
    path: "/settings",
    answers: packs,
    async show(page) {
      await page.getByRole("button", { name: "Remove Parcel personas" }).click();
      await page.getByRole("dialog").waitFor();
    },
  },
];
