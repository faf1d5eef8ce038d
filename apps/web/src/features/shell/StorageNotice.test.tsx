import { screen, waitFor } from "@solidjs/testing-library";
import { expect, test } from "vitest";
import { session, sessionInfo } from "../../testing/fake-bridge.ts";
import { openPage } from "../../testing/open-page.tsx";

const degraded = sessionInfo({ storage: "degraded" });
const sessions = [degraded, sessionInfo({ sessionId: "3c8a51c5-9a0e-4a52-8d2f-0f3f6f7f0a02" })];

test("that sessions can't be stored is told over every place, and no longer when they can", async () => {
  const { bridge } = openPage({ listSessions: () => ({ sessions }) }, "/settings");
  expect(await screen.findByText("The disk takes nothing.")).toBeDefined();
  bridge.emit("session-updated", { session: { ...degraded, storage: "ok" } });
  await waitFor(() => expect(screen.queryByText("The disk takes nothing.")).toBeNull());
});

test("the session that tells it of itself is not told about twice", async () => {
  openPage({ listSessions: () => ({ sessions }) }, `/sessions/${session}`);
  expect(await screen.findByText("The disk takes nothing")).toBeDefined();
  expect(screen.queryByText("The disk takes nothing.")).toBeNull();
});
