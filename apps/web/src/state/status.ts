import type { BackendInfo, Hold, SessionInfo } from "@switchyard/core/protocol";
import type { Glyph } from "../ui/StatusGlyph.tsx";
import { batchWords } from "../words/batch-words.ts";
import { words } from "../words/en.ts";

export type SessionState = "needs" | "failed" | "running" | "finished" | "idle" | "stopped" | "waiting";

/** How a session stands, in shape and words: list, header, title and favicon read this and nothing else. */
export interface Status {
  readonly state: SessionState;
  readonly glyph: Glyph;
  readonly word: string;
  /** Requests that wait and failures not seen yet; finished turns are news and never count. */
  readonly needs: number;
}

export interface StatusContext {
  readonly backend?: BackendInfo | undefined;
  /** Whether the user has looked at the session since its last turn failed, or has put that off. */
  readonly isFailureSeen?: boolean;
  /** How many of its requests the user has put off: they still wait, and are not counted. */
  readonly putOff?: number;
}

type SessionFacts = Pick<
  SessionInfo,
  "status" | "process" | "pendingApprovals" | "unread" | "queued" | "startPlace" | "batch" | "hold"
>;

/** The state of a session: the first rule that matches. */
export function deriveStatus(session: SessionFacts, context: StatusContext = {}): Status {
  const rule = rules.find((candidate) => candidate.when(session, context)) ?? idle;
  return {
    state: rule.state,
    glyph: rule.state,
    word: rule.word(session, context),
    needs: needs(session, rule.state, context),
  };
}

interface Rule {
  readonly state: SessionState;
  when(session: SessionFacts, context: StatusContext): boolean;
  word(session: SessionFacts, context: StatusContext): string;
}

const idle: Rule = {
  state: "idle",
  when: () => true,
  word: (session) => (session.process === "asleep" ? words.status.asleep : words.status.idle),
};

const rules: readonly Rule[] = [
  { state: "needs", when: (session) => session.pendingApprovals > 0, word: () => words.status.needs },
  // A failure for want of the CLI is no fault of the session: it goes on when the CLI is there.
  {
    state: "waiting",
    when: (session, context) => isMissing(context.backend) && (session.status === "failed" || waits(session)),
    word: (_, { backend }) =>
      (backend?.state === "off" ? words.status.isOff : words.status.waitingFor)(backend?.displayName ?? ""),
  },
  // Parked, not broken: it goes on when the limit resets, or when the user lifts it.
  {
    state: "waiting",
    when: ({ hold, status }) => hold !== null && status !== "running" && status !== "stopped",
    word: ({ hold }) => (hold === null ? words.status.idle : heldWord(hold)),
  },
  { state: "failed", when: (session) => session.status === "failed", word: () => words.status.failed },
  // It has not begun: it starts as others of its batch end their turn, or when the user lets them go on.
  {
    state: "waiting",
    when: waitsInBatch,
    word: ({ batch }) =>
      batch?.isHeld === true ? batchWords.status.held : batchWords.status.inLine(batch?.place ?? 1),
  },
  // Its turn is open, and nothing works at it yet.
  {
    state: "waiting",
    when: (session) => session.startPlace !== null,
    word: (session) => words.status.inLine(session.startPlace ?? 1),
  },
  {
    state: "running",
    when: (session) => session.status === "running",
    word: (session) => (session.process === "starting" ? words.status.starting : words.status.running),
  },
  { state: "stopped", when: (session) => session.status === "stopped", word: () => words.status.stopped },
  { state: "finished", when: (session) => session.unread > 0, word: () => words.status.finished },
  idle,
];

function heldWord({ reason, resetsAt }: Hold): string {
  if (reason === "usage_limit") return words.status.atLimit(resetsAt);
  return words.status.overBudget;
}

/** Whether a session is one of several starts and has not begun. */
export function waitsInBatch({ batch, status }: Pick<SessionFacts, "batch" | "status">): boolean {
  return status !== "stopped" && batch !== null && batch.place !== null;
}

function isMissing(backend: BackendInfo | undefined): boolean {
  return backend !== undefined && MISSING.has(backend.state);
}

const MISSING: ReadonlySet<BackendInfo["state"]> = new Set(["not_installed", "not_logged_in", "off"]);

function waits(session: SessionFacts): boolean {
  return session.status === "paused" && session.queued > 0;
}

function needs(session: SessionFacts, state: SessionState, context: StatusContext): number {
  if (state === "needs") return Math.max(0, session.pendingApprovals - (context.putOff ?? 0));
  return state === "failed" && context.isFailureSeen !== true ? 1 : 0;
}
