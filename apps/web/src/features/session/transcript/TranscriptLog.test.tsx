import { BlobId, MessageId } from "@switchyard/core/protocol";
import { fireEvent, screen } from "@solidjs/testing-library";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  REQUEST,
  setUpPage,
  openSession,
  playWebhook,
  startTurn,
  ask,
  resolve,
  button,
} from "../testkit/open-session.tsx";

let page: Disposable;
beforeEach(async () => {
  page = await setUpPage();
});
afterEach(() => page[Symbol.dispose]());

describe("the transcript", () => {
  test("shows a turn: user, thought, looks, plan, prose, edit, run, and what it waits for", () => {
    openSession(playWebhook);
    const log = screen.getByRole("log", { name: "Transcript" });
    const text = log.textContent ?? "";
    for (const words of [
      "Back off with jitter",
      "Thought for 6s",
      "Read 4 files, searched twice",
      "Plan updated, 3 of 6",
      "The sender makes one attempt",
      "src/webhooks/deliver.ts",
      "+6 −2",
      "✓ src/webhooks/sign.test.ts (6 tests) 18ms",
      "Waiting for you",
      "Turn 1, 1m 12s, $0.31",
    ]) {
      expect(text).toContain(words);
    }
    expect(text).not.toContain("\u001b");
    expect(log.getAttribute("aria-live")).toBe("off");
  });

  test("a folded tool opens with its whole input", () => {
    openSession((session) => {
      startTurn(session);
      session.add({
        type: "tool_call",
        toolCallId: "w",
        name: "WebFetch",
        kind: "fetch",
        status: "in_progress",
        title: "t",
        input: { url: "https://a.example", depth: 2 },
      });
      session.add({ type: "tool_call_update", toolCallId: "w", status: "completed", output: "fine" });
    });
    fireEvent.click(button(/Fetch/));
    expect(screen.getByRole("region", { name: "Code, JSON" }).textContent).toContain('"depth": 2');
    expect(screen.getByRole("region", { name: "Output" }).textContent).toBe("fine");
  });

  test("a truncated text says how much there is, and is read in full", async () => {
    const session = openSession((session) => {
      startTurn(session);
      session.add({
        type: "agent_message",
        messageKey: "m",
        content: "start",
        truncated: { bytes: 9 * 1024 * 1024, blobId: BlobId.parse(REQUEST) },
      });
    });
    fireEvent.click(button("Show all (9.0 MB)"));
    await vi.advanceTimersByTimeAsync(0);
    expect(session.calls).toContainEqual(["readBlob", REQUEST]);
    expect(screen.getByRole("log").textContent).toContain("the whole text");
  });

  test.each([
    ["interrupted", undefined, /Interrupted/, "Continue"],
    [
      "process_exit",
      { code: "CLI_FAILED", message: "Claude Code exited with code 1", detail: "a\nsocket hang up" },
      /exited with code 1.*socket hang up/,
      "Try again",
    ],
    [
      "process_exit",
      { code: "BRIDGE_ENDED", message: "x" },
      /The bridge was restarted during this turn.*The history is complete/,
      "Continue",
    ],
    [
      "error",
      { code: "BACKEND_UNAVAILABLE", message: "The plug-in acme 1.2.0 cannot be used." },
      /acme 1\.2\.0 cannot be used.*once Claude Code can be used again, the next message goes on/,
      "Try again",
    ],
    ["error", { code: "RATE_LIMITED", message: "5-hour limit reached" }, /5-hour limit reached/, "Continue"],
    ["refusal", undefined, /declined/, null],
    ["max_tokens", undefined, /length limit/, "Continue"],
  ] as const)("a turn that ended by %s says so, and the one way on", (stopReason, error, words, action) => {
    const session = openSession((session) => {
      startTurn(session);
      session.add({ type: "turn_ended", stopReason, durationMs: 41_000, ...(error ? { error } : {}) });
      session.setInfo({ status: "paused" });
    });
    expect(screen.getByRole("log").textContent).toMatch(words);
    if (action === null) return;
    button(action).focus();
    fireEvent.click(button(action));
    expect(session.calls).toContainEqual(["goOn"]);
    startTurn(session);
    expect(screen.queryByRole("button", { name: action })).toBeNull();
    expect(document.activeElement).toBe(screen.getByRole("textbox", { name: "Message" }));
  });

  test("not logged in is a neutral note with the one command and a way to check again", () => {
    const session = openSession((session) => {
      startTurn(session);
      session.add({
        type: "turn_ended",
        stopReason: "error",
        durationMs: 10,
        error: { code: "CLI_NOT_LOGGED_IN", message: "x" },
      });
      const { backend } = session.view;
      if (backend)
        session.set({
          backend: {
            ...backend,
            state: "not_logged_in",
            hint: { text: "Run this:", command: "claude /login" },
          },
        });
    });
    expect(screen.getByRole("log").textContent).toContain("claude /login");
    fireEvent.click(button("Check again"));
    expect(session.calls).toContainEqual(["checkBackend"]);
  });

  test("a request that a restart closed was not run, and says so", () => {
    openSession((session) => {
      startTurn(session);
      ask(session);
      resolve(session, "session_end");
      session.add({ type: "turn_ended", stopReason: "process_exit", durationMs: 10 });
    });
    expect(screen.getByRole("log").textContent).toContain("Closed by a restart, not run");
  });

  test("a message that could not be sent keeps its text and is sent again", () => {
    const session = openSession((session) =>
      session.set({
        pending: [{ messageId: MessageId.parse("p"), text: "hello", mode: "queue", state: "failed" }],
      }),
    );
    expect(screen.getByRole("log").textContent).toContain("hello");
    fireEvent.click(button("Retry"));
    expect(session.calls).toContainEqual(["retry", "p"]);
  });
});
