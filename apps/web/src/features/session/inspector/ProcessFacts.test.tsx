import { fireEvent, screen, within } from "@solidjs/testing-library";
import { afterEach, beforeEach, expect, test } from "vitest";
import { processId, processInfo } from "../../../testing/process-info.ts";
import { SESSION_ID } from "../testkit/fake-view.ts";
import { button, openSession, setUpPage } from "../testkit/open-session.tsx";

let page: Disposable;
beforeEach(async () => {
  page = await setUpPage();
});
afterEach(() => page[Symbol.dispose]());

const others = processInfo({ pid: 1, memoryBytes: 1 });
const own = processInfo({
  sessionId: SESSION_ID,
  tree: [1, 2].map((pid) => ({ pid, parentPid: 0, command: "claude", memoryBytes: 1 })),
});

const details = () => screen.getByRole("complementary", { name: "Session details" });

test("the details tell the session's own process, and end it at once while it is idle", () => {
  const session = openSession((session) => session.set({ processes: [others, own] }));
  expect(details().textContent).toContain("Process id4242Age3hMemory240 MB2 processes");
  fireEvent.click(button("Stop process"));
  expect(session.calls).toEqual([["stopProcesses", [processId]]]);
});

test("ending a process in a turn asks first", () => {
  const busy = { ...own, state: "busy" as const };
  const session = openSession((session) => session.set({ processes: [busy] }));
  fireEvent.click(button("Stop process"));
  const dialog = within(screen.getByRole("dialog", { name: "Stop this process?" }));
  fireEvent.click(dialog.getByRole("button", { name: "Keep running" }));
  expect(session.calls).toEqual([]);
  fireEvent.click(button("Stop process"));
  fireEvent.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Stop process" }));
  expect(session.calls).toEqual([["stopProcesses", [processId]]]);
});

test("a session that sleeps has no process to tell of, and nothing is asked for", () => {
  openSession((session) => {
    session.set({ processes: [own] });
    session.setInfo({ process: "asleep", status: "paused" });
  });
  expect(details().textContent).not.toContain("Process id");
  expect(within(details()).queryByRole("button", { name: "Stop process" })).toBeNull();
});
