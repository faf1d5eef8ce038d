import { fireEvent, screen, waitFor } from "@solidjs/testing-library";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { sessionInfo } from "../../testing/fake-bridge.ts";
import { openPage } from "../../testing/open-page.tsx";

vi.setConfig({ testTimeout: 20_000 });

const idOf = (at: number) => `3c8a51c5-9a0e-4a52-8d2f-${String(at).padStart(12, "0")}`;
const sessions = Array.from({ length: 120 }, (_, at) =>
  sessionInfo({ sessionId: idOf(at), title: `session ${at}`, createdAt: 1_000 - at }),
);
const rows = () => [...document.querySelectorAll<HTMLElement>("[data-session-row]")];

beforeEach(() => {
  /** Nothing ever comes into view. */
  vi.stubGlobal(
    "IntersectionObserver",
    class {
      observe(): void {}
      disconnect(): void {}
    },
  );
});
afterEach(() => vi.unstubAllGlobals());

test("of a long list the beginning is built, and End builds the rest to go to the last one", async () => {
  openPage({ listSessions: () => ({ sessions }) });
  await waitFor(() => expect(rows()).toHaveLength(50));
  rows()[0]?.focus();
  fireEvent.keyDown(rows()[0] ?? document.body, { key: "End" });
  expect(rows()).toHaveLength(120);
  expect(document.activeElement).toBe(rows().at(-1));
});

test("an open session far down is in the list, marked as the one that is open", async () => {
  openPage({ listSessions: () => ({ sessions }) }, `/sessions/${idOf(100)}`);
  const row = await screen.findByRole("link", { name: /session 100\b/ });
  expect(row.getAttribute("aria-current")).toBe("page");
});
