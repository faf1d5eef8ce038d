import type { AgentChunk, LogId, SessionId } from "@switchyard/core/protocol";
import {
  applyChunk,
  emptyTranscript,
  foldPages,
  type HistoryPage,
  type Transcript,
} from "@switchyard/core/session";
import { type Accessor, batch, createSignal, onCleanup } from "solid-js";
import { createStore, produce, unwrap } from "solid-js/store";
import { toWireError, type WireError } from "../wire/wire-error.ts";
import type { Wire } from "../wire/wire.ts";
import { oncePerFrame } from "./frames.ts";
import { reuseItems } from "./reuse-items.ts";

export interface TranscriptState {
  readonly transcript: Transcript;
  readonly isLoading: Accessor<boolean>;
  readonly error: Accessor<WireError | undefined>;
  readonly hasOlder: Accessor<boolean>;
  loadOlder(): Promise<void>;
}

export interface TranscriptEvents {
  /** Messages of the user that are in the transcript now. */
  onUserMessages(messageIds: readonly string[]): void;
  /** Chunks flow: what is not a chunk must be read anew. */
  onSubscribed(): void;
  onCaughtUp(missed: number): void;
}

/**
 * The transcript of one session: the newest page of its history, then what comes, written by core's fold once
 * a frame; older pages on demand. It lives as long as the owner that creates it.
 */
export function createTranscript(
  wire: Wire,
  sessionId: SessionId,
  events: TranscriptEvents,
): TranscriptState {
  const [transcript, setTranscript] = createStore<Transcript>(emptyTranscript());
  const [isLoading, setLoading] = createSignal(true);
  const [error, setError] = createSignal<WireError>();
  const [firstSeq, setFirstSeq] = createSignal(0);
  /** All that was folded, so that an older page can be folded before it. */
  let pages: HistoryPage[] = [];
  let live: AgentChunk[] = [];
  let arrived: AgentChunk[] = [];
  let olderUnderWay: Promise<void> | undefined;
  /** Raised by a reset: what was asked for before belongs to another log. */
  let life = 0;
  let unsubscribe: (() => void) | undefined;
  let isOver = false;
  const frame = oncePerFrame(flush);

  function flush(): void {
    if (arrived.length === 0) return;
    const chunks = arrived;
    arrived = [];
    live.push(...chunks);
    batch(() => {
      setTranscript(
        produce((state) => {
          for (const chunk of chunks) applyChunk(state, chunk);
        }),
      );
      if (firstSeq() === 0) setFirstSeq(transcript.firstSeq);
    });
    report(chunks);
  }

  function report(chunks: readonly AgentChunk[]): void {
    const ids = chunks.flatMap((chunk) => (chunk.type === "user_message" ? [chunk.messageId] : []));
    if (ids.length > 0) events.onUserMessages(ids);
  }

  function follow(afterSeq: number, logId: LogId | undefined): void {
    unsubscribe = wire.subscribe(
      sessionId,
      { afterSeq, logId },
      {
        chunk(chunk) {
          arrived.push(chunk);
          frame.ask();
        },
        reset() {
          life += 1;
          frame.cancel();
          [pages, live, arrived] = [[], [], []];
          setFirstSeq(0);
          setTranscript({ ...emptyTranscript() });
        },
        subscribed: events.onSubscribed,
        caughtUp: events.onCaughtUp,
        failed: setError,
      },
    );
  }

  async function load(): Promise<void> {
    try {
      const page = await wire.call("getSessionHistory", { sessionId });
      if (isOver) return;
      pages = [page];
      batch(() => {
        setTranscript(foldPages(pages));
        setFirstSeq(page.chunks[0]?.seq ?? 0);
        setLoading(false);
      });
      report(page.chunks);
      follow(page.chunks.at(-1)?.seq ?? 0, page.logId);
    } catch (thrown) {
      if (isOver) return;
      setError(toWireError(thrown));
      setLoading(false);
    }
  }

  async function readOlder(): Promise<void> {
    const ours = life;
    const page = await wire.call("getSessionHistory", { sessionId, beforeSeq: firstSeq() });
    if (isOver || ours !== life || page.chunks.length === 0) return;
    flush();
    pages = [page, ...pages];
    const next = foldPages([...pages, { chunks: live, open: [] }]);
    const kept = reuseItems(unwrap(transcript), next);
    batch(() => {
      setTranscript(
        produce((state) => {
          state.sections = kept.sections;
          state.index = kept.index;
          state.firstSeq = kept.firstSeq;
          state.lastSeq = kept.lastSeq;
        }),
      );
      setFirstSeq(page.chunks[0]?.seq ?? 0);
    });
    report(page.chunks);
  }

  onCleanup(() => {
    isOver = true;
    frame.cancel();
    unsubscribe?.();
  });
  void load();

  return {
    transcript,
    isLoading,
    error,
    hasOlder: () => firstSeq() > 1,
    loadOlder() {
      if (firstSeq() <= 1) return Promise.resolve();
      olderUnderWay ??= readOlder().finally(() => {
        olderUnderWay = undefined;
      });
      return olderUnderWay;
    },
  };
}
