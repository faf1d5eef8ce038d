import { type Accessor, createSignal, onCleanup } from "solid-js";
import type { LinkStatus } from "../wire/link.ts";
import type { Wire } from "../wire/wire.ts";
import type { LinkState } from "./session-view.ts";

/** After so long without the bridge, "Reconnecting" would be a promise: it is "Offline", and still tried. */
const OFFLINE_AFTER_MS = 20_000;
const CAUGHT_UP_MS = 3000;

export interface Connection {
  readonly status: Accessor<LinkStatus>;
  readonly link: Accessor<LinkState>;
  /** Raised with each connection: what is not subscribed to is read anew when it changes. */
  readonly epoch: Accessor<number>;
  /** Whether the bridge is of another version than this page: its version. */
  readonly otherVersion: Accessor<string | null>;
  /** For three seconds after everything missed has arrived: how many chunks. */
  readonly caughtUp: Accessor<number | null>;
  reportCaughtUp(missed: number): void;
  reconnectNow(): void;
}

const [isLost, setLost] = createSignal(false);

/** Whether the bridge was lost, for what is loaded outside of any view: files of the page come from it too. */
export const isBridgeAway = isLost;

export function createConnection(wire: Wire): Connection {
  const [status, setStatus] = createSignal<LinkStatus>(wire.status());
  const [isAway, setAway] = createSignal(false);
  const [epoch, setEpoch] = createSignal(wire.status().state === "live" ? 1 : 0);
  const [caughtUp, setCaughtUp] = createSignal<number | null>(null);
  let awayTimer: ReturnType<typeof setTimeout> | undefined;
  let caughtUpTimer: ReturnType<typeof setTimeout> | undefined;

  const stop = wire.onStatus((next) => {
    if (next.state === "live") {
      clearTimeout(awayTimer);
      awayTimer = undefined;
      setAway(false);
      setEpoch((count) => count + 1);
    } else {
      awayTimer ??= setTimeout(() => setAway(true), OFFLINE_AFTER_MS);
    }
    setLost(next.state === "reconnecting");
    setStatus(next);
  });
  const onWake = () => {
    if (document.visibilityState === "visible") wire.checkAlive();
  };
  window.addEventListener("online", onWake);
  document.addEventListener("visibilitychange", onWake);
  onCleanup(() => {
    stop();
    clearTimeout(awayTimer);
    clearTimeout(caughtUpTimer);
    setLost(false);
    window.removeEventListener("online", onWake);
    document.removeEventListener("visibilitychange", onWake);
  });

  return {
    status,
    epoch,
    caughtUp,
    link() {
      if (status().state === "live") return "live";
      return isAway() ? "offline" : "reconnecting";
    },
    otherVersion() {
      const now = status();
      return now.state === "live" && now.hello.bridge.version !== wire.version
        ? now.hello.bridge.version
        : null;
    },
    reportCaughtUp(missed) {
      if (missed <= 0) return;
      setCaughtUp((sum) => (sum ?? 0) + missed);
      clearTimeout(caughtUpTimer);
      caughtUpTimer = setTimeout(() => setCaughtUp(null), CAUGHT_UP_MS);
    },
    reconnectNow: () => wire.reconnectNow(),
  };
}
