import type { SessionInfo } from "@switchyard/core/protocol";
import { type Accessor, createSignal } from "solid-js";
import type { App } from "../../state/app.ts";
import { keepingWords } from "../../words/keeping-words.ts";
import { tellFailure } from "./tell-failure.ts";

/** Stopping a session, which is asked about where a turn runs. */
export interface Stopping {
  /** The one that is asked about. */
  readonly asked: Accessor<SessionInfo | null>;
  stop(session: SessionInfo): void;
  /** The answer to the question. */
  answer(isToStop: boolean): void;
}

export function createStopping(app: App): Stopping {
  const [asked, setAsked] = createSignal<SessionInfo | null>(null);
  const now = ({ sessionId }: SessionInfo) => {
    const work = app.wire.call("stopAgentSession", { sessionId }).then(() => app.sessions.reload());
    tellFailure(keepingWords.menu.stop, work);
  };
  return {
    asked,
    stop: (session) => void (session.status === "running" ? setAsked(session) : now(session)),
    answer(isToStop) {
      const session = asked();
      setAsked(null);
      if (isToStop && session !== null) now(session);
    },
  };
}
