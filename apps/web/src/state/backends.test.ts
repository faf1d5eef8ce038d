import { createRoot } from "solid-js";
import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { demoInfo, geminiInfo } from "../testing/backend-info.ts";
import type { Handlers } from "../testing/fake-bridge.ts";
import { startApp } from "../testing/with-app.ts";
import { createApp } from "./app.ts";
import { remember } from "./local.ts";

beforeEach(() => localStorage.clear());

const told = { listBackends: () => ({ backends: [demoInfo(), geminiInfo({ state: "off" })] }) };
const silent: Handlers = { listBackends: () => "silence" };

test("names are known from the last time while the programs are still looked at", async () => {
  const first = await startApp(told, () => undefined);
  await vi.waitUntil(() => first.app.backends.isLoaded(), { timeout: 10_000 });
  first.bridge.handlers.listBackends = () => "silence";
  const app = createRoot((dispose) => {
    onTestFinished(dispose);
    return createApp(first.wire);
  });
  expect(app.backends.isLoaded()).toBe(false);
  expect(app.backends.get("scripted")).toMatchObject({
    displayName: "Demo, no model",
    isDemo: true,
    state: "checking",
  });
  expect(app.backends.get("gemini")?.state).toBe("off");
});

test.each(["", "{", '[{"id":"claude"}]'])("what is kept and can't be read (%s) is nothing", async (kept) => {
  remember("backends", kept);
  const { app } = await startApp(silent, () => undefined);
  expect(app.backends.list).toEqual([]);
});
