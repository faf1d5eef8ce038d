import { fireEvent, screen, within } from "@solidjs/testing-library";
import { BlobId, MessageId, type ToolKind } from "@switchyard/core/protocol";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { fakeObjectUrls } from "../../../testing/object-urls.ts";
import type { FakeSession } from "../testkit/fake-view.ts";
import { button, openSession, setUpPage, startTurn } from "../testkit/open-session.tsx";

let page: Disposable;
beforeEach(async () => {
  page = await setUpPage();
});
afterEach(() => page[Symbol.dispose]());

const BLOB = BlobId.parse("33333333-3333-4333-8333-333333333333");
const log = () => screen.getByRole("log");
const lines = (count: number) => Array.from({ length: count }, (_, at) => `line ${at + 1}`).join("\n");

function call(session: FakeSession, kind: ToolKind, input: unknown, toolCallId = "t"): void {
  const named = { toolCallId, name: kind, kind, title: kind, input };
  session.add({ type: "tool_call", ...named, status: "in_progress" });
}

function shell(output: string, status: "in_progress" | "completed" | "failed" = "in_progress"): FakeSession {
  return openSession((session) => {
    startTurn(session);
    call(session, "execute", { command: "npm test" });
    session.add({ type: "tool_call_update", toolCallId: "t", status, output });
  });
}
const output = () => screen.getByRole("region", { name: "Output" });

test("an edit shows what it would change before it is done, and what it changed with the file's own numbers", () => {
  const session = openSession((session) => {
    startTurn(session);
    call(session, "edit", { file_path: "/a/b.ts", old_string: "one", new_string: "two" });
  });
  const diff = () => screen.getByRole("region", { name: "Diff of /a/b.ts, 1 line added, 1 removed" });
  expect(within(diff()).getByText("removed")).toBeTruthy();
  expect(diff().textContent).toBe("−removed one+added two");
  const region = { path: "/a/b.ts", oldText: "same\none", newText: "same\ntwo", oldStart: 41, newStart: 41 };
  session.add({ type: "tool_call_update", toolCallId: "t", status: "completed", diff: [region] });
  expect(diff().textContent).toBe("4141 same42−removed one42+added two");
  expect(button(/^Edit/).textContent).toMatch(/\+1 −1/);
});

test("an edit that failed shows no change, for nothing changed", () => {
  const session = openSession((session) => {
    startTurn(session);
    call(session, "edit", { file_path: "/a/b.ts", old_string: "one", new_string: "two" });
  });
  session.add({ type: "tool_call_update", toolCallId: "t", status: "failed", output: "No such text" });
  expect(screen.queryByRole("region", { name: /^Diff/ })).toBeNull();
  expect(output().textContent).toBe("No such text");
  fireEvent.click(button("Show the input"));
  expect(screen.getByRole("region", { name: /^Code/ }).textContent).toContain('"old_string": "one"');
});

test("a long diff shows 40 rows, and the rest in a frame that keeps few in the page", () => {
  openSession((session) => {
    startTurn(session);
    call(session, "edit", { path: "a" });
    const diff = [{ path: "a.ts", oldText: null, newText: lines(900) }];
    session.add({ type: "tool_call_update", toolCallId: "t", status: "completed", diff });
  });
  const rows = () => log().querySelectorAll(".diff-line").length;
  expect(rows()).toBe(40);
  fireEvent.click(button("Show 860 more"));
  expect(rows()).toBeGreaterThan(40);
  expect(rows()).toBeLessThan(120);
  expect(screen.getByRole("region", { name: "Diff of a.ts, 900 lines added, 0 removed" })).toBeTruthy();
});

test("a line of a megabyte is shown by its beginning, and how much more there is", () => {
  openSession((session) => {
    startTurn(session);
    call(session, "edit", { path: "a" });
    const diff = [{ path: "a.js", oldText: null, newText: `${"x;".repeat(500_000)}\n` }];
    session.add({ type: "tool_call_update", toolCallId: "t", status: "completed", diff });
  });
  expect(screen.getByText("… 998,000 more characters")).toBeTruthy();
  expect(log().textContent.length).toBeLessThan(3_000);
});

test("output is shown in colours, its last 8 lines while it runs, and what grows is changed in place", () => {
  const session = shell(`${lines(20)}\n\u001b[32mgreen\u001b[0m 50 %`);
  expect(output().textContent.split("\n")).toEqual([
    ...[14, 15, 16, 17, 18, 19, 20].map((at) => `line ${at}`),
    "green 50 %",
  ]);
  const first = output().firstElementChild;
  expect(output().querySelector(".ansi-g")?.textContent).toBe("green");
  const grown = `${lines(20)}\n\u001b[32mgreen\u001b[0m 50 %\r\u001b[2Kdone`;
  session.add({ type: "tool_call_update", toolCallId: "t", status: "in_progress", output: grown });
  expect(output().textContent.endsWith("done")).toBe(true);
  expect(output().firstElementChild).toBe(first);
});

test.each([
  ["completed", 4],
  ["failed", 20],
] as const)(
  "after it %s, %i lines are shown, all when asked for, and they can be searched",
  async (status, last) => {
    shell(`${lines(2_139)}\nthe end`, status);
    if (status === "completed") fireEvent.click(button(/^Run/));
    expect(output().textContent.split("\n")).toHaveLength(last);
    fireEvent.click(button("Search in output"));
    const field = await vi.waitFor(() => screen.getByRole("searchbox", { name: "Search in output" }));
    expect(output().querySelectorAll(".output-line").length).toBeLessThan(120);
    const told = () => within(screen.getByRole("search", { name: "Search in output" })).getByRole("status");
    fireEvent.input(field, { target: { value: "LINE 21" } });
    expect(told().textContent).toBe("1 of 51");
    fireEvent.keyDown(field, { key: "Enter" });
    expect(told().textContent).toBe("2 of 51");
    fireEvent.keyDown(field, { key: "Enter", shiftKey: true });
    fireEvent.keyDown(field, { key: "Enter", shiftKey: true });
    expect(told().textContent).toBe("51 of 51");
    fireEvent.input(field, { target: { value: "nowhere" } });
    expect(told().textContent).toBe("Not found");
    fireEvent.keyDown(field, { key: "Escape" });
    expect(screen.queryByRole("search", { name: "Search in output" })).toBeNull();
    fireEvent.click(button("Show the last lines only"));
    expect(output().textContent.split("\n")).toHaveLength(last);
  },
);

test("a command that failed tells its exit code; wrapping is a choice", () => {
  shell("Exit code 2\nno such test", "failed");
  expect(button(/^Run/).textContent).toContain("exit 2");
  const box = () => output().closest(".tool-output");
  expect(box()?.hasAttribute("data-wrap")).toBe(false);
  fireEvent.click(button("Wrap lines"));
  expect(box()?.hasAttribute("data-wrap")).toBe(true);
});

test("Shift+X folds all tools, and unfolds them", () => {
  openSession((session) => {
    startTurn(session);
    for (const id of ["a", "b"]) {
      call(session, "execute", { command: `run ${id}` }, id);
      session.add({ type: "tool_call_update", toolCallId: id, status: "failed", output: "no" });
    }
  });
  const open = () => log().querySelectorAll('.tool-head[aria-expanded="true"]').length;
  expect(open()).toBe(2);
  fireEvent.keyDown(log(), { key: "X", shiftKey: true });
  expect(open()).toBe(0);
  fireEvent.keyDown(log(), { key: "X", shiftKey: true });
  expect(open()).toBe(2);
});

test("a sub-agent's calls stand inside its card, which is open while it works and one line when it is done", () => {
  const session = openSession((session) => {
    startTurn(session);
    call(session, "think", { description: "Find the port" }, "task");
    const inner = { name: "Bash", kind: "execute" as const, title: "ls", input: { command: "ls" } };
    session.add({
      type: "tool_call",
      toolCallId: "in",
      ...inner,
      status: "in_progress",
      parentToolCallId: "task",
    });
  });
  const card = () => button(/Find the port/);
  expect(card().getAttribute("aria-expanded")).toBe("true");
  expect(card().textContent).toContain("1 call");
  expect(within(card().closest("article") ?? log()).getByRole("button", { name: /^Run/ })).toBeTruthy();
  session.add({ type: "tool_call_update", toolCallId: "task", status: "completed", output: "Here" });
  expect(card().getAttribute("aria-expanded")).toBe("false");
});

test("plans in a row are one line, the newest", () => {
  openSession((session) => {
    startTurn(session);
    for (const status of ["pending", "in_progress", "completed"] as const)
      session.add({ type: "plan", entries: [{ content: "A step", status }] });
  });
  expect(
    within(log())
      .getAllByText(/^Plan updated/)
      .map((line) => line.textContent),
  ).toEqual(["Plan updated, 1 of 1"]);
});

test("pictures are read, shown large when pressed, and given back; one that can't be read says so", async () => {
  using urls = fakeObjectUrls();
  const image = { blobId: BLOB, mediaType: "image/png", bytes: 2048 };
  const session = openSession((session) => {
    startTurn(session);
    call(session, "fetch", { url: "https://example.org" });
    const images = [image, { ...image, mediaType: "application/pdf" }, { ...image, bytes: 20_000_000 }];
    session.add({ type: "tool_call_update", toolCallId: "t", status: "completed", output: "", images });
  });
  const open = await vi.waitFor(() => button(/^Picture 1 of 3 from https:\/\/example.org, open it large/));
  expect(session.calls).toContainEqual(["readBytes", BLOB]);
  expect(screen.getByText("This picture could not be shown")).toBeTruthy();
  expect(screen.getByText("Picture, 19.1 MB")).toBeTruthy();
  fireEvent.click(open);
  const dialog = await vi.waitFor(() => screen.getByRole("dialog"));
  expect(within(dialog).getByRole("img").getAttribute("src")).toBe("blob:1");
  fireEvent.click(within(dialog).getByRole("button", { name: "Close" }));
  fireEvent.error(within(open).getByRole("img"));
  expect(screen.getAllByText("This picture could not be shown")).toHaveLength(2);
  page[Symbol.dispose]();
  expect(urls.revoked).toEqual(["blob:1"]);
});

test("what the user attached stands under the message: pictures, and files that open", async () => {
  using _urls = fakeObjectUrls();
  const session = openSession((session) => {
    startTurn(session);
    session.add({
      type: "user_message",
      messageId: MessageId.parse("m9"),
      content: "Look",
      attachments: [
        { blobId: BLOB, name: "a.png", mediaType: "image/png", bytes: 10 },
        { blobId: BLOB, name: "pasted-1.txt", mediaType: "text/plain", bytes: 14 },
      ],
    });
  });
  await vi.waitFor(() => screen.getByRole("img", { name: "Attached picture a.png" }));
  Object.assign(session.view, { readBytes: async () => new TextEncoder().encode("first\nsecond\n") });
  fireEvent.click(button("pasted-1.txt, 14 B, open it"));
  const text = await vi.waitFor(() => screen.getByRole("region", { name: "pasted-1.txt" }));
  expect(text.textContent).toBe("firstsecond");
});
