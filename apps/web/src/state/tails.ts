import type { AgentChunk, LogId, SessionId } from "@switchyard/core/protocol";
import {
  applyChunk,
  cutPage,
  emptyTranscript,
  foldPages,
  type HistoryPage,
  type Transcript,
} from "@switchyard/core/session";
import { type Accessor, batch, createSignal, onCleanup } from "solid-js";
import type { Wire } from "../wire/wire.ts";
import { oncePerFrame } from "./frames.ts";

/** What is shown of the end of a log; `before` is what was shown of it until now. */
export type ReadTail<T> = (transcript: Transcript, before: T | null) => T;

export interface Tail<T> {
  /** Null until the end of the log is read. */
  readonly shown: Accessor<T | null>;
  readonly isFailed: Accessor<boolean>;
  end(): void;
}

/** The last lines of many sessions at once: each is subscribed to only while somebody watches it. */
export interface Tails<T> {
  /** One watcher a session; what it saw last is there at once when it comes back. */
  watch(sessionId: SessionId): Tail<T>;
}

/** Chunks of the page that a tail begins with. */
const FIRST_CHUNKS = 60;
/** Between two such frames: text that flows in twenty places is not read at sixty frames a second. */
const PACE_MS = 80;
/** Where a tail has grown so long, all but its last part is dropped. */
const MOST_CHUNKS = 400;

/**
 * Tails over a wire, as long as the owner lives. Whatever comes in, in however many sessions, is folded and shown
 * in one frame, all in one go, and no more often than it can be read.
 */
export function createTails<T>(wire: Wire, read: ReadTail<T>): Tails<T> {
  const kept = new Map<SessionId, T>();
  const open = new Set<Run<T>>();
  const changed = new Set<Run<T>>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const frame = oncePerFrame(() => {
    const due = [...changed];
    changed.clear();
    batch(() => due.forEach((run) => run.advance()));
    timer = setTimeout(() => {
      timer = undefined;
      if (changed.size > 0) frame.ask();
    }, PACE_MS);
  });
  onCleanup(() => {
    clearTimeout(timer);
    frame.cancel();
    for (const run of open) run.end();
  });
  return {
    watch(sessionId) {
      const run = openRun(wire, sessionId, {
        first: kept.get(sessionId) ?? null,
        read,
        onChanged() {
          changed.add(run);
          if (timer === undefined) frame.ask();
        },
        onShown: (shown) => kept.set(sessionId, shown),
        onEnd() {
          open.delete(run);
          changed.delete(run);
        },
      });
      open.add(run);
      return run;
    },
  };
}

interface Run<T> extends Tail<T> {
  /** Folds what has come. */
  advance(): void;
}

interface RunEvents<T> {
  readonly first: T | null;
  readonly read: ReadTail<T>;
  onChanged(): void;
  onShown(shown: T): void;
  onEnd(): void;
}

function openRun<T>(wire: Wire, sessionId: SessionId, events: RunEvents<T>): Run<T> {
  const [shown, setShown] = createSignal<T | null>(events.first);
  const [isFailed, setFailed] = createSignal(false);
  let head: HistoryPage["open"] = [];
  let chunks: AgentChunk[] = [];
  let transcript = emptyTranscript();
  let arrived: AgentChunk[] = [];
  let cutAt = MOST_CHUNKS;
  let unsubscribe: (() => void) | undefined;
  let isOver = false;

  function show(): void {
    const next = events.read(transcript, shown());
    events.onShown(next);
    setShown(() => next);
  }

  function advance(): void {
    if (isOver || arrived.length === 0) return;
    for (const chunk of arrived) {
      applyChunk(transcript, chunk);
      chunks.push(chunk);
    }
    arrived = [];
    if (chunks.length >= cutAt) shorten();
    show();
  }

  function shorten(): void {
    // The last part alone may be one chunk long.
    const last = cutPage({ chunks, open: head }, FIRST_CHUNKS).slice(-2);
    take({ chunks: last.flatMap((part) => part.chunks), open: last.flatMap((part) => part.open) });
    // A text is never cut: while one grows beyond the measure, it is not looked at with each chunk anew.
    cutAt = Math.max(MOST_CHUNKS, 2 * chunks.length);
  }

  function take(page: HistoryPage): void {
    head = page.open;
    chunks = [...page.chunks];
    transcript = foldPages([page]);
  }

  async function load(): Promise<void> {
    try {
      const told = await wire.call("getSessionHistory", { sessionId, limit: FIRST_CHUNKS });
      if (isOver) return;
      take(told);
      batch(() => {
        setFailed(false);
        show();
      });
      follow(told.chunks.at(-1)?.seq ?? 0, told.logId);
    } catch {
      if (!isOver) setFailed(true);
    }
  }

  function follow(afterSeq: number, logId: LogId): void {
    unsubscribe = wire.subscribe(
      sessionId,
      { afterSeq, logId },
      {
        chunk(chunk) {
          arrived.push(chunk);
          events.onChanged();
        },
        reset() {
          unsubscribe?.();
          arrived = [];
          void load();
        },
        failed: () => setFailed(true),
      },
    );
  }

  const stop = wire.onStatus((status) => {
    if (status.state === "live" && isFailed()) void load();
  });
  void load();
  return {
    shown,
    isFailed,
    advance,
    end() {
      if (isOver) return;
      isOver = true;
      stop();
      unsubscribe?.();
      events.onEnd();
    },
  };
}
