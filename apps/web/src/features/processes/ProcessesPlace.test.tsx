import { fireEvent, screen, waitFor, within } from "@solidjs/testing-library";
import { expect, test, vi } from "vitest";
import { type Handlers, session, sessionInfo } from "../../testing/fake-bridge.ts";
import { openPage, press } from "../../testing/open-page.tsx";
import { processId, processInfo, told } from "../../testing/process-info.ts";

vi.setConfig({ testTimeout: 20_000 });

const MB = 1024 * 1024;
const busyId = "7d1f8c0e-0c1a-4f6e-9a55-5a3f3a1c0002";
const spareId = "7d1f8c0e-0c1a-4f6e-9a55-5a3f3a1c0003";
const other = "3c8a51c5-9a0e-4a52-8d2f-0f3f6f7f0a02";

const idle = () => processInfo();
const busy = () =>
  processInfo({
    processId: busyId,
    sessionId: other,
    state: "busy",
    idleSince: null,
    lastEvent: { type: "tool_call", at: Math.floor(Date.now() / 1000) - 3 },
    memoryBytes: 900 * MB,
    tree: [
      { pid: 50, parentPid: 1, command: "claude --verbose", memoryBytes: 600 * MB },
      { pid: 51, parentPid: 50, command: "sh -c npm test", memoryBytes: 10 * MB },
      { pid: 52, parentPid: 51, command: "node vitest", memoryBytes: 280 * MB },
      { pid: 60, parentPid: 1, command: "sleep 600", memoryBytes: 10 * MB },
    ],
  });
const spare = () =>
  processInfo({ processId: spareId, sessionId: null, state: "spare", idleSince: null, lastEvent: null });

async function open(answer: ReturnType<typeof told>, handlers: Handlers = {}) {
  const page = openPage(
    {
      listSessions: () => ({
        sessions: [
          sessionInfo(),
          sessionInfo({ sessionId: other, title: "Fix the flaky test", status: "running" }),
        ],
      }),
      listProcesses: () => answer,
      stopProcess: () => ({}),
      ...handlers,
    },
    "/processes",
  );
  await screen.findByText("Live");
  return page;
}

const rowOf = async (name: string) => {
  const row = (await screen.findByRole("link", { name })).closest("tr");
  if (row === null) throw new Error("no row");
  return within(row);
};
const button = (name: string | RegExp) => screen.findByRole("button", { name });

test("each process tells its session, backend, state, age, memory and how much it started, the heaviest first", async () => {
  await open(told([idle(), busy(), spare()], { waiting: 2 }));
  const sleeping = await rowOf("Rotate the signing secret");
  for (const text of ["Claude Code", "Idle 12m", "Turn ended, 12m ago", "3h", "240 MB", "1"])
    expect(sleeping.getByText(text)).toBeDefined();
  const working = await rowOf("Fix the flaky test");
  for (const text of ["Working", /^Tool call, \ds ago$/, "900 MB", "4"])
    expect(working.getByText(text)).toBeDefined();
  expect(working.getByRole("img", { name: "Running" })).toBeDefined();
  expect(screen.getByText("Spare, in app")).toBeDefined();
  const rows = within(screen.getByRole("table")).getAllByRole("row");
  expect(rows[1]?.textContent).toContain("Fix the flaky test");
  expect(screen.getByText("3 of 12 processes")).toBeDefined();
  expect(screen.getByText("1.3 GB in memory")).toBeDefined();
  expect(screen.getByText("2 starts wait")).toBeDefined();
  expect(document.title).toBe("Processes · Switchyard");
});

test("a process opens to what it started, each below what started it", async () => {
  await open(told([busy()]));
  fireEvent.click(await button("Show what Fix the flaky test started"));
  const tree = within(await screen.findByRole("list", { name: "Processes of Fix the flaky test" }));
  const items = tree.getAllByRole("listitem");
  expect(items.map((item) => item.dataset["depth"])).toEqual(["0", "1", "2", "0"]);
  expect(items[2]?.textContent).toBe("52node vitest, started by 51, 280 MB");
  expect(screen.getByText("/home/ada/app")).toBeDefined();
});

test("an idle process is stopped at once, its row says so until it is gone", async () => {
  let processes = [idle()];
  const gate = Promise.withResolvers<Record<string, never>>();
  const { bridge } = await open(told(), {
    listProcesses: () => told(processes),
    stopProcess: () => gate.promise,
  });
  fireEvent.click(await button("Stop the process of Rotate the signing secret"));
  await waitFor(() => expect(bridge.of("stopProcess")).toEqual([{ processId }]));
  expect((await rowOf("Rotate the signing secret")).getByText("Stopping")).toBeDefined();
  processes = [];
  gate.resolve({});
  expect(await screen.findByText("No process runs")).toBeDefined();
});

test("when a row leaves, the focus goes to the next one, and rows stay while it is among them", async () => {
  let processes = [busy(), idle(), spare()];
  const { bridge } = await open(told(), {
    listProcesses: () => told(processes),
    stopProcess: ({ processId: stopped }) => {
      processes = processes.filter((each) => each.processId !== stopped);
      return {};
    },
  });
  const stop = await button("Stop the process of Rotate the signing secret");
  stop.focus();
  fireEvent.click(stop);
  await waitFor(() => expect(stop.isConnected).toBe(false));
  expect(document.activeElement?.getAttribute("aria-label")).toBe("Show what Spare, in app started");
  processes = [busy(), { ...spare(), memoryBytes: 2000 * MB }];
  await bridge.next("listProcesses");
  await screen.findByText("2.0 GB");
  const rows = () => within(screen.getByRole("table")).getAllByRole("row").slice(1);
  expect(rows()[1]?.textContent).toContain("Spare");
  (await button("Stop all")).focus();
  await waitFor(() => expect(rows()[0]?.textContent).toContain("Spare"));
});

test("stopping a process in a turn asks first, and keeps it when the answer is no", async () => {
  const { bridge } = await open(told([busy()]));
  fireEvent.click(await button("Stop the process of Fix the flaky test"));
  const dialog = within(await screen.findByRole("dialog", { name: "Stop this process?" }));
  fireEvent.click(dialog.getByRole("button", { name: "Keep running" }));
  expect(screen.queryByRole("dialog")).toBeNull();
  expect(bridge.of("stopProcess")).toEqual([]);
  fireEvent.click(await button("Stop the process of Fix the flaky test"));
  fireEvent.click(await button("Stop process"));
  await waitFor(() => expect(bridge.of("stopProcess")).toEqual([{ processId: busyId }]));
});

test("all idle ones are put to sleep, and nothing else", async () => {
  const { bridge } = await open(told([idle(), busy(), spare()]));
  fireEvent.click(await button("Put 1 idle to sleep"));
  await waitFor(() => expect(bridge.of("stopProcess")).toEqual([{ processId }]));
  expect(await screen.findByText("1 session sleeps. A message wakes it.")).toBeDefined();
});

test("stopping all tells how many turns that cuts", async () => {
  const { bridge } = await open(
    told([idle(), busy(), spare(), processInfo({ processId: other, state: "stopping" })]),
  );
  await rowOf("Fix the flaky test");
  fireEvent.click(await button("Stop all"));
  const dialog = within(await screen.findByRole("dialog", { name: "Stop 3 processes?" }));
  expect(dialog.getByText(/^1 turn runs and is interrupted\./)).toBeDefined();
  fireEvent.click(dialog.getByRole("button", { name: "Stop 3 processes" }));
  await waitFor(() =>
    expect(bridge.of("stopProcess").map((params) => params["processId"])).toEqual([
      processId,
      busyId,
      spareId,
    ]),
  );
});

test("a refusal is told, and the process stays", async () => {
  await open(told([idle()]), {
    stopProcess: () => ({ refuse: { code: "STORAGE_FAILED", message: "The disk is full." } }),
  });
  fireEvent.click(await button("Stop the process of Rotate the signing secret"));
  expect(await screen.findByText("Not every process was stopped: The disk is full.")).toBeDefined();
  expect((await rowOf("Rotate the signing secret")).getByText("Idle 12m")).toBeDefined();
});

test("ended orphans are told with when, why and whose, and what could not be ended", async () => {
  const at = Math.floor(Date.now() / 1000) - 300;
  const own = { at, sessionId: session, backendId: "claude" };
  await open(
    told([], {
      orphans: [
        { ...own, when: "process_end", count: 2, survivors: [] },
        { at, sessionId: null, backendId: "claude", when: "bridge_start", count: 1, survivors: [77, 78] },
      ],
    }),
  );
  await screen.findByRole("link", { name: "Rotate the signing secret" });
  const [first, second] = (await screen.findAllByRole("listitem")).slice(-2);
  expect(first?.textContent).toBe(
    "5mEnded 2 processes, left by a CLI that had ended.Rotate the signing secret",
  );
  expect(second?.textContent).toContain(
    "Ended 1 process, left by a bridge that was killed. Processes 77, 78 could not be ended.",
  );
});

test("where the system tells nothing, that is said", async () => {
  await open(told([processInfo({ memoryBytes: null, tree: [] })]));
  expect((await rowOf("Rotate the signing secret")).getAllByText("not told")).toHaveLength(2);
  fireEvent.click(await button("Show what Rotate the signing secret started"));
  expect(screen.getByText("This system does not tell what a process started.")).toBeDefined();
  expect(screen.queryByText(/in memory/)).toBeNull();
});

test("a bridge that can't tell is asked again on request", async () => {
  let fails = true;
  await open(told(), {
    listProcesses: () => (fails ? { refuse: { code: "STORAGE_FAILED", message: "No." } } : told([idle()])),
  });
  expect(await screen.findByText("The processes could not be read")).toBeDefined();
  fails = false;
  fireEvent.click(await button("Try now"));
  await rowOf("Rotate the signing secret");
  expect(screen.queryByText("The processes could not be read")).toBeNull();
});

test("without a connection nothing can be stopped, and what was told stays", async () => {
  const { bridge } = await open(told([idle()]));
  await rowOf("Rotate the signing secret");
  bridge.handlers.hello = () => "silence";
  bridge.drop();
  const stop = await button("Stop the process of Rotate the signing secret");
  await waitFor(() => expect(stop.getAttribute("aria-disabled")).toBe("true"));
  expect((await button("Stop all")).title).toBe("Not connected to the bridge");
});

test("G then R goes to the processes", async () => {
  openPage({ listProcesses: () => told() }, "/sessions");
  await screen.findByText("Live");
  press("g");
  press("r");
  expect(await screen.findByRole("heading", { name: "Processes" })).toBeDefined();
});
