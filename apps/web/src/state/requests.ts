import type { Answers, PermissionDecision, WaitingRequest } from "@switchyard/core/protocol";
import { createMemo, createSignal, onCleanup } from "solid-js";
import { createStore, reconcile } from "solid-js/store";
import type { Wire } from "../wire/wire.ts";
import type { Connection } from "./connection.ts";
import { onConnect } from "./on-connect.ts";

/** What names a request. */
export type RequestName = Pick<WaitingRequest, "sessionId" | "requestId">;

/** All requests that wait, of all sessions, and the way to answer them from anywhere. */
export interface Requests {
  /** The oldest first; empty until they are read. */
  readonly all: readonly WaitingRequest[];
  of(sessionId: string): readonly WaitingRequest[];
  readonly isLoaded: () => boolean;
  /** An answer was given here, and the request still waits. */
  isAnswering(requestId: string): boolean;
  /** Rejects with a `WireError` that says what to do. */
  answer(request: RequestName, decision: PermissionDecision, message?: string): Promise<void>;
  /** `answers` null: it is left unanswered. */
  answerQuestion(request: RequestName, answers: Answers | null, note?: string): Promise<void>;
  /** With its whole input, where a list had to leave that out. */
  readWhole(request: RequestName): Promise<WaitingRequest>;
}

export function createRequests(wire: Wire, connection: Connection): Requests {
  const [store, setStore] = createStore<Record<string, WaitingRequest[]>>({});
  const [isLoaded, setLoaded] = createSignal(false);
  const [answering, setAnswering] = createSignal<ReadonlySet<string>>(new Set());
  const all = createMemo(() => Object.values(store).flat().toSorted(byAge));

  function set(sessionId: string, requests: WaitingRequest[]): void {
    const gone = (store[sessionId] ?? []).filter(
      (before) => !requests.some((request) => request.requestId === before.requestId),
    );
    setStore(sessionId, reconcile(requests, { key: "requestId" }));
    for (const request of gone) setBusy(request.requestId, false);
  }

  function setBusy(requestId: string, isBusy: boolean): void {
    if (answering().has(requestId) === isBusy) return;
    const next = new Set(answering());
    if (isBusy) next.add(requestId);
    else next.delete(requestId);
    setAnswering(next);
  }

  async function busy(requestId: string, run: () => Promise<unknown>): Promise<void> {
    setBusy(requestId, true);
    try {
      await run();
    } catch (thrown) {
      setBusy(requestId, false);
      throw thrown;
    }
  }

  onCleanup(wire.on("requests-changed", ({ sessionId, requests }) => set(sessionId, requests)));
  onConnect(connection, () => {
    wire.call("listRequests", {}).then(
      ({ requests }) => {
        const bySession = Map.groupBy(requests, (request): string => request.sessionId);
        for (const sessionId of new Set([...Object.keys(store), ...bySession.keys()])) {
          set(sessionId, bySession.get(sessionId) ?? []);
        }
        setLoaded(true);
      },
      // The next connection asks again.
      () => undefined,
    );
  });

  return {
    get all() {
      return all();
    },
    of: (sessionId) => store[sessionId] ?? [],
    isLoaded,
    isAnswering: (requestId) => answering().has(requestId),
    answer: ({ sessionId, requestId }, decision, message) =>
      busy(requestId, () =>
        wire.call("approveSuggestion", {
          sessionId,
          requestId,
          decision,
          ...(message === undefined ? {} : { message }),
        }),
      ),
    answerQuestion: ({ sessionId, requestId }, answers, note) =>
      busy(requestId, () =>
        wire.call("answerQuestion", {
          sessionId,
          requestId,
          answers,
          ...(note === undefined ? {} : { note }),
        }),
      ),
    readWhole: async ({ sessionId, requestId }) =>
      (await wire.call("getRequest", { sessionId, requestId })).request,
  };
}

function byAge(a: WaitingRequest, b: WaitingRequest): number {
  return a.at - b.at;
}
