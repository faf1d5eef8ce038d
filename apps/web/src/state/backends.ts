import { BackendInfo } from "@switchyard/core/protocol";
import { type Accessor, createSignal, onCleanup } from "solid-js";
import { createStore, reconcile } from "solid-js/store";
import { toWireError, type WireError } from "../wire/wire-error.ts";
import type { Wire } from "../wire/wire.ts";
import type { Connection } from "./connection.ts";
import { recall, remember } from "./local.ts";
import { onConnect } from "./on-connect.ts";

export interface Backends {
  /** Until the bridge has told, what it told this browser the last time, as being checked. */
  readonly list: readonly BackendInfo[];
  readonly isLoaded: Accessor<boolean>;
  readonly isChecking: Accessor<boolean>;
  /** When the bridge last told, Unix ms. */
  readonly checkedAt: Accessor<number | null>;
  readonly error: Accessor<WireError | null>;
  get(backendId: string): BackendInfo | undefined;
  /** Probes every program again. */
  check(): Promise<void>;
  /** Resolves when no look at the programs is under way. */
  settled(): Promise<void>;
}

export function createBackends(wire: Wire, connection: Connection): Backends {
  const [store, setStore] = createStore<{ list: BackendInfo[] }>({ list: recallBackends() });
  const [checkedAt, setCheckedAt] = createSignal<number | null>(null);
  const [isChecking, setChecking] = createSignal(false);
  const [error, setError] = createSignal<WireError | null>(null);

  const write = (backends: BackendInfo[]) => {
    setStore("list", reconcile(backends, { key: "id" }));
    remember(KEPT, JSON.stringify(backends));
    setCheckedAt(Date.now());
    setError(null);
  };
  onCleanup(wire.on("backends-changed", ({ backends }) => write(backends)));

  let last: Promise<void> = Promise.resolve();
  function read(refresh: boolean): Promise<void> {
    last = look(refresh);
    return last;
  }

  async function look(refresh: boolean): Promise<void> {
    setChecking(true);
    try {
      write((await wire.call("listBackends", refresh ? { refresh } : {})).backends);
    } catch (thrown) {
      setError(toWireError(thrown));
    } finally {
      setChecking(false);
    }
  }

  onConnect(connection, () => void read(false));
  return {
    get list() {
      return store.list;
    },
    isLoaded: () => checkedAt() !== null,
    isChecking,
    checkedAt,
    error,
    get: (backendId) => store.list.find((backend) => backend.id === backendId),
    check: () => read(true),
    settled: () => last,
  };
}

const KEPT = "backends";

/** Looking at the programs takes seconds: a session is called by its backend's name, not its id, before that. */
function recallBackends(): BackendInfo[] {
  const kept = BackendInfo.array().safeParse(parseJson(recall(KEPT) ?? ""));
  if (!kept.success) return [];
  return kept.data.map((backend) =>
    backend.state === "off" ? backend : { ...backend, state: "checking", hint: null, reason: undefined },
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
