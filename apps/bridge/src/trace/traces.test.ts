import { Bead, BeadId, ProjectId, SESSIONS_KEY, SwitchyardError } from "@switchyard/core/protocol";
import { pino } from "pino";
import { v4 as uuid } from "uuid";
import { expect, test, vi } from "vitest";
import { makeStage, type Stage } from "../session/puppet.testkit.ts";
import type { SessionRecord } from "../session/record.ts";
import type { Session } from "../session/session-face.ts";
import { makeTraces, type Traces } from "./traces.ts";
import type { TraceTracker } from "./write-trace.ts";

const projectId = ProjectId.parse("9a7c5bb2-6c1a-4f7e-8a3e-1f0a36a4a111");
const beadId = BeadId.parse("shop-1");
type Form = "off" | "comment" | "metadata";

/** A tracker that does as it is told. */
class Fake {
  form: Form = "comment";
  refusal: SwitchyardError | null = null;
  /** The bead that takes nothing. */
  refused: BeadId | null = null;
  /** The refusal comes when it is written already. */
  isAnswerLost = false;
  readonly comments: string[] = [];
  metadata: unknown = { mine: 1 };
  calls: string[] = [];
  held: Promise<void> = Promise.resolve();
  source: "bd" | "none" = "bd";

  readonly tracker: TraceTracker = {
    read: async () => {
      this.calls.push("read");
      return this.reading();
    },
    current: () => this.reading(),
    bead: async () => {
      this.calls.push("bead");
      if (this.source === "none") throw new SwitchyardError("BEAD_NOT_FOUND", "There is no such bead.");
      return this.bead();
    },
    writes: {
      comment: (to, text) => {
        if (to === this.refused) throw locked;
        return this.write("comment", () => void this.comments.push(text));
      },
      metadata: (_, key, change) =>
        this.write("metadata", () => {
          expect(key).toBe(SESSIONS_KEY);
          this.metadata = change(this.metadata);
        }),
    },
  };

  private async write(call: string, work: () => void): Promise<Bead> {
    this.calls.push(call);
    await this.held;
    if (this.refusal === null || this.isAnswerLost) work();
    if (this.refusal !== null) throw this.refusal;
    return this.bead();
  }

  private bead(): Bead {
    const at = "2026-01-01T00:00:00Z";
    const comments = this.comments.map((text, id) => ({
      id,
      issue_id: beadId,
      author: "me",
      text,
      created_at: at,
    }));
    const issue = { id: beadId, title: "A bead", status: "open", priority: 2, issue_type: "task" };
    return Bead.parse({ ...issue, created_at: at, updated_at: at, comments });
  }

  private reading(): NonNullable<ReturnType<TraceTracker["current"]>> {
    const { source } = this;
    const state = { source, stale: false, version: null, note: null, faults: [], failed: false };
    return { beads: [], state, revision: 1 };
  }
}

interface Yard extends AsyncDisposable {
  readonly fake: Fake;
  readonly stage: Stage;
  readonly session: Session;
  readonly sessions: Session[];
  traces: Traces;
  /** As the bridge does when the user stops it. */
  stop(): Promise<void>;
  /** Waits for what is being written. */
  state(fits: (trace: SessionRecord["trace"]) => boolean): Promise<void>;
  /** Another life of the bridge. */
  restart(): void;
}

const ended = (turn: number): SessionRecord["lastTurn"] => ({
  turn,
  stopReason: "end_turn",
  error: null,
  endedAt: 1_767_600_900_000,
  durationMs: 5,
});

async function makeYard(record: Partial<SessionRecord> = {}): Promise<Yard> {
  const own = { projectId, beadId, turn: 2, lastTurn: ended(2) };
  const stage = await makeStage({ record: { ...own, ...record } });
  const fake = new Fake();
  const sessions = [stage.session];
  const project = () => ({
    projectId,
    path: stage.session.record.cwd,
    name: "shop",
    cliBackend: null,
    backendsOff: [],
    beadTrace: fake.form,
    worktrees: { setup: null, copies: [] },
  });
  const make = () =>
    makeTraces({
      sessions: () => sessions,
      projects: { ready: () => Promise.resolve(), get: project, need: project },
      tracker: () => fake.tracker,
      folders: { commits: () => Promise.resolve(null) },
      resume: () => "puppet --resume 1",
      now: Date.now,
      logger: pino({ level: "silent" }),
      waitMs: () => 1,
    });
  const yard: Yard = {
    fake,
    stage,
    session: stage.session,
    sessions,
    traces: make(),
    async stop() {
      await yard.session.stop();
      yard.traces.ended(yard.session);
    },
    state: (fits) => vi.waitFor(() => expect(fits(yard.session.record.trace)).toBe(true)),
    restart: () => void (yard.traces = make()),
    async [Symbol.asyncDispose]() {
      await yard.traces.close();
      await stage[Symbol.asyncDispose]();
    },
  };
  return yard;
}

const locked = new SwitchyardError("BD_FAILED", "The database is locked.");

function turnsTold({ comments }: Fake): (string | undefined)[] {
  return comments.map((text) => text.split("\n").at(-1)?.replace(/.*, /, ""));
}

function notices({ stage }: Yard): string[] {
  return [...stage.log.all(stage.session.record.sessionId)].flatMap((chunk) =>
    chunk.type === "notice" && chunk.code === "trace_failed" ? [chunk.content] : [],
  );
}

test("a session that is stopped is due at once, and written while nobody waits", async () => {
  await using yard = await makeYard();
  const hold = Promise.withResolvers<void>();
  yard.fake.held = hold.promise;
  await yard.stop();
  expect(yard.session.record.trace).toMatchObject({ state: "due", form: "comment", turn: 2, message: null });
  hold.resolve();
  await yard.state((trace) => trace?.state === "written");
  expect(turnsTold(yard.fake)).toEqual(["turn 2"]);
  expect(yard.stage.log.sessions()[0]?.trace).toMatchObject({ state: "written", turn: 2 });
});

test.each<[string, Partial<SessionRecord>, Form]>([
  ["that is on no bead", { beadId: null }, "comment"],
  ["without a project", { projectId: null }, "comment"],
  ["that had no turn", { turn: 0, lastTurn: null }, "comment"],
  ["whose project writes nothing", {}, "off"],
])("a session %s leaves nothing", async (_, record, form) => {
  await using yard = await makeYard(record);
  yard.fake.form = form;
  await yard.stop();
  expect(yard.session.record.trace).toBeNull();
  expect(yard.fake.calls).toEqual([]);
});

test("one that is ended again without a turn between is written once; with one, the comment says so", async () => {
  await using yard = await makeYard();
  const writable = yard.session.record as SessionRecord;
  await yard.stop();
  await yard.state((trace) => trace?.state === "written");
  yard.session.resume();
  await yard.stop();
  expect(yard.session.record.trace?.state).toBe("written");
  yard.session.resume();
  Object.assign(writable, { turn: 3, lastTurn: ended(3) });
  await yard.stop();
  await yard.state((trace) => trace?.state === "written" && trace.turn === 3);
  expect(turnsTold(yard.fake)).toEqual(["turn 2", "turn 3"]);
  expect(yard.fake.comments.map((text) => text.includes("went on and ended again"))).toEqual([false, true]);
});

test("metadata is replaced under the session's own id, beside what others keep there", async () => {
  await using yard = await makeYard();
  yard.fake.form = "metadata";
  await yard.stop();
  await yard.state((trace) => trace?.state === "written" && trace.form === "metadata");
  const { sessionId } = yard.session.record;
  expect(yard.fake.metadata).toMatchObject({ mine: 1, [sessionId]: { turns: 2, outcome: "done" } });
  expect(yard.fake.calls).toEqual(["metadata"]);
});

test("while the tracker is locked it stays due, is told once, and is written once when there is room", async () => {
  await using yard = await makeYard();
  yard.fake.refusal = locked;
  await yard.stop();
  await yard.state((trace) => trace?.message === locked.message);
  yard.traces.look(projectId);
  await vi.waitFor(() => expect(yard.fake.calls.filter((call) => call === "comment")).toHaveLength(2));
  yard.fake.refusal = null;
  for (let times = 0; times < 3; times += 1) yard.traces.look(projectId);
  await yard.state((trace) => trace?.state === "written");
  yard.traces.look(projectId);
  await yard.traces.close();
  expect(turnsTold(yard.fake)).toEqual(["turn 2"]);
  expect(notices(yard)).toEqual([
    "This session is not written to its bead shop-1: The database is locked. It is tried again by itself.",
  ]);
});

test("one that its bead refuses again and again holds up no other", async () => {
  await using yard = await makeYard();
  const other = { ...yard.session, record: { ...yard.session.record, beadId: BeadId.parse("shop-2") } };
  yard.fake.refused = beadId;
  await yard.stop();
  await yard.state((trace) => trace?.message === locked.message);
  let written: SessionRecord["trace"] = null;
  Object.assign(other, { setTrace: (trace: SessionRecord["trace"]) => void (written = trace) });
  Object.assign(other.record, { sessionId: uuid(), stopped: true, trace: yard.session.record.trace });
  yard.sessions.push(other);
  yard.traces.look(projectId);
  await vi.waitFor(() => expect(written).toMatchObject({ state: "written" }));
  expect(yard.session.record.trace?.state).toBe("due");
});

test("without a sign of the tracker it is tried again after a while, as long as a client is there", async () => {
  await using yard = await makeYard();
  yard.traces.clients(1);
  yard.fake.refusal = locked;
  await yard.stop();
  await vi.waitFor(() =>
    expect(yard.fake.calls.filter((call) => call === "comment").length).toBeGreaterThan(2),
  );
  yard.fake.refusal = null;
  await yard.state((trace) => trace?.state === "written");
  expect(turnsTold(yard.fake)).toEqual(["turn 2"]);
});

test("a comment whose answer was lost is not written twice, in this life of the bridge or the next", async () => {
  await using yard = await makeYard();
  Object.assign(yard.fake, { refusal: locked, isAnswerLost: true });
  await yard.stop();
  await yard.state((trace) => trace?.message === locked.message);
  await yard.traces.close();
  yard.restart();
  yard.fake.refusal = null;
  yard.traces.clients(1);
  await yard.state((trace) => trace?.state === "written");
  expect(turnsTold(yard.fake)).toEqual(["turn 2"]);
});

test("a tracker that is not there is waited for, a bead that is not there is not", async () => {
  await using yard = await makeYard();
  yard.fake.source = "none";
  await yard.stop();
  await yard.state((trace) => trace?.state === "due" && trace.message !== null);
  expect(yard.session.record.trace?.message).toBe("The project has no tracker at present.");
  Object.assign(yard.fake, {
    source: "bd",
    refusal: new SwitchyardError("BEAD_NOT_FOUND", "There is no bead shop-1."),
  });
  yard.traces.look(projectId);
  await yard.state((trace) => trace?.state === "failed");
  expect(notices(yard)).toHaveLength(2);
});

test("a tracker without metadata is told with the choice to use comments, which then works", async () => {
  await using yard = await makeYard();
  Object.assign(yard.fake, {
    form: "metadata",
    refusal: new SwitchyardError("NOT_SUPPORTED", "bd 0.49.6 keeps no metadata."),
  });
  await yard.stop();
  await yard.state((trace) => trace?.state === "failed");
  expect(yard.session.record.trace?.message).toBe(
    "bd 0.49.6 keeps no metadata. Write it as a comment, and choose comments in the project's settings.",
  );
  await expect(yard.traces.write(yard.session, undefined)).rejects.toMatchObject({ code: "NOT_SUPPORTED" });
  yard.fake.refusal = null;
  await yard.traces.write(yard.session, "comment");
  expect(yard.session.record.trace).toMatchObject({ state: "written", form: "comment", message: null });
});

test("what is asked for is written whatever the setting, also of a session that goes on", async () => {
  await using yard = await makeYard();
  yard.fake.form = "off";
  await Promise.all([yard.traces.write(yard.session, undefined), yard.traces.write(yard.session, undefined)]);
  expect(turnsTold(yard.fake)).toEqual(["turn 2"]);
  yard.fake.refusal = locked;
  await expect(yard.traces.write(yard.session, "metadata")).rejects.toMatchObject({ code: "BD_FAILED" });
  expect(yard.session.record.trace).toMatchObject({
    state: "failed",
    form: "metadata",
    message: locked.message,
  });
});

test("what cannot be written says why", async () => {
  await using none = await makeYard({ turn: 0, lastTurn: null });
  await expect(none.traces.write(none.session, "comment")).rejects.toMatchObject({ code: "NOT_SUPPORTED" });
  await using beadless = await makeYard({ beadId: null });
  await expect(beadless.traces.write(beadless.session, "comment")).rejects.toMatchObject({
    code: "BEAD_NOT_FOUND",
  });
});

test("of a session that is deleted what is due is still written", async () => {
  await using yard = await makeYard();
  yard.fake.refusal = locked;
  await yard.stop();
  yard.sessions.length = 0;
  yard.traces.dropped(yard.session);
  await vi.waitFor(() => expect(yard.fake.calls).toContain("comment"));
  yard.fake.refusal = null;
  yard.traces.look(projectId);
  await vi.waitFor(() => expect(turnsTold(yard.fake)).toEqual(["turn 2"]));
});

test("a preview is of the newest session on a bead, else made up, and writes nothing", async () => {
  await using yard = await makeYard();
  const { sessionId } = yard.session.record;
  const ofProject = await yard.traces.preview({ projectId, form: "comment", session: undefined });
  expect(ofProject).toMatchObject({ sessionId, beadId, text: expect.stringContaining("A session") });
  yard.sessions.length = 0;
  const madeUp = await yard.traces.preview({ projectId, form: "metadata", session: undefined });
  expect(madeUp).toMatchObject({ sessionId: null, beadId: null });
  expect(JSON.parse(madeUp.text)).toHaveProperty(SESSIONS_KEY);
  expect(yard.fake.calls).toEqual([]);
});

test("who has looked is remembered up to the last turn that ended", async () => {
  await using yard = await makeYard();
  const { record } = yard.session;
  expect(record.verifiedTurn).toBe(0);
  yard.session.markVerified();
  expect(record.verifiedTurn).toBe(2);
  yard.session.send("go on");
  yard.session.markVerified();
  expect([record.turn, record.verifiedTurn]).toEqual([3, 2]);
  expect(yard.stage.log.sessions()[0]?.verifiedTurn).toBe(2);
});

test("a session that is older than looking is kept must be looked at once it has another turn", async () => {
  await using yard = await makeYard({ verifiedTurn: null });
  yard.session.send("go on");
  expect(yard.session.record.verifiedTurn).toBe(2);
});
