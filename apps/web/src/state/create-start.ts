import type { ParamsOf, ResultOf, SessionId, TrustQuestion } from "@switchyard/core/protocol";
import { createSignal } from "solid-js";
import { toWireError, type WireError } from "../wire/wire-error.ts";
import type { App } from "./app.ts";
import { questionOf } from "./outbox.ts";

/** The question of trust that may stand before a start. */
export interface TrustGate {
  isBusy(): boolean;
  /** What the folder brings, where that must be accepted first. */
  question(): TrustQuestion | null;
  dismissQuestion(): void;
}

/** The start of a session, or of several. */
export interface Starting<Params, Result> extends TrustGate {
  /** Resolves when what was started is in the list; undefined where it waits for trust or was refused. */
  run(params: Params): Promise<Result | undefined>;
  /** Accepts what the folder brings, and starts what was asked for. */
  trustAndRun(): Promise<Result | undefined>;
}

export type Start = Starting<ParamsOf<"startAgentSession">, SessionId>;
export type BatchStart = Starting<ParamsOf<"startBeads">, ResultOf<"startBeads">>;

/** `onRefused` is told every refusal but the question of trust. */
export function createStart(app: App, onRefused: (error: WireError) => void): Start {
  return createStarting(app, {
    onRefused,
    start: async (params) => (await app.wire.call("startAgentSession", params)).sessionId,
  });
}

/** As `createStart`, for a session on each of several beads. */
export function createBatchStart(app: App, onRefused: (error: WireError) => void): BatchStart {
  return createStarting(app, { onRefused, start: (params) => app.wire.call("startBeads", params) });
}

function createStarting<Params, Result>(
  app: App,
  how: { start: (params: Params) => Promise<Result>; onRefused: (error: WireError) => void },
): Starting<Params, Result> {
  const [isBusy, setBusy] = createSignal(false);
  const [asked, setAsked] = createSignal<{ question: TrustQuestion; params: Params } | null>(null);

  async function attempt(params: Params, before?: () => Promise<unknown>): Promise<Result | undefined> {
    if (isBusy()) return undefined;
    setBusy(true);
    try {
      await before?.();
      const result = await how.start(params);
      await app.sessions.reload();
      setAsked(null);
      return result;
    } catch (thrown) {
      const error = toWireError(thrown);
      const question = questionOf(error);
      setAsked(question && { question, params });
      if (question === null) how.onRefused(error);
      return undefined;
    } finally {
      setBusy(false);
    }
  }

  return {
    isBusy,
    question: () => asked()?.question ?? null,
    dismissQuestion: () => setAsked(null),
    run: (params) => attempt(params),
    async trustAndRun() {
      const waiting = asked();
      if (waiting === null) return undefined;
      const { cwd, hash } = waiting.question;
      return attempt(waiting.params, () => app.wire.call("trustFolder", { cwd, hash }));
    },
  };
}
