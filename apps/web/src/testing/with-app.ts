import { createRoot } from "solid-js";
import { onTestFinished, vi } from "vitest";
import { type App, createApp } from "../state/app.ts";
import { makeWire } from "../wire/wire.ts";
import { BRIDGE_URL, fakeBridge, type Handlers } from "./fake-bridge.ts";

/** A wire to a fake bridge, for one test. */
export function startBridge(handlers: Handlers = {}) {
  const bridge = fakeBridge(handlers);
  const wire = makeWire({
    url: BRIDGE_URL,
    token: "T",
    version: "0.1.0",
    random: () => 0,
    isBridgeThere: () => Promise.resolve(false),
  });
  onTestFinished(() => {
    wire.close();
    bridge[Symbol.dispose]();
  });
  return { bridge, wire };
}

/** The page's state over a fake bridge, without a view, once it is connected and has read its lists. */
export async function startApp<T>(handlers: Handlers, build: (app: App) => T) {
  const { bridge, wire } = startBridge(handlers);
  const made = createRoot((dispose) => {
    onTestFinished(dispose);
    const app = createApp(wire);
    return { app, built: build(app) };
  });
  await vi.waitUntil(() => made.app.sessions.isLoaded(), { interval: 1 });
  return { bridge, wire, ...made };
}
