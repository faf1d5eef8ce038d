import { fireEvent, screen } from "@solidjs/testing-library";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { setUpPage, openSession, playWebhook, startTurn, button } from "../testkit/open-session.tsx";

let page: Disposable;
beforeEach(async () => {
  page = await setUpPage();
});
afterEach(() => page[Symbol.dispose]());

describe("the composer", () => {
  const field = () => screen.getByRole("textbox", { name: "Message" });
  const write = (text: string) => fireEvent.input(field(), { target: { value: text } });

  test("Enter sends, the draft goes, and an empty message goes nowhere", () => {
    const session = openSession((session) => session.setInfo({ status: "paused" }));
    fireEvent.keyDown(field(), { key: "Enter" });
    write("  \n ");
    fireEvent.keyDown(field(), { key: "Enter" });
    expect(session.calls).toEqual([]);
    write("hello");
    fireEvent.keyDown(field(), { key: "Enter" });
    expect(session.calls).toEqual([["send", "hello", "queue"]]);
    expect(session.view.draft).toBe("");
  });

  test("during a turn it says that it queues, Ctrl Enter sends now, Esc interrupts and keeps the draft", () => {
    const session = openSession(startTurn);
    expect(screen.getByText(/Queues until this turn ends/)).toBeTruthy();
    write("now");
    fireEvent.keyDown(field(), { key: "Escape" });
    expect(session.calls).toEqual([["interrupt"]]);
    expect(session.view.draft).toBe("now");
    fireEvent.keyDown(field(), { key: "Enter", ctrlKey: true });
    expect(session.calls.at(-1)).toEqual(["send", "now", "now"]);
  });

  test("↑ in the empty composer brings the last message back", () => {
    const session = openSession(playWebhook);
    fireEvent.keyDown(field(), { key: "ArrowUp" });
    expect(session.view.draft).toContain("Back off with jitter");
  });

  test("a stopped session is resumed first, and the draft stays", () => {
    const session = openSession((session) => {
      session.setInfo({ status: "stopped" });
      session.set({ draft: "later" });
    });
    fireEvent.keyDown(field(), { key: "Enter" });
    expect(session.calls).toEqual([]);
    fireEvent.click(button("Resume"));
    expect(session.calls).toEqual([["resume"]]);
    expect(session.view.draft).toBe("later");
  });

  test("a session that sleeps says that a message wakes it, an archived one what resuming does", () => {
    const session = openSession((session) => session.setInfo({ status: "paused", process: "asleep" }));
    expect(screen.getByText("Asleep. Your next message wakes it.")).toBeTruthy();
    session.setInfo({ status: "stopped", process: "none", isArchived: true });
    expect(
      screen.getByText("This session is archived. Resuming it takes it out of the archive."),
    ).toBeTruthy();
  });

  test("without a connection it says that messages are held", () => {
    openSession((session) => session.set({ connection: "reconnecting" }));
    expect(screen.getByText("Sends when connected")).toBeTruthy();
  });
});
