import { RequestId } from "@switchyard/core/protocol";
import { cleanup, render, screen } from "@solidjs/testing-library";
import { vi } from "vitest";
import { listenToKeys } from "../../../keys/keyboard.ts";
import { loadMarkdown } from "../../../markdown/engine.ts";
import { SessionScreen } from "../SessionScreen.tsx";
import { createFakeSession, type FakeSession } from "./fake-view.ts";
import { OPTIONS, playWebhookTurn } from "./script.ts";

export const REQUEST = RequestId.parse("33333333-3333-4333-8333-333333333333");
export const NEXT = RequestId.parse("44444444-4444-4444-8444-444444444444");

/** The page around a session screen: a desk's width, timers by hand; disposed, it is all as before. */
export async function setUpPage(): Promise<Disposable> {
  await loadMarkdown();
  vi.useFakeTimers();
  vi.stubGlobal("matchMedia", (query: string) => ({ matches: query.includes("min-width: 1280px") }));
  return {
    [Symbol.dispose]() {
      cleanup();
      vi.useRealTimers();
      vi.unstubAllGlobals();
    },
  };
}

/** Shows a session after `play` has filled it. */
export function openSession(play: (session: FakeSession) => void = () => undefined): FakeSession {
  const session = createFakeSession();
  play(session);
  render(() => {
    listenToKeys();
    return <SessionScreen view={session.view} />;
  });
  return session;
}

export function playWebhook(session: FakeSession): void {
  playWebhookTurn(session, Date.now());
}

export function startTurn(session: FakeSession): void {
  session.add({ type: "turn_started", by: "user" });
}

export function ask(session: FakeSession, requestId = REQUEST, command = "ls"): void {
  const input = { command };
  session.add({
    type: "tool_call",
    toolCallId: requestId,
    name: "Bash",
    kind: "execute",
    status: "pending",
    title: "t",
    input,
  });
  session.add({
    type: "permission_request",
    requestId,
    toolCallId: requestId,
    title: "Bash",
    input,
    options: OPTIONS,
  });
}

export function resolve(session: FakeSession, by: "user" | "session_end" = "user"): void {
  const decision = by === "session_end" ? "cancelled" : "allow_once";
  session.add({ type: "permission_resolved", requestId: REQUEST, decision, by });
}

export function button(name: string | RegExp): HTMLElement {
  return screen.getByRole("button", { name });
}

/** The answers that the view was asked to give: request and decision. */
export function answers(session: FakeSession): unknown[][] {
  return session.calls.filter(([name]) => name === "answer").map((call) => call.slice(1, 3));
}
