import type { ParamsOf, SessionId, TrustQuestion } from "@switchyard/core/protocol";
import { createSignal } from "solid-js";
import { toWireError, type WireError } from "../wire/wire-error.ts";
import type { App } from "./app.ts";
import { questionOf } from "./outbox.ts";

type Params = ParamsOf<"startAgentSession">;

/** The start of a session, and the question of trust that may stand before it. */
export interface Start {
  isBusy(): boolean;
  /** What the folder brings, where that must be accepted first. */
  question(): TrustQuestion | null;
  dismissQuestion(): void;
  /** Resolves when the session is in the list; undefined where it waits for trust or was refused. */
  run(params: Params): Promise<SessionId | undefined>;
  /** Accepts what the folder brings, and starts what was asked for. */
  trustAndRun(): Promise<SessionId | undefined>;
}

/** `onRefused` is told every refusal but the question of trust. */
export function createStart(app: App, onRefused: (error: WireError) => void): Start {
  const [isBusy, setBusy] = createSignal(false);
  const [asked, setAsked] = createSignal<{ question: TrustQuestion; params: Params } | null>(null);

  async function attempt(params: Params, before?: () => Promise<unknown>): Promise<SessionId | undefined> {
    if (isBusy()) return undefined;
    setBusy(true);
    try {
      await before?.();
      const { sessionId } = await app.wire.call("startAgentSession", params);
      await app.sessions.reload();
      setAsked(null);
      return sessionId;
    } catch (thrown) {
      const error = toWireError(thrown);
      const question = questionOf(error);
      setAsked(question && { question, params });
      if (question === null) onRefused(error);
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
