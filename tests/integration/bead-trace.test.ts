import { execFile } from "node:child_process";
import { rename } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import {
  BeadId,
  type ProjectId,
  type SessionId,
  SESSIONS_KEY,
  type SessionTrace,
} from "@switchyard/core/protocol";
import { exampleIssues, type FakeWorkspace, makeWorkspace } from "@switchyard/testkit/fake-bd";
import { expect, test } from "vitest";
import { z } from "zod";
import { startProjectYard } from "./project-yard.ts";
import { shareYards, type YardPart } from "./shared-yards.ts";

const execute = promisify(execFile);
const shared = shareYards();
const beadId = BeadId.parse("shop-k3x");
const SECRET = "the word is marzipan";
const PROMPT = `[[say ${SECRET}]]`;

interface Shop {
  readonly projectId: ProjectId;
  readonly at: FakeWorkspace;
}

async function openShop(yard: YardPart, version: string, form: SessionTrace["form"]): Promise<Shop> {
  const at = await makeWorkspace(join(yard.home, "shop"), exampleIssues(), { version });
  const { projectId } = await yard.client.call("addProject", { path: at.root });
  await yard.client.call("updateProject", { projectId, beadTrace: form });
  await yard.client.call("getBeads", { projectId });
  return { projectId, at };
}

/** A session on the bead that has had a turn. */
async function work(yard: YardPart, { projectId }: Pick<Shop, "projectId">): Promise<SessionId> {
  const { sessionId } = await yard.client.call("startAgentSession", {
    persona: "none",
    cliBackend: "demo",
    projectId,
    beadId,
    prompt: PROMPT,
  });
  await turnEnded(yard, sessionId, 1);
  return sessionId;
}

async function turnEnded(yard: YardPart, sessionId: SessionId, turn: number): Promise<void> {
  await yard.client.call("subscribeSession", { sessionId, afterSeq: 0 });
  await yard.client.chunks(sessionId, (chunks) =>
    chunks.some((chunk) => chunk.type === "turn_ended" && chunk.turn === turn),
  );
}

/** As it is told once it fits. */
async function traced(
  { client }: YardPart,
  sessionId: SessionId,
  fits: (trace: SessionTrace) => boolean,
): Promise<SessionTrace> {
  const isIt = (session: { sessionId: SessionId; trace: SessionTrace | null }): boolean =>
    session.sessionId === sessionId && session.trace !== null && fits(session.trace);
  const { sessions } = await client.call("listSessions", {});
  const known = sessions.find(isIt);
  const { trace } = known ?? (await client.until("session-updated", ({ session }) => isIt(session))).session;
  if (trace === null) throw new Error("no trace");
  return trace;
}

const Issue = z.looseObject({
  id: z.string(),
  comments: z.array(z.object({ text: z.string() })).optional(),
  metadata: z.record(z.string(), z.unknown()).optional(),
});

async function beadOf({ at }: Shop): Promise<z.infer<typeof Issue>> {
  return Issue.parse((await at.read()).find((issue) => issue["id"] === beadId));
}

/** The last lines of the comments that sessions left. */
async function marks(shop: Shop): Promise<string[]> {
  const { comments = [] } = await beadOf(shop);
  return comments.flatMap(({ text }) => /^Switchyard session .*$/m.exec(text)?.[0] ?? []);
}

test("a comment tells what a session was and did, and nothing of what was said", async () => {
  await using yard = await shared({ bd: "1.3.0" });
  const shop = await openShop(yard, "1.3.0", "comment");
  const git = (...args: string[]) =>
    execute("git", ["-c", "user.name=A", "-c", "user.email=a@localhost", ...args], { cwd: shop.at.root });
  await git("init", "-q", "-b", "main");
  await git("commit", "-qm", "before", "--allow-empty");
  const sessionId = await work(yard, shop);
  // A turn may be over before its start is kept.
  const source = async () => (await yard.client.call("getSessionChanges", { sessionId })).source;
  await expect.poll(source, { timeout: 20_000 }).toBe("git");
  await git("commit", "-qm", "Oil the hinge", "--allow-empty");
  await yard.client.call("stopAgentSession", { sessionId });
  await traced(yard, sessionId, ({ state }) => state === "written");

  const text = (await beadOf(shop)).comments?.at(-1)?.text ?? "";
  expect(text).toContain("A session on this bead ended: done.");
  expect(text).toMatch(
    /Commits since its start: 1 in its folder, on `main`\n {2}- `[0-9a-f]{10} Oil the hinge`/,
  );
  expect(text).toContain(`/sessions/${sessionId} in Switchyard`);
  expect(text).not.toContain(SECRET);
  expect(text).not.toContain(yard.bridge.home);

  await yard.client.call("resumeSession", { sessionId });
  await yard.client.call("sendAgentMessage", { sessionId, message: PROMPT });
  await turnEnded(yard, sessionId, 2);
  await yard.client.call("archiveSession", { sessionId, isArchived: true });
  await traced(yard, sessionId, ({ turn, state }) => turn === 2 && state === "written");
  expect(await marks(shop)).toEqual([1, 2].map((turn) => `Switchyard session ${sessionId}, turn ${turn}`));
  expect((await beadOf(shop)).comments?.at(-1)?.text).toContain("A session went on and ended again");

  const { bead } = await yard.client.call("getBead", { projectId: shop.projectId, beadId });
  expect(bead.status).toBe("open");
  await yard.client.call("markSessionVerified", { sessionId });
  await yard.client.until("session-updated", ({ session }) => session.verifiedTurn === 2);
});

test("metadata holds each session under its id, beside what others keep there", async () => {
  await using yard = await shared({ bd: "1.3.0" });
  const shop = await openShop(yard, "1.3.0", "metadata");
  await yard.bd(shop.at.root, "update", beadId, "--metadata", '{"mine":{"a":[1]}}', "--json");
  const one = await work(yard, shop);
  await yard.client.call("stopAgentSession", { sessionId: one });
  await traced(yard, one, ({ state }) => state === "written");
  const deleted = await work(yard, shop);
  await yard.client.call("deleteSession", { sessionId: deleted });
  await yard.client.until("beads-updated", ({ changed }) => JSON.stringify(changed).includes(deleted));
  const { metadata } = await beadOf(shop);
  expect(metadata).toMatchObject({
    mine: { a: [1] },
    [SESSIONS_KEY]: {
      [one]: { turns: 1, outcome: "done", folder: ".", backend: { id: "demo" }, isShared: false },
      [deleted]: { turns: 1, persona: { id: "none" } },
    },
  });
  expect(JSON.stringify(metadata)).not.toContain(SECRET);
});

test("a tracker without metadata says so, and takes the comment that is chosen instead", async () => {
  await using yard = await startProjectYard({ bd: "0.49.6" });
  const shop = await openShop(yard, "0.49.6", "metadata");
  const preview = await yard.client.call("previewTrace", { projectId: shop.projectId, form: "comment" });
  expect(preview).toMatchObject({ sessionId: null, beadId: null });
  const sessionId = await work(yard, shop);
  await yard.client.call("terminateSession", { sessionId });
  const failed = await traced(yard, sessionId, ({ state }) => state === "failed");
  expect(failed.message).toMatch(/^bd 0\.49\.6 .*metadata.* Write it as a comment/);
  const refused = await yard.client.refusal("writeTrace", { sessionId });
  expect(refused.code).toBe("NOT_SUPPORTED");
  await yard.client.call("writeTrace", { sessionId, form: "comment" });
  expect(await traced(yard, sessionId, ({ state }) => state === "written")).toMatchObject({
    form: "comment",
  });
  expect(await marks(shop)).toEqual([`Switchyard session ${sessionId}, turn 1`]);
});

test("a stop waits for no tracker; what is due is written once when it is there again, after a restart too", async () => {
  await using yard = await startProjectYard({ bd: "1.3.0" });
  const shop = await openShop(yard, "1.3.0", "comment");
  const [failed, away] = [await work(yard, shop), await work(yard, shop)];

  // A lock is waited for at each try, which takes seconds.
  await shop.at.fail({ error: "Error: the disk is on fire" });
  await yard.client.call("stopAgentSession", { sessionId: failed });
  const due = await traced(yard, failed, ({ message }) => message !== null);
  expect(due).toMatchObject({ state: "due", message: expect.stringContaining("on fire") });
  await yard.client.chunks(failed, (chunks) =>
    chunks.some((chunk) => chunk.type === "notice" && chunk.code === "trace_failed"),
  );

  await yard.restart();
  await shop.at.fail({});
  await traced(yard, failed, ({ state }) => state === "written");

  await rename(shop.at.beadsDir, `${shop.at.beadsDir}-away`);
  await yard.client.call("getBeads", { projectId: shop.projectId, refresh: true });
  await yard.client.call("stopAgentSession", { sessionId: away });
  await traced(yard, away, ({ state, message }) => state === "due" && message !== null);
  await rename(`${shop.at.beadsDir}-away`, shop.at.beadsDir);
  await yard.client.call("getBeads", { projectId: shop.projectId, refresh: true });
  await traced(yard, away, ({ state }) => state === "written");
  expect((await marks(shop)).toSorted()).toEqual(
    [failed, away].map((sessionId) => `Switchyard session ${sessionId}, turn 1`).toSorted(),
  );
});
