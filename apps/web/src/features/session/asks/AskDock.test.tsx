import { fireEvent, screen, within } from "@solidjs/testing-library";
import type { PermissionDecision } from "@switchyard/core/protocol";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { commandRequest, requestId } from "../../../testing/waiting-request.ts";
import { ARMING_MS } from "../../ask/reading.ts";
import {
  REQUEST,
  NEXT,
  setUpPage,
  openSession,
  startTurn,
  ask,
  resolve,
  button,
  answers,
} from "../testkit/open-session.tsx";

let page: Disposable;
beforeEach(async () => {
  page = await setUpPage();
});
afterEach(() => page[Symbol.dispose]());

describe("the approval card", () => {
  test("shows the exact input with hidden characters named, and takes no focus", () => {
    openSession((session) => {
      startTurn(session);
      ask(session, REQUEST, "cp \u202egpj.exe .");
    });
    expect(screen.getByRole("region", { name: "Exact input" }).textContent).toBe("cp RLO U+202Egpj.exe .");
    expect(document.activeElement).toBe(screen.getByRole("textbox", { name: "Message" }));
  });

  test("takes no answer in the first 400 ms, then one, and is busy until it comes back", () => {
    const session = openSession((session) => {
      startTurn(session);
      ask(session);
    });
    fireEvent.click(button("Allow once"));
    vi.advanceTimersByTime(ARMING_MS - 1);
    fireEvent.click(button("Allow once"));
    expect(answers(session)).toEqual([]);
    vi.advanceTimersByTime(1);
    fireEvent.click(button("Allow once"));
    fireEvent.click(button("Allow once"));
    expect(answers(session)).toEqual([[REQUEST, "allow_once"]]);
    expect(button("Allow once").getAttribute("aria-busy")).toBe("true");
    expect(button("More answers").matches(":disabled")).toBe(true);
    resolve(session);
    expect(screen.queryByRole("button", { name: "Allow once" })).toBeNull();
    expect(screen.getByRole("log").textContent).toContain("Allowed once, ");
  });

  test("a key meant for one request can't answer the next", () => {
    const session = openSession((session) => {
      startTurn(session);
      ask(session);
      ask(session, NEXT, "rm -rf build");
    });
    vi.advanceTimersByTime(ARMING_MS);
    fireEvent.keyDown(document.body, { key: "a" });
    resolve(session);
    fireEvent.keyDown(document.body, { key: "a" });
    expect(answers(session)).toEqual([[REQUEST, "allow_once"]]);
    vi.advanceTimersByTime(ARMING_MS);
    fireEvent.keyDown(document.body, { key: "r" });
    expect(answers(session)).toEqual([
      [REQUEST, "allow_once"],
      [NEXT, "reject_once"],
    ]);
  });

  test("letters typed into the composer answer nothing", () => {
    const session = openSession((session) => {
      startTurn(session);
      ask(session);
    });
    vi.advanceTimersByTime(ARMING_MS);
    fireEvent.keyDown(screen.getByRole("textbox", { name: "Message" }), { key: "a" });
    expect(answers(session)).toEqual([]);
  });

  test("long input must be read to its end, or shown in full, before it can be allowed; not to reject it", () => {
    const height = vi.spyOn(HTMLElement.prototype, "scrollHeight", "get").mockReturnValue(1000);
    const seen = vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(240);
    const session = openSession((session) => {
      startTurn(session);
      ask(session, REQUEST, "line\n".repeat(50));
      ask(session, NEXT, "line\n".repeat(50));
    });
    vi.advanceTimersByTime(ARMING_MS);
    fireEvent.click(button("Allow once"));
    fireEvent.keyDown(document.body, { key: "a" });
    expect(answers(session)).toEqual([]);
    const box = screen.getByRole("region", { name: "Exact input" });
    box.scrollTop = 760;
    fireEvent.scroll(box);
    fireEvent.click(button("Allow once"));
    expect(answers(session)).toEqual([[REQUEST, "allow_once"]]);
    resolve(session);
    vi.advanceTimersByTime(ARMING_MS);
    fireEvent.click(button("Allow once"));
    expect(answers(session)).toHaveLength(1);
    fireEvent.click(button("Show all"));
    fireEvent.click(button("Allow once"));
    expect(answers(session)).toHaveLength(2);
    height.mockRestore();
    seen.mockRestore();
  });

  test("always is in words, behind a menu that says for how long", () => {
    const session = openSession((session) => {
      startTurn(session);
      ask(session);
    });
    vi.advanceTimersByTime(ARMING_MS);
    fireEvent.keyDown(document.body, { key: "A", shiftKey: true });
    const item = screen.getByRole("menuitem", { name: /until this session ends/ });
    expect(answers(session)).toEqual([]);
    fireEvent.click(item);
    expect(answers(session)).toEqual([[REQUEST, "allow_always"]]);
  });

  test("a rejection can carry a note", () => {
    const session = openSession((session) => {
      startTurn(session);
      ask(session);
    });
    vi.advanceTimersByTime(ARMING_MS);
    fireEvent.keyDown(document.body, { key: "R", shiftKey: true });
    const note = screen.getByRole("textbox", { name: "Note for the agent" });
    expect(document.activeElement).toBe(note);
    fireEvent.input(note, { target: { value: "use the dev database" } });
    fireEvent.click(button("Reject and send"));
    expect(session.calls).toContainEqual(["answer", REQUEST, "reject_once", "use the dev database"]);
  });

  test("one of several says which, and the next can be looked at first", () => {
    openSession((session) => {
      startTurn(session);
      ask(session);
      ask(session, NEXT, "second");
    });
    expect(screen.getByText("1 of 2")).toBeTruthy();
    fireEvent.click(button("Next of 2"));
    expect(screen.getByText("2 of 2")).toBeTruthy();
    expect(screen.getByRole("region", { name: "Exact input" }).textContent).toBe("second");
  });

  test("what waits since before the part that is loaded is asked first", () => {
    const session = openSession((session) => {
      startTurn(session);
      ask(session, NEXT);
      session.set({ waiting: [{ ...commandRequest(7, "rm -r build"), seq: 0 }, commandRequest(8, "ls")] });
    });
    vi.advanceTimersByTime(ARMING_MS);
    expect(screen.getByText("1 of 2")).toBeTruthy();
    expect(screen.getByRole("region", { name: "Exact input" }).textContent).toBe("rm -r build");
    fireEvent.click(button("Allow once"));
    expect(answers(session)).toEqual([[requestId(7), "allow_once"]]);
    session.set({ waiting: [] });
    expect(screen.getByRole("region", { name: "Exact input" }).textContent).toBe("ls");
    expect(screen.queryByText("1 of 2")).toBeNull();
  });

  test("an answer from elsewhere is told, not an error, and leaves after a moment", () => {
    const session = openSession((session) => {
      startTurn(session);
      ask(session);
    });
    resolve(session);
    expect(screen.getByText(/Allowed once, .*, in another tab/)).toBeTruthy();
    expect(screen.queryByText(/waits for you/)).toBeNull();
    vi.advanceTimersByTime(3000);
    expect(screen.queryByText(/in another tab/)).toBeNull();
  });

  test("an answer of one's own is never taken for another tab's, whatever news comes first", () => {
    const session = openSession((session) => {
      startTurn(session);
      ask(session);
    });
    vi.advanceTimersByTime(ARMING_MS);
    fireEvent.click(button("Allow once"));
    session.set({ answering: [] });
    expect(button("Allow once").getAttribute("aria-busy")).toBe("true");
    resolve(session);
    expect(screen.queryByText(/in another tab/)).toBeNull();
    expect(screen.queryByRole("region", { name: /^Approval/ })).toBeNull();
  });

  test("what is asked next takes the place of what was answered elsewhere", () => {
    const session = openSession((session) => {
      startTurn(session);
      ask(session);
    });
    resolve(session);
    expect(screen.getByText(/in another tab/)).toBeTruthy();
    ask(session, NEXT, "second");
    expect(screen.getByRole("region", { name: "Exact input" }).textContent).toBe("second");
    vi.advanceTimersByTime(ARMING_MS);
    fireEvent.click(button("Allow once"));
    expect(answers(session)).toEqual([[NEXT, "allow_once"]]);
  });

  test("forms and requests wait in one order; a form is one line in the transcript, then what was answered", async () => {
    const session = openSession((session) => {
      startTurn(session);
      const call = {
        toolCallId: "q",
        name: "AskUserQuestion",
        kind: "other",
        title: "AskUserQuestion",
      } as const;
      session.add({ type: "tool_call", ...call, status: "in_progress", input: {} });
      session.add({
        type: "question_request",
        requestId: REQUEST,
        toolCallId: "q",
        title: "Which key?",
        questions: [
          {
            questionId: "key",
            question: "Which key?",
            kind: "choice",
            options: [{ value: "t", label: "Tenant" }],
            allowsOther: false,
            isRequired: true,
          },
        ],
      });
      ask(session, NEXT);
    });
    const log = within(screen.getByRole("log"));
    expect(log.queryByText("AskUserQuestion")).toBeNull();
    expect(log.getByText("Which key?")).toBeTruthy();
    expect(screen.getByText("1 of 2")).toBeTruthy();
    vi.advanceTimersByTime(ARMING_MS);
    fireEvent.keyDown(document.body, { key: "1" });
    fireEvent.keyDown(document.body, { key: "Enter", ctrlKey: true });
    await vi.advanceTimersByTimeAsync(0);
    expect(session.calls).toEqual([["answerQuestion", REQUEST, { key: "t" }, undefined]]);
    session.add({
      type: "question_resolved",
      requestId: REQUEST,
      outcome: "answered",
      by: "user",
      answers: { key: "t" },
    });
    expect(log.getByText(/^Answered, /)).toBeTruthy();
    expect(log.getByText("You answered:").nextElementSibling?.textContent).toBe("Tenant");
    expect(screen.getByRole("region", { name: "Exact input" }).textContent).toBe("ls");
  });

  const offer = (...decisions: PermissionDecision[]) =>
    openSession((session) => {
      startTurn(session);
      session.add({
        type: "permission_request",
        requestId: REQUEST,
        toolCallId: "elsewhere",
        title: "Edit notes.md",
        input: { path: "notes.md" },
        options: decisions.map((decision) => ({ decision, label: `Label of ${decision}` })),
      });
    });

  test("offers once and for good only where the program does", () => {
    const session = offer("allow_once", "reject_once");
    vi.advanceTimersByTime(ARMING_MS);
    expect(screen.queryByRole("button", { name: /always/i })).toBeNull();
    fireEvent.keyDown(document.body, { key: "A", shiftKey: true });
    fireEvent.click(button("More answers"));
    expect(screen.getAllByRole("menuitem").map((item) => item.textContent)).toEqual([
      expect.stringContaining("Reject with a note"),
    ]);
    expect(answers(session)).toEqual([]);
  });

  test("rejects for good where that is the only no", () => {
    const session = offer("allow_once", "reject_always");
    vi.advanceTimersByTime(ARMING_MS);
    fireEvent.keyDown(document.body, { key: "r" });
    expect(answers(session)).toEqual([[REQUEST, "reject_always"]]);
  });

  test("where there is no no to give, the turn can be ended", () => {
    const session = offer("allow_always");
    vi.advanceTimersByTime(ARMING_MS);
    fireEvent.keyDown(document.body, { key: "a" });
    fireEvent.keyDown(document.body, { key: "r" });
    expect(answers(session)).toEqual([]);
    const card = within(screen.getByRole("region", { name: /^Approval/ }));
    expect(card.queryByRole("button", { name: /Reject/ })).toBeNull();
    fireEvent.click(card.getByRole("button", { name: "Interrupt" }));
    expect(session.calls).toEqual([["interrupt"]]);
  });

  test("a request without an input shows the files that its call would change", () => {
    openSession((session) => {
      startTurn(session);
      const call = { toolCallId: REQUEST, title: "Edit switchyard-demo.md" };
      session.add({
        type: "tool_call",
        ...call,
        name: "edit",
        kind: "edit",
        status: "pending",
        input: null,
      });
      const diff = [{ path: "/demo.md", oldText: "one\ntwo\n", newText: "one\n2\u200b\n" }];
      session.add({ type: "tool_call_update", ...call, status: "in_progress", diff });
      const options = [{ decision: "allow_once" as const, label: "Allow" }];
      session.add({ type: "permission_request", ...call, requestId: REQUEST, input: {}, options });
    });
    const box = screen.getByRole("region", { name: "Exact input" });
    expect(box.textContent).toBe("/demo.mdoneremovedtwoadded2ZWSP U+200B");
  });
});
