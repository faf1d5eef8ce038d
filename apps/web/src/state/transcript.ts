import type { AgentChunk, LogId, SessionId } from "@switchyard/core/protocol";
import {
  applyChunk,
  cutPage,
  emptyTranscript,
  foldPages,
  type HistoryPage,
  itemId,
  type Transcript,
} from "@switchyard/core/session";
import { type Accessor, batch, createSignal, onCleanup } from "solid-js";
import { createStore, produce, type SetStoreFunction, unwrap } from "solid-js/store";
import { toWireError, type WireError } from "../wire/wire-error.ts";
import type { Wire } from "../wire/wire.ts";
import { oncePerFrame } from "./frames.ts";
import type { Pages } from "./session-view.ts";
import { countOf, firstSeqOf, holds, lastSeqOf, MOST_CHUNKS, type PageRun, shorten } from "./page-run.ts";
import { reuseItems } from "./reuse-items.ts";

export interface TranscriptState {
  /** The newest part of the log, which grows as chunks come. */
  readonly transcript: Transcript;
  readonly isLoading: Accessor<boolean>;
  readonly error: Accessor<WireError | undefined>;
  readonly pages: Pages;
}

export interface TranscriptEvents {
  /** Messages of the user that are in the transcript now. */
  onUserMessages(messageIds: readonly string[]): void;
  /** Chunks flow: what is not a chunk must be read anew. */
  onSubscribed(): void;
  onCaughtUp(missed: number): void;
}

/** Chunks of the first page: some screens, so that a long session opens as fast as a short one. */
const FIRST_CHUNKS = 120;
/** Chunks of each further page: few enough that reading one is no hitch in scrolling. */
const MORE_CHUNKS = 250;
/** Chunks of a page that is cut from what came live, as many as a bridge's page has. */
const PAGE_CHUNKS = 500;
/** Chunks read before the one that is looked for; what comes behind it fills the page. */
const CHUNKS_BEFORE = 200;

/**
 * The transcript of one session, a window of its log: the newest pages and what comes live (`transcript`), and,
 * while the user reads elsewhere, a run of pages there (`pages.shown`). Each holds some thousand chunks at most;
 * core's fold writes both, once a frame. It lives as long as the owner that creates it.
 */
export function createTranscript(
  wire: Wire,
  { sessionId, startAt }: { sessionId: SessionId; startAt?: number | undefined },
  events: TranscriptEvents,
): TranscriptState {
  const [newest, setNewest] = createStore<Transcript>(emptyTranscript());
  const [elsewhere, setElsewhere] = createStore<Transcript>(emptyTranscript());
  const [isLoading, setLoading] = createSignal(true);
  const [error, setError] = createSignal<WireError>();
  const [came, setCame] = createSignal(0);
  const [edges, setEdges] = createSignal<Edges>({ first: 0, isElsewhere: false });
  /** What `newest` is folded from; its last page is the one that grows. */
  let tail: PageRun = [];
  /** What `elsewhere` is folded from, all before `tail`; null: the user reads in `newest`. */
  let away: PageRun | null = null;
  let arrived: AgentChunk[] = [];
  let cutAt = 2 * PAGE_CHUNKS;
  let isFollowing = true;
  /** Raised by a reset: what was asked for before belongs to another log. */
  let life = 0;
  let logId: LogId | undefined;
  let unsubscribe: (() => void) | undefined;
  let isOver = false;
  const underWay = new Map<"older" | "newer", Promise<void>>();
  const frame = oncePerFrame(flush);
  const shownRun = () => away ?? tail;

  function flush(): void {
    if (arrived.length === 0) return;
    const chunks = arrived;
    arrived = [];
    const last = tail.at(-1);
    tail = [
      ...tail.slice(0, -1),
      { open: last?.open ?? [], chunks: last ? joined(last.chunks, chunks) : chunks },
    ];
    batch(() => {
      let fresh = 0;
      setNewest(
        produce((state) => {
          for (const chunk of chunks) {
            if (isHead(chunk) && state.index[itemId(chunk)] === undefined) fresh += 1;
            applyChunk(state, chunk);
          }
        }),
      );
      if (fresh > 0) setCame((sum) => sum + fresh);
      keepShort();
      tellEdges();
    });
    report(chunks);
  }

  /** A reader at the end drops what is far above; one who reads further up stays there, and the end leaves. */
  function keepShort(): void {
    const grown = tail.at(-1);
    const isCut = grown !== undefined && grown.chunks.length >= cutAt;
    if (isCut) {
      tail = [...tail.slice(0, -1), ...cutPage(grown, PAGE_CHUNKS)];
      cutAt = PAGE_CHUNKS + Math.max(PAGE_CHUNKS, tail.at(-1)?.chunks.length ?? 0);
    }
    if (countOf(tail) <= MOST_CHUNKS) return;
    if (!isFollowing && away === null) return leave(tail);
    // Whole pages go: between two cuts there is nothing new to drop, and counting items reads all chunks.
    if (!isCut) return;
    const rest = shorten(tail, "start");
    if (rest === tail) return;
    tail = rest;
    refold(newest, setNewest, tail);
  }

  /** The user goes on reading in `run`, which the live end is no part of any more. */
  function leave(run: PageRun): void {
    away = run;
    setElsewhere(foldPages(run));
    tail = tail.slice(-1);
    refold(newest, setNewest, tail);
  }

  function tellEdges(): void {
    const first = firstSeqOf(shownRun());
    setEdges((before) =>
      before.first === first && before.isElsewhere === (away !== null)
        ? before
        : { first, isElsewhere: away !== null },
    );
  }

  function report(chunks: readonly AgentChunk[]): void {
    const ids = chunks.flatMap((chunk) => (chunk.type === "user_message" ? [chunk.messageId] : []));
    if (ids.length > 0) events.onUserMessages(ids);
  }

  function follow(afterSeq: number): void {
    unsubscribe = wire.subscribe(
      sessionId,
      { afterSeq, logId },
      {
        chunk(chunk) {
          arrived.push(chunk);
          frame.ask();
        },
        reset: () => void startAnew(),
        subscribed: events.onSubscribed,
        caughtUp: events.onCaughtUp,
        failed: setError,
      },
    );
  }

  /** Another log: its newest page is read like a first one, however long it is. */
  async function startAnew(): Promise<void> {
    life += 1;
    frame.cancel();
    unsubscribe?.();
    [tail, away, arrived] = [[], null, []];
    batch(() => {
      setLoading(true);
      setNewest({ ...emptyTranscript() });
      tellEdges();
    });
    const lastSeq = await load();
    if (lastSeq !== undefined) events.onCaughtUp(lastSeq);
  }

  async function load(from?: number): Promise<number | undefined> {
    const ours = life;
    const isStale = () => isOver || ours !== life;
    try {
      const page = await wire.call("getSessionHistory", { sessionId, limit: FIRST_CHUNKS });
      if (isStale()) return undefined;
      logId = page.logId;
      tail = page.chunks.length > 0 ? [page] : [];
      setNewest(foldPages(tail));
      // What is not there any more is no reason to show nothing.
      if (from !== undefined) await showAround(from).catch(() => false);
      if (isStale()) return undefined;
      batch(() => {
        tellEdges();
        setError(undefined);
        setLoading(false);
      });
      report(page.chunks);
      follow(lastSeqOf(tail));
      return lastSeqOf(tail);
    } catch (thrown) {
      if (isStale()) return undefined;
      setError(toWireError(thrown));
      setLoading(false);
      return undefined;
    }
  }

  /** A page of this log, not beyond what `newest` holds; undefined: there is none any more. */
  async function read(where: { beforeSeq?: number; afterSeq?: number; limit?: number }) {
    const ours = life;
    const before = Math.min(where.beforeSeq ?? Infinity, firstSeqOf(tail) || Infinity);
    const bounded = before === Infinity ? where : { ...where, beforeSeq: before };
    const page = await wire.call("getSessionHistory", { sessionId, ...bounded });
    if (isOver || ours !== life || page.logId !== logId || page.chunks.length === 0) return undefined;
    report(page.chunks);
    return page;
  }

  async function readOlder(): Promise<void> {
    const first = firstSeqOf(shownRun());
    const page = await read({ beforeSeq: first, limit: MORE_CHUNKS });
    if (page === undefined || firstSeqOf(shownRun()) !== first) return;
    flush();
    batch(() => {
      const run = [page, ...shownRun()];
      const short = shorten(run, "end");
      if (away === null && short === run) {
        tail = run;
        refold(newest, setNewest, tail);
      } else if (away === null) leave(short);
      else {
        away = short;
        refold(elsewhere, setElsewhere, short);
      }
      tellEdges();
    });
  }

  async function readNewer(): Promise<void> {
    if (away === null) return;
    const last = lastSeqOf(away);
    const page = await read({ afterSeq: last, limit: MORE_CHUNKS });
    if (away === null || lastSeqOf(away) !== last) return;
    batch(() => {
      if (away !== null) show(page === undefined ? away : [...away, page]);
    });
  }

  /** Shows a run of pages; where it reaches the newest, the two are one again. */
  function show(run: PageRun): void {
    if (lastSeqOf(run) + 1 >= firstSeqOf(tail)) {
      flush();
      const older = run.filter((page) => lastSeqOf([page]) < firstSeqOf(tail));
      tail = shorten([...older, ...tail], "start");
      const before = away === null ? newest : elsewhere;
      away = null;
      refold(before, setNewest, tail);
    } else {
      const before = away === null ? emptyTranscript() : elsewhere;
      away = shorten(run, "start");
      refold(before, setElsewhere, away);
    }
    tellEdges();
  }

  async function showAround(seq: number): Promise<boolean> {
    if (holds(shownRun(), seq)) return true;
    if (holds(tail, seq)) {
      showEnd();
      return true;
    }
    const before = await read({ beforeSeq: seq + 1, limit: CHUNKS_BEFORE });
    if (before === undefined) return false;
    // Read again from where it begins, so that the run ends between two items too.
    let run: HistoryPage[] = [];
    let last = firstSeqOf([before]) - 1;
    while (last < seq) {
      const page = await read({ afterSeq: last });
      if (page === undefined) return false;
      run = [...run, page];
      last = lastSeqOf(run);
    }
    batch(() => show(run));
    return true;
  }

  async function showStart(): Promise<void> {
    if (firstSeqOf(shownRun()) <= 1) return;
    const page = await read({ afterSeq: 0 });
    if (page !== undefined) batch(() => show([page]));
  }

  function showEnd(): void {
    if (away === null) return;
    away = null;
    batch(() => {
      tellEdges();
      setElsewhere(emptyTranscript());
    });
  }

  function once(name: "older" | "newer", run: () => Promise<void>): Promise<void> {
    const known = underWay.get(name);
    if (known !== undefined) return known;
    const promise = run().finally(() => underWay.delete(name));
    underWay.set(name, promise);
    return promise;
  }

  onCleanup(() => {
    isOver = true;
    frame.cancel();
    unsubscribe?.();
  });
  void load(startAt);

  return {
    transcript: newest,
    isLoading,
    error,
    pages: {
      get shown() {
        return edges().isElsewhere ? elsewhere : newest;
      },
      get hasOlder() {
        return edges().first > 1;
      },
      get hasNewer() {
        return edges().isElsewhere;
      },
      get came() {
        return came();
      },
      loadOlder: () => (edges().first > 1 ? once("older", readOlder) : Promise.resolve()),
      loadNewer: () => (edges().isElsewhere ? once("newer", readNewer) : Promise.resolve()),
      showAround,
      showStart,
      showEnd,
      itemAt(seq) {
        const chunk = shownRun()
          .findLast((page) => holds([page], seq))
          ?.chunks.find((one) => one.seq === seq);
        return chunk && { id: itemId(chunk), turn: chunk.turn };
      },
      seqOf(id) {
        for (const page of shownRun()) {
          const seq = page.chunks.find((chunk) => itemId(chunk) === id)?.seq;
          if (seq !== undefined) return seq;
        }
        return undefined;
      },
      follow(following) {
        isFollowing = following;
      },
      reload() {
        setLoading(true);
        void load();
      },
    },
  };
}

interface Edges {
  /** Of what is shown; 0: nothing. */
  readonly first: number;
  /** Whether that is another part of the log than its newest. */
  readonly isElsewhere: boolean;
}

/** Folds a run anew into a store; what says the same as in `before` stays the same objects. */
function refold(before: Transcript, set: SetStoreFunction<Transcript>, run: PageRun): void {
  const next = reuseItems(unwrap(before), foldPages(run));
  set(
    produce((state) => {
      state.sections = next.sections;
      state.index = next.index;
      state.firstSeq = next.firstSeq;
      state.lastSeq = next.lastSeq;
    }),
  );
}

function joined(chunks: readonly AgentChunk[], more: readonly AgentChunk[]): AgentChunk[] {
  return [...chunks, ...more];
}

function isHead(chunk: AgentChunk): boolean {
  return ![
    "turn_started",
    "turn_ended",
    "tool_call_update",
    "permission_resolved",
    "session_started",
  ].includes(chunk.type);
}
