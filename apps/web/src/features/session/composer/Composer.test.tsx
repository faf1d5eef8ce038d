import { fireEvent, screen } from "@solidjs/testing-library";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { backendInfo, capabilities } from "../../../testing/backend-info.ts";
import { WireError } from "../../../wire/wire-error.ts";
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

  const paste = (content: { text?: string; files?: File[] }) =>
    fireEvent.paste(field(), {
      clipboardData: { getData: () => content.text ?? "", files: content.files ?? [] },
    });
  const settle = () => vi.advanceTimersByTimeAsync(100);

  test("a picture is attached where it is pasted, and goes with no words", async () => {
    const session = openSession((session) => session.setInfo({ status: "paused" }));
    paste({ files: [new File(["x"], "image.png", { type: "image/png" })], text: "a table, as text" });
    await settle();
    expect(session.view.files.list).toEqual([]);
    paste({ files: [new File(["x"], "image.png", { type: "image/png" })] });
    await settle();
    expect(session.view.files.list).toMatchObject([{ name: "pasted-1.png", state: "ready" }]);
    fireEvent.keyDown(field(), { key: "Enter" });
    expect(session.calls.at(-1)).toMatchObject(["send", "", "queue", [{ name: "pasted-1.png" }]]);
    expect(session.view.files.list).toEqual([]);
  });

  test("a long text is attached, and can be put into the message instead", async () => {
    const session = openSession();
    const text = "line\n".repeat(61);
    paste({ text: "line\n".repeat(60) });
    await settle();
    expect(session.view.files.list).toEqual([]);
    paste({ text });
    await vi.waitFor(() => button("Put into the message instead"));
    fireEvent.click(button("Put into the message instead"));
    await vi.waitFor(() => expect(session.view.draft).toBe(text));
    expect(session.view.files.list).toEqual([]);
  });

  test("what failed to go up, or can't, holds the message back and says why", async () => {
    const session = openSession((session) => {
      session.set({
        backend: backendInfo({ displayName: "Elm", capabilities: { ...capabilities, files: [] } }),
      });
      session.view.files.add([new File(["x"], "notes.md")]);
    });
    paste({ files: [new File([Uint8Array.of(0, 1)], "a.zip", { type: "application/zip" })] });
    const refused = await vi.waitFor(() => screen.getByText("a.zip was not attached."));
    expect(refused.parentElement?.textContent).toMatch(/Elm takes no files of this type/);
    const [file] = session.view.files.list;
    session.view.files.lost(file?.key ?? "", new WireError("REQUEST_NOT_FOUND", "It is gone"));
    await settle();
    expect(screen.getByText("Not uploaded: It is gone")).toBeTruthy();
    fireEvent.keyDown(field(), { key: "Enter" });
    expect(session.calls.filter(([name]) => name === "send")).toEqual([]);
    fireEvent.click(button("Remove notes.md"));
    expect(document.activeElement).toBe(field());
  });

  test("behind an @ files are found: the newest answer counts, Enter takes one, Esc closes the list alone", async () => {
    const session = openSession((session) => {
      startTurn(session);
      session.set({
        files: ["src", "src/a.ts", "b c.md"].map((path) => ({ path, isFolder: path === "src" })),
      });
    });
    const type = async (text: string) => {
      write(text);
      await settle();
    };
    const options = () => screen.queryAllByRole("option").map((option) => option.textContent);
    await type("mail ada@src");
    expect(session.calls).toEqual([]);
    await type("see @sr");
    await vi.waitFor(() => expect(options()).toEqual(["src/", "a.tssrc/"]));
    const active = () => document.getElementById(field().getAttribute("aria-activedescendant") ?? "");
    expect(active()?.textContent).toBe("src/");
    fireEvent.keyDown(field(), { key: "ArrowUp" });
    expect(active()?.textContent).toBe("a.tssrc/");
    fireEvent.keyDown(field(), { key: "Escape" });
    expect(options()).toEqual([]);
    await type("see @src");
    expect([options(), session.calls.filter(([name]) => name === "interrupt")]).toEqual([[], []]);
    await type("see @src or @b");
    await vi.waitFor(() => expect(options()).toEqual(["b c.md"]));
    fireEvent.keyDown(field(), { key: "Enter" });
    expect(session.view.draft).toBe('see @src or @"b c.md" ');
    expect(session.calls.filter(([name]) => name === "send")).toEqual([]);
  });
});
