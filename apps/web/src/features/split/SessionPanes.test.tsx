import { fireEvent, screen, waitFor, within } from "@solidjs/testing-library";
import { expect, test, vi } from "vitest";
import { chunk, type Handlers, log, sessionInfo } from "../../testing/fake-bridge.ts";
import { fakeHistory } from "../../testing/fake-history.ts";
import { openPage, press } from "../../testing/open-page.tsx";

vi.setConfig({ testTimeout: 20_000 });

const idOf = (n: number) => `3c8a51c5-9a0e-4a52-8d2f-00000000000${n}`;
const make = (n: number) =>
  sessionInfo({ sessionId: idOf(n), title: `Session ${n}`, status: "running", createdAt: 1_700_000_000 - n });
const said = (sessionId: unknown) => {
  const info = [1, 2, 3].map(make).find((one) => one.sessionId === sessionId) ?? make(1);
  return [chunk(1, { type: "turn_started", by: "user" }), chunk(2, { content: `${info.title} speaks.` })].map(
    (one) => ({ ...one, sessionId: info.sessionId }),
  );
};

function open(path: string, handlers: Handlers = {}) {
  return openPage(
    {
      listSessions: () => ({ sessions: [1, 2, 3].map(make) }),
      getSessionHistory: (params) => fakeHistory(() => said(params["sessionId"]))(params),
      subscribeSession: () => ({ lastSeq: 2, logId: log }),
      interruptAgentSession: () => ({}),
      ...handlers,
    },
    path,
  );
}

const pane = (n: number) => screen.findByRole("region", { name: `Session: Session ${n}` });
const message = async (n: number) =>
  within(await pane(n)).getByRole<HTMLTextAreaElement>("textbox", { name: "Message" });
const split = () => new URLSearchParams(location.search).get("split");

test("two sessions stand side by side, each whole, and keys act in the one with the focus", async () => {
  const { bridge } = open(`/sessions/${idOf(1)}?split=${idOf(2)}`);
  await waitFor(async () => expect((await pane(1)).textContent).toContain("Session 1 speaks."));
  await waitFor(async () => expect((await pane(2)).textContent).toContain("Session 2 speaks."));
  expect(bridge.of("subscribeSession").map((params) => params["sessionId"])).toEqual([idOf(1), idOf(2)]);
  // Of two composers the first session's has the focus, though the other came last.
  expect(document.activeElement).toBe(await message(1));
  fireEvent.input(await message(1), { target: { value: "to one" } });
  (await message(2)).focus();
  fireEvent.input(await message(2), { target: { value: "to two" } });
  expect((await message(1)).value).toBe("to one");
  document.body.focus();
  (await message(2)).blur();
  press("Escape");
  await waitFor(() => expect(bridge.of("interruptAgentSession")).toEqual([{ sessionId: idOf(2) }]));
  press("F6");
  await waitFor(async () => expect(document.activeElement).toBe(await message(1)));
  expect(bridge.of("switchActiveSession").at(-1)).toEqual({ sessionId: idOf(1) });
});

test("a session is added from a list and taken out again, and the address tells it", async () => {
  open(`/sessions/${idOf(1)}`);
  const before = await screen.findByRole<HTMLTextAreaElement>("textbox", { name: "Message" });
  fireEvent.input(before, { target: { value: "kept" } });
  press("\\", { ctrlKey: true });
  const picker = within(await screen.findByRole("dialog", { name: "Open beside it" }));
  expect(picker.queryByRole("button", { name: /Session 1/ })).toBeNull();
  fireEvent.input(picker.getByRole("searchbox"), { target: { value: "on 3" } });
  await waitFor(() => expect(picker.queryByRole("button", { name: /Session 2/ })).toBeNull());
  fireEvent.click(picker.getByRole("button", { name: /Session 3/ }));
  await pane(3);
  await waitFor(() => expect(split()).toBe(idOf(3)));
  // What was open stays as it is: the same field, with what was written in it.
  expect(await message(1)).toBe(before);
  fireEvent.click(within(await pane(1)).getByRole("button", { name: "Take Session 1 out of the split" }));
  await waitFor(() => expect(location.pathname).toBe(`/sessions/${idOf(3)}`));
  expect(split()).toBeNull();
  expect(screen.getAllByRole("log")).toHaveLength(1);
});

test("where fewer fit, the others are a press away", async () => {
  // The window of the test environment is 1024 px wide: two fit.
  open(`/sessions/${idOf(1)}?split=${idOf(2)},${idOf(3)}`);
  await pane(2);
  expect(screen.queryByRole("region", { name: "Session: Session 3" })).toBeNull();
  const tabs = within(screen.getByRole("group", { name: "Sessions of the split" }));
  fireEvent.click(tabs.getByRole("button", { name: /Session 3/ }));
  await pane(3);
  expect(tabs.getAllByRole("button").map((tab) => tab.getAttribute("aria-pressed"))).toEqual([
    "true",
    "false",
    "true",
  ]);
});

test("a session in its own window has nothing around it, and the menu opens one", async () => {
  const opened = vi.spyOn(window, "open").mockReturnValue(null);
  const { bridge } = open(`/sessions/${idOf(1)}?window=1`);
  await screen.findByRole("log");
  await waitFor(() => expect(bridge.of("subscribeSession")).toHaveLength(1));
  expect(screen.queryByRole("navigation")).toBeNull();
  expect(document.title).toContain("Session 1");
  fireEvent.click(screen.getByRole("button", { name: "More actions" }));
  fireEvent.click(await screen.findByRole("menuitem", { name: "Open in its own window" }));
  expect(opened.mock.calls[0]?.[0]).toBe(`/sessions/${idOf(1)}?window=1`);
  await screen.findByText(/The browser opened no window/);
  opened.mockRestore();
});
