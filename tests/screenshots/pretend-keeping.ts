import type { Page } from "@playwright/test";
import { MessageId, QueuedMessage, SearchHit, SessionInfo } from "@switchyard/core/protocol";
import { claude, demo, gemini } from "./pretend-backends.ts";
import type { Answers } from "./pretend-bridge.ts";
import { machine, sessionId, tour } from "./pretend-sessions.ts";
import type { State } from "./pretend-states.ts";

const path = `/sessions/${sessionId}`;
const id = (last: number) => `3c8a51c5-9a0e-4a52-8d2f-0f3f6f7f0a${String(last).padStart(2, "0")}`;

/** Sessions as a week of work leaves them. */
function week(): SessionInfo[] {
  const base = tour().listSessions?.sessions[1];
  const now = Math.floor(Date.now() / 1000);
  const rows: Partial<Record<keyof SessionInfo, unknown>>[] = [
    { title: "Rotate the signing secret", status: "running", activity: "Editing src/webhooks/sign.ts" },
    {
      title: "Render labels in the background",
      status: "running",
      process: "starting",
      startPlace: 2,
      activity: undefined,
    },
    {
      title: "Why is carrier-timeout.test.ts flaky?",
      status: "paused",
      process: "asleep",
      activity: undefined,
      resumeCommand: "claude --resume 1",
    },
    {
      title: "Guide for people who move from v1 to v2",
      status: "paused",
      unread: 2,
      activity: undefined,
      cwd: "/home/ada/code/docs",
    },
    { title: "Drop the old rate limiter", status: "stopped", process: "none", activity: undefined },
    { title: "Upgrade the build to Node 24", status: "stopped", process: "none", activity: undefined },
  ];
  return rows.map((values, at) =>
    SessionInfo.parse({
      ...base,
      sessionId: id(at + 2),
      pendingApprovals: 0,
      createdAt: now - at * 7200 - 60,
      lastActivity: now - at * 5000 - 30,
      ...values,
    }),
  );
}

const listed = (): Answers => ({
  ...machine([claude({ isDefault: true }), gemini(), demo()]),
  listSessions: { sessions: week(), archivedCount: 12 },
});

function hit(session: number, values: Partial<Record<keyof SearchHit, unknown>>): SearchHit {
  const text = String(values.text);
  const ranges = [...text.matchAll(/retr\w*/gi)].map((found) => [found.index, found.index + found[0].length]);
  return SearchHit.parse({
    sessionId: id(session),
    seq: 3,
    at: Date.now() - 3_600_000,
    kind: "message",
    ranges,
    ...values,
  });
}

const found: Answers = {
  ...listed(),
  searchSessions: {
    isComplete: false,
    hits: [
      hit(2, {
        text: "Deliveries that fail are dropped today. I retry them with a delay that doubles, and give up after 24 hours: the retries keep the X-Parcel-Signature header as it is.",
      }),
      hit(2, {
        kind: "tool",
        text: "src/webhooks/retry.ts\nexport const retryAt = (attempt: number, now: number) => now + 2 ** attempt * BASE;",
        seq: 9,
      }),
      hit(2, { kind: "user", text: "Does the retry survive a restart?", seq: 14 }),
      hit(2, { text: "It does: every retry is a row in the queue.", seq: 15 }),
      hit(4, { kind: "title", text: "Why is carrier-timeout.test.ts flaky? It retries" }),
      hit(6, {
        text: "The limiter is asked before each retry, so that a burst of retries does not count twice.",
        seq: 40,
      }),
    ],
  },
};

const queue = ["Then run the whole suite and tell me what is slow.", "And write the changelog entry."].map(
  (message, at) =>
    QueuedMessage.parse({ messageId: MessageId.parse(id(40 + at)), message, at: Date.now(), held: true }),
);

/** The session of the tour, with values of its own, and more of the list under it. */
function one(values: Partial<Record<keyof SessionInfo, unknown>>, more: Answers = {}): Answers {
  const answers = tour({ pendingApprovals: 0, status: "paused", ...values }, undefined, 7);
  const [open] = answers.listSessions?.sessions ?? [];
  return {
    ...answers,
    listSessions: { sessions: [...(open === undefined ? [] : [open]), ...week()], archivedCount: 12 },
    ...more,
  };
}

const visible = (text: string | RegExp) => async (page: Page) => page.getByText(text).first().waitFor();

/** Managing sessions: the list and its menus, search, the queue, waiting in line, a full disk, the settings of it. */
export const keepingStates: readonly State[] = [
  { name: "keeping-list", path: "/sessions", answers: listed(), show: visible("Rotate the signing secret") },
  {
    name: "keeping-row-menu",
    path: "/sessions",
    answers: listed(),
    async show(page) {
      await page.getByRole("link", { name: /Drop the old rate/ }).click({ button: "right" });
      await page.getByRole("menu").waitFor();
    },
  },
  {
    name: "keeping-filter",
    path: "/sessions",
    answers: listed(),
    show: async (page) => page.getByRole("searchbox", { name: "Filter sessions" }).fill("code"),
  },
  {
    name: "keeping-menu",
    path,
    answers: one({}),
    async show(page) {
      await page.getByRole("button", { name: "More actions" }).click();
      await page.getByRole("menu").waitFor();
    },
  },
  {
    name: "keeping-rename",
    path,
    answers: one({}),
    async show(page) {
      await page.getByRole("button", { name: "More actions" }).click();
      await page.getByRole("menuitem", { name: "Rename" }).click();
      await page.getByRole("textbox", { name: "Title of the session" }).waitFor();
    },
  },
  {
    name: "keeping-undo",
    path,
    answers: one({}),
    async show(page) {
      await page.getByRole("button", { name: "More actions" }).click();
      await page.getByRole("menuitem", { name: "Delete" }).click();
      await page.getByRole("button", { name: "Undo" }).waitFor();
    },
  },
  {
    name: "keeping-archived",
    path,
    answers: one({ status: "stopped", process: "none", isArchived: true }),
    show: visible("This session is archived"),
  },
  {
    name: "keeping-search",
    path: "/search?q=retry",
    answers: found,
    show: visible("Still reading older sessions"),
  },
  { name: "keeping-search-empty", path: "/search", answers: listed(), show: visible("Search all sessions") },
  {
    name: "keeping-search-none",
    path: "/search?q=walrus",
    answers: { ...listed(), searchSessions: { hits: [], isComplete: true } },
    show: visible("Nothing holds"),
  },
  {
    name: "keeping-queue",
    path,
    answers: one({ queued: 2, status: "failed" }, { listQueuedMessages: { queue } }),
    async show(page) {
      await page.getByRole("button", { name: "Edit" }).nth(1).click();
      await page.getByRole("textbox", { name: "Queued message" }).waitFor();
    },
  },
  {
    name: "keeping-line",
    path,
    answers: one({ status: "running", process: "starting", startPlace: 2 }),
    show: visible("processes are at work"),
  },
  {
    name: "keeping-disk",
    path,
    answers: one({ storage: "degraded" }),
    show: visible("The disk takes nothing"),
  },
  {
    name: "keeping-settings",
    path: "/settings",
    answers: { ...listed(), getStorage: { bytes: 1_240_000_000, sessions: 214, freeBytes: 68_000_000_000 } },
    async show(page) {
      await page.getByText("1.2 GB in 214 sessions").waitFor();
      await page.getByRole("heading", { name: "Storage" }).scrollIntoViewIfNeeded();
    },
  },
];
