import { fireEvent, screen, waitFor, within } from "@solidjs/testing-library";
import { SearchHit } from "@switchyard/core/protocol";
import { expect, test, vi } from "vitest";
import { type Handlers, sessionInfo } from "../../testing/fake-bridge.ts";
import { MOST_HITS } from "../../state/hits.ts";
import { openPage, press } from "../../testing/open-page.tsx";

vi.setConfig({ testTimeout: 20_000 });

const ids = { a: "3c8a51c5-9a0e-4a52-8d2f-0f3f6f7f0a01", b: "3c8a51c5-9a0e-4a52-8d2f-0f3f6f7f0a02" };
const sessions = [
  sessionInfo({ sessionId: ids.a, title: "Fix the cache" }),
  sessionInfo({ sessionId: ids.b, title: "Write the guide" }),
];

function hit(
  sessionId: string,
  seq: number,
  values: Partial<Record<keyof SearchHit, unknown>> = {},
): SearchHit {
  return SearchHit.parse({
    sessionId,
    seq,
    at: Date.now() - 150_000,
    kind: "message",
    text: `retry number ${seq}`,
    ranges: [[0, 5]],
    ...values,
  });
}

async function open(handlers: Handlers, path = "/search") {
  const page = openPage({ listSessions: () => ({ sessions }), ...handlers }, path);
  const field = await screen.findByRole<HTMLInputElement>("searchbox", { name: "Search in what was said" });
  await screen.findByText("Live");
  return { ...page, field, type: (text: string) => fireEvent.input(field, { target: { value: text } }) };
}

test("as many hits as are asked for are said to be the best, for there may be more", async () => {
  const hits = Array.from({ length: MOST_HITS }, (_, at) => hit(ids.b, at + 1));
  const { type } = await open({ searchSessions: () => ({ hits, isComplete: true }) });
  type("retry");
  expect(await screen.findByText("The best 100 places, in 1 session. More words find fewer.")).toBeDefined();
});

test("hits are grouped by session, the best first, with the words marked and a link to the place", async () => {
  const hits = [
    hit(ids.b, 7),
    hit(ids.a, 3, { kind: "title" }),
    ...[8, 9, 10, 11].map((seq) => hit(ids.b, seq)),
  ];
  const { type } = await open({ searchSessions: () => ({ hits, isComplete: true }) });
  expect(screen.getByText("Search all sessions")).toBeDefined();
  type("retry");
  const guide = within(await screen.findByRole("region", { name: "Write the guide" }));
  expect(screen.getByText("6 places in 2 sessions")).toBeDefined();
  expect(screen.getAllByRole("region").map((region) => region.getAttribute("aria-label"))).toEqual([
    "Write the guide",
    "Fix the cache",
  ]);
  const links = guide.getAllByRole("link");
  expect(links.map((link) => link.getAttribute("href"))).toEqual(
    [7, 8, 9].map((seq) => `/sessions/${ids.b}?at=${seq}`),
  );
  expect([...(links[0]?.querySelectorAll("mark") ?? [])].map((mark) => mark.textContent)).toEqual(["retry"]);
  expect(links[0]?.textContent).toContain("2m");
  fireEvent.click(guide.getByRole("button", { name: "Show 2 more in this session" }));
  expect(guide.getAllByRole("link")).toHaveLength(5);
  const title = within(screen.getByRole("region", { name: "Fix the cache" })).getByRole("link");
  expect(title.getAttribute("href")).toBe(`/sessions/${ids.a}`);
});

test("an answer that a newer query has overtaken is not shown", async () => {
  const slow = Promise.withResolvers<{ hits: SearchHit[]; isComplete: boolean }>();
  const { type, bridge, wire } = await open({
    searchSessions: ({ query }) =>
      query === "slow"
        ? slow.promise
        : { hits: [hit(ids.a, 2, { text: "the fast one", ranges: [] })], isComplete: true },
  });
  const asked = bridge.next("searchSessions");
  type("slow");
  await asked;
  type("fast");
  await screen.findByText(/the fast one/);
  slow.resolve({ hits: [hit(ids.b, 1, { text: "the slow one", ranges: [] })], isComplete: true });
  // What is answered after it has come too.
  await wire.call("getSettings", {});
  expect(screen.queryByText(/the slow one/)).toBeNull();
});

test("the query is in the address, what is typed quickly is asked for once, and nothing for nothing", async () => {
  const { type, bridge, field } = await open(
    { searchSessions: () => ({ hits: [], isComplete: true }) },
    "/search?q=first",
  );
  expect(field.value).toBe("first");
  await screen.findByText("Nothing holds “first”");
  for (const text of ["s", "se", "second"]) type(text);
  await screen.findByText("Nothing holds “second”");
  expect(bridge.of("searchSessions").map((params) => params["query"])).toEqual(["first", "second"]);
  expect(location.search).toBe("?q=second");
  fireEvent.keyDown(field, { key: "Escape" });
  await screen.findByText("Search all sessions");
  expect(bridge.of("searchSessions")).toHaveLength(2);
});

test("while the bridge still reads older sessions it says so, and shows what comes", async () => {
  let asks = 0;
  const { type } = await open({
    searchSessions: () => ({ hits: asks++ === 0 ? [] : [hit(ids.a, 5)], isComplete: asks > 1 }),
  });
  type("retry");
  await screen.findByText("Still reading older sessions: what is found there shows by itself.");
  expect(await screen.findByRole("region", { name: "Fix the cache" })).toBeDefined();
  expect(screen.queryByText(/Still reading/)).toBeNull();
});

test("a session that the list does not hold is looked for, and named", async () => {
  const old = sessionInfo({
    sessionId: "3c8a51c5-9a0e-4a52-8d2f-0f3f6f7f0a03",
    title: "An old one",
    isArchived: true,
  });
  await open(
    {
      listSessions: ({ archived }) => ({ sessions: archived === undefined ? [...sessions, old] : sessions }),
      searchSessions: () => ({ hits: [hit(old.sessionId, 4)], isComplete: true }),
    },
    "/search?q=retry",
  );
  const found = within(await screen.findByRole("region", { name: "An old one" }));
  expect(found.getByText("Archived")).toBeDefined();
});

test("a search that fails says why and can be tried again", async () => {
  const { bridge } = await open(
    { searchSessions: () => ({ refuse: { code: "BRIDGE_FAULT", message: "The index is damaged." } }) },
    "/search?q=retry",
  );
  expect(await screen.findByText("The index is damaged.")).toBeDefined();
  bridge.handlers.searchSessions = () => ({ hits: [hit(ids.a, 5)], isComplete: true });
  fireEvent.click(screen.getByRole("button", { name: "Search again" }));
  expect(await screen.findByRole("region", { name: "Fix the cache" })).toBeDefined();
});

test("J and K and the arrows go through the hits, Enter in the field goes to the first", async () => {
  const { field } = await open(
    { searchSessions: () => ({ hits: [hit(ids.a, 1), hit(ids.b, 2)], isComplete: true }) },
    "/search?q=retry",
  );
  await screen.findByRole("region", { name: "Write the guide" });
  const at = () => document.activeElement?.getAttribute("href");
  field.focus();
  press("Enter");
  expect(at()).toContain(`${ids.a}?at=1`);
  press("j");
  expect(at()).toContain(`${ids.b}?at=2`);
  press("k");
  press("ArrowUp");
  expect(document.activeElement).toBe(field);
});

test("the key opens the search from anywhere, and the list's filter hands its text over", async () => {
  openPage({ listSessions: () => ({ sessions }), searchSessions: () => ({ hits: [], isComplete: true }) });
  const filter = await screen.findByRole("searchbox", { name: "Filter sessions" });
  await screen.findByRole("link", { name: /Write the guide/ });
  fireEvent.input(filter, { target: { value: "cache" } });
  expect(screen.queryByRole("link", { name: /Write the guide/ })).toBeNull();
  fireEvent.click(screen.getByRole("button", { name: "Search in what was said" }));
  await screen.findByText("Nothing holds “cache”");
  fireEvent.click(screen.getByRole("link", { name: "Sessions" }));
  await waitFor(() => expect(location.pathname).toBe("/sessions"));
  press("F", { ctrlKey: true, shiftKey: true });
  await waitFor(() => expect(location.pathname).toBe("/search"));
});
