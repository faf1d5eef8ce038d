import type { ProcessId, ResultOf } from "@switchyard/core/protocol";
import { type Accessor, createSignal, onCleanup } from "solid-js";
import { createStore, reconcile } from "solid-js/store";
import { toWireError, type WireError } from "../wire/wire-error.ts";
import type { App } from "./app.ts";
import { onConnect } from "./on-connect.ts";

/** How often the bridge is asked while the page is in view: it tells no event of memory. */
const POLL_MS = 2000;

export interface Processes {
  /** What the bridge told last; null before it did. Rows are keyed, so that one that did not change stays. */
  readonly told: ResultOf<"listProcesses"> | null;
  /** When it told that, in Unix seconds. */
  readonly toldAt: Accessor<number>;
  /** Why it did not tell the last time it was asked. */
  readonly error: Accessor<WireError | null>;
  isStopping(processId: ProcessId): boolean;
  refresh(): Promise<void>;
  /** Resolves when all have ended, also those that had before; rejects with the first refusal. */
  stop(processIds: readonly ProcessId[]): Promise<void>;
}

/** What runs on the machine, asked for again and again as long as the owner lives and the page is in view. */
export function createProcesses({ wire, connection }: Pick<App, "wire" | "connection">): Processes {
  const [store, setStore] = createStore<{ told: ResultOf<"listProcesses"> | null }>({ told: null });
  const [toldAt, setToldAt] = createSignal(0);
  const [error, setError] = createSignal<WireError | null>(null);
  const [stopping, setStopping] = createSignal<ReadonlySet<ProcessId>>(new Set());
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isOver = false;

  let last: Promise<void> = Promise.resolve();
  function refresh(): Promise<void> {
    last = last.then(ask);
    return last;
  }

  async function ask(): Promise<void> {
    clearTimeout(timer);
    if (isOver) return;
    try {
      const told = await wire.call("listProcesses", {});
      setStore("told", reconcile(told, { key: "processId" }));
      setToldAt(Math.floor(Date.now() / 1000));
      setError(null);
    } catch (thrown) {
      setError(toWireError(thrown));
    }
    if (!isOver && document.visibilityState === "visible") timer = setTimeout(() => void refresh(), POLL_MS);
  }

  const onVisibility = () => {
    clearTimeout(timer);
    if (document.visibilityState === "visible") void refresh();
  };
  document.addEventListener("visibilitychange", onVisibility);
  onCleanup(() => {
    isOver = true;
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", onVisibility);
  });
  onConnect(connection, () => void refresh());

  return {
    get told() {
      return store.told;
    },
    toldAt,
    error,
    isStopping: (processId) => stopping().has(processId),
    refresh,
    async stop(processIds) {
      setStopping((ids) => new Set([...ids, ...processIds]));
      const outcomes = await Promise.allSettled(
        processIds.map((processId) => wire.call("stopProcess", { processId })),
      );
      await refresh();
      setStopping((ids) => new Set([...ids].filter((id) => !processIds.includes(id))));
      const refusals = outcomes.flatMap((each) =>
        each.status === "rejected" ? [toWireError(each.reason)] : [],
      );
      // One that is not there any more is what was asked for.
      const refusal = refusals.find(({ code }) => code !== "REQUEST_NOT_FOUND");
      if (refusal !== undefined) throw refusal;
    },
  };
}
