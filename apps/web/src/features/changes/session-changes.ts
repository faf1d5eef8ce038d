import type { ResultOf } from "@switchyard/core/protocol";
import { createContext, createEffect, createMemo, createSignal, on, onCleanup, useContext } from "solid-js";
import type { SessionView } from "../../state/session-view.ts";
import { messageOf } from "../session/session-context.ts";

/** What a diff that is looked at is of: a file since the session began, or what one call did to a file. */
export type ChangeSpot =
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "call"; readonly toolCallId: string; readonly path: string };

/** What a session changed, and which of it is looked at. */
export interface SessionChanges {
  /** As git tells it; null: not read yet, or it could not be. */
  told(): ResultOf<"getSessionChanges"> | null;
  /** Why it could not be read. */
  error(): string | null;
  /** Reads again, if it was not read just now. */
  refresh(): void;
  spot(): ChangeSpot | null;
  open(spot: ChangeSpot): void;
  close(): void;
}

const Context = createContext<SessionChanges>();

export const ChangesProvider = Context.Provider;

/** Undefined outside of a session's screen. */
export function useChanges(): SessionChanges | undefined {
  return useContext(Context);
}

/** Reads when a turn ends and when it is asked to: never while one only goes on. */
export function createSessionChanges(view: SessionView): SessionChanges {
  const [told, setTold] = createSignal<ResultOf<"getSessionChanges"> | null>(null);
  const [error, setError] = createSignal<string | null>(null);
  const [spot, setSpot] = createSignal<ChangeSpot | null>(null);
  let asked = 0;
  let readAt = -Infinity;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let opener: Element | null = null;
  onCleanup(() => {
    asked += 1;
    clearTimeout(timer);
  });

  async function read(again: readonly number[] = AGAIN_MS): Promise<void> {
    asked += 1;
    clearTimeout(timer);
    const own = asked;
    readAt = performance.now();
    try {
      const answer = await view.readChanges();
      if (own !== asked) return;
      setTold(answer);
      setError(null);
      const [delay, ...rest] = again;
      if (answer.source === "git" || delay === undefined) return;
      timer = setTimeout(() => void read(rest), delay);
    } catch (thrown) {
      if (own === asked) setError(messageOf(thrown));
    }
  }

  const lastEnd = createMemo(() => view.transcript.sections.findLast((section) => section.end !== null)?.key);
  const isReady = () => !view.loading && view.connection === "live";
  createEffect(on([isReady, lastEnd], ([ready]) => ready && void read()));
  return {
    told,
    error,
    refresh: () => {
      if (isReady() && performance.now() - readAt > JUST_NOW_MS) void read();
    },
    spot,
    open(next) {
      if (spot() === null) opener = document.activeElement;
      setSpot(next);
    },
    close() {
      setSpot(null);
      // What opened it is there again once the page behind is shown.
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true });
    },
  };
}

const JUST_NOW_MS = 1_000;
/** What the folder held at the start may still be on its way when it is first asked for. */
const AGAIN_MS = [2_000, 6_000];
