import { fireEvent, screen, waitFor } from "@solidjs/testing-library";
import type { AgentChunk } from "@switchyard/core/protocol";
import { SearchHit } from "@switchyard/core/protocol";
import { expect, test, vi } from "vitest";
import { chunk, type Handlers, log as logId, session, sessionInfo } from "../../../testing/fake-bridge.ts";
import { openPage, press } from "../../../testing/open-page.tsx";

vi.setConfig({ testTimeout: 20_000 });

const said = (seq: number, content: string) => chunk(seq, { messageKey: `m${seq}`, content });
const call = { toolCallId: "run" };
const chunks: AgentChunk[] = [
  chunk(1, { type: "turn_started", by: "user", content: "" }),
  said(2, "The first retry."),
  said(3, "Nothing of it here."),
  said(4, "Another Retry, later."),
  chunk(5, {
    ...call,
    type: "tool_call",
    name: "Bash",
    kind: "execute",
    status: "pending",
    title: "x",
    input: {},
  }),
  chunk(6, { ...call, type: "tool_call_update", status: "completed", output: "found the retry deep inside" }),
  said(7, "The end."),
];

function hit(seq: number, values: Partial<Record<keyof SearchHit, unknown>> = {}): SearchHit {
  return SearchHit.parse({
    sessionId: session,
    seq,
    at: 1000,
    kind: "message",
    text: "a retry",
    ranges: [[2, 7]],
    ...values,
  });
}

async function open(handlers: Handlers) {
  const page = openPage(
    {
      listSessions: () => ({ sessions: [sessionInfo({ lastSeq: 7 })] }),
      getSessionHistory: () => ({ chunks, open: [], firstSeq: 1, lastSeq: 7, logId }),
      subscribeSession: () => ({ lastSeq: 7, logId }),
      ...handlers,
    },
    `/sessions/${session}`,
  );
  await screen.findByText("The end.");
  const composer = screen.getByRole("textbox", { name: "Message" });
  composer.focus();
  press("f", { ctrlKey: true });
  const field = await screen.findByRole<HTMLInputElement>("searchbox", { name: "Find in this session" });
  return {
    ...page,
    composer,
    field,
    type: (text: string) => fireEvent.input(field, { target: { value: text } }),
  };
}

const marked = () => screen.getByRole("log").querySelector("[data-hit]")?.textContent;
const all = [hit(5, { kind: "tool" }), hit(4), hit(7, { kind: "title" }), hit(2)];

test("Ctrl+F finds in the session that is open, in the order of the log and round its end", async () => {
  const { field, type, bridge } = await open({ searchSessions: () => ({ hits: all, isComplete: true }) });
  expect(document.activeElement).toBe(field);
  type(" retry ");
  await screen.findByText("1 of 3");
  expect(bridge.of("searchSessions")).toEqual([{ sessionId: session, query: "retry", limit: 100 }]);
  await waitFor(() => expect(marked()).toContain("The first retry."));
  press("Enter", { shiftKey: true });
  expect(screen.getByText("3 of 3")).toBeDefined();
  press("Enter");
  expect(screen.getByText("1 of 3")).toBeDefined();
  fireEvent.click(screen.getByRole("button", { name: "Next place" }));
  await waitFor(() => expect(marked()).toContain("Another Retry"));
  fireEvent.click(screen.getByRole("button", { name: "Previous place" }));
  expect(screen.getByText("1 of 3")).toBeDefined();
});

test("a folded tool that holds the place is opened there", async () => {
  const { type } = await open({
    searchSessions: () => ({ hits: [hit(5, { kind: "tool" })], isComplete: true }),
  });
  expect(screen.queryByText(/deep inside/)).toBeNull();
  type("retry");
  expect(await screen.findByText(/deep inside/)).toBeDefined();
  expect(marked()).toContain("deep inside");
});

test("Esc closes it from the field and from the message, gives the focus back, and interrupts nothing", async () => {
  const { composer, field, type, bridge } = await open({
    listSessions: () => ({ sessions: [sessionInfo({ lastSeq: 7, status: "running" })] }),
    searchSessions: () => ({ hits: all, isComplete: true }),
    interruptAgentSession: () => ({}),
  });
  type("retry");
  await waitFor(() => expect(marked()).toBeDefined());
  field.focus();
  press("Escape");
  expect(screen.queryByRole("search", { name: "Find in this session" })).toBeNull();
  expect(document.activeElement).toBe(composer);
  expect(marked()).toBeUndefined();
  press("f", { ctrlKey: true });
  await screen.findByRole("search", { name: "Find in this session" });
  composer.focus();
  press("Escape");
  expect(screen.queryByRole("search", { name: "Find in this session" })).toBeNull();
  expect(bridge.of("interruptAgentSession")).toEqual([]);
  press("Escape");
  await waitFor(() => expect(bridge.of("interruptAgentSession")).toHaveLength(1));
});

test("Ctrl+F comes back to the field from elsewhere, and in the field it is the browser's own", async () => {
  const { composer, field } = await open({});
  const pressed = (target: Element) => {
    const event = new KeyboardEvent("keydown", { key: "f", ctrlKey: true, bubbles: true, cancelable: true });
    target.dispatchEvent(event);
    return event.defaultPrevented;
  };
  composer.focus();
  expect(pressed(composer)).toBe(true);
  expect(document.activeElement).toBe(field);
  expect(pressed(field)).toBe(false);
});

test("an answer that another text has overtaken is not gone to", async () => {
  const slow = Promise.withResolvers<{ hits: SearchHit[]; isComplete: boolean }>();
  const { type, bridge, wire } = await open({
    searchSessions: ({ query }) => (query === "slow" ? slow.promise : { hits: [hit(4)], isComplete: true }),
  });
  const asked = bridge.next("searchSessions");
  type("slow");
  await asked;
  type("retry");
  await screen.findByText("1 of 1");
  slow.resolve({ hits: [hit(2)], isComplete: true });
  await wire.call("getSettings", {});
  expect(marked()).toContain("Another Retry");
});

test("while older sessions are still read it says so, and stays where it is as more is found", async () => {
  let asks = 0;
  const { type } = await open({
    searchSessions: () => ({ hits: asks++ === 0 ? [hit(4)] : [hit(4), hit(2)], isComplete: asks > 1 }),
  });
  type("retry");
  await screen.findByText("Still reading older sessions");
  await screen.findByText("2 of 2");
  expect(marked()).toContain("Another Retry");
  expect(screen.queryByText(/Still reading/)).toBeNull();
});

test("what is not there and what failed is said, and can be tried again", async () => {
  const { type, bridge } = await open({ searchSessions: () => ({ hits: [], isComplete: true }) });
  type("walrus");
  await screen.findByText("Not found. All words must be there.");
  expect(screen.getByRole<HTMLButtonElement>("button", { name: "Next place" }).disabled).toBe(true);
  bridge.handlers.searchSessions = () => ({
    refuse: { code: "BRIDGE_FAULT", message: "The index is damaged." },
  });
  type("walruses");
  await screen.findByText("The search did not work: The index is damaged.");
  bridge.handlers.searchSessions = () => ({ hits: [hit(2)], isComplete: true });
  fireEvent.click(screen.getByRole("button", { name: "Search again" }));
  await screen.findByText("1 of 1");
});
