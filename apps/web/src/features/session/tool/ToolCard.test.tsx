import { fireEvent, screen } from "@solidjs/testing-library";
import { ToolKind } from "@switchyard/core/protocol";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openSession, setUpPage, startTurn } from "../testkit/open-session.tsx";

let page: Disposable;
beforeEach(async () => {
  page = await setUpPage();
});
afterEach(() => page[Symbol.dispose]());

/** A call that waits for nothing, in a turn that runs. */
function show(values: { kind: ToolKind; name?: string; title: string; input?: unknown }): HTMLElement {
  openSession((session) => {
    startTurn(session);
    const { input, kind, name = kind, title } = values;
    const call = { toolCallId: "t", name, kind, title, input };
    session.add({ type: "tool_call", ...call, status: "in_progress" });
    // A failed one stands alone, whatever its kind.
    session.add({ type: "tool_call_update", toolCallId: "t", status: "failed" });
  });
  return screen.getByRole("button", { name: new RegExp(`${values.title.split(" ").at(-1)}.*Failed`) });
}

const VERBS: Record<ToolKind, string> = {
  read: "Read",
  edit: "Edit",
  delete: "Delete",
  move: "Move",
  search: "Search",
  execute: "Run",
  think: "Think",
  fetch: "Fetch",
  switch_mode: "Switch mode",
  other: "Use",
};

test.each(ToolKind.options)(
  "a call of the kind %s without a name or an input has icon, verb and title",
  (kind) => {
    const card = show({ kind, title: "notes.md" });
    expect(card.querySelector("svg")).not.toBeNull();
    expect(card.textContent).toMatch(new RegExp(`^${VERBS[kind]}notes.md`));
  },
);

test("a tool's own name is its verb where its kind says nothing", () => {
  expect(show({ kind: "other", name: "deploy", title: "to staging" }).textContent).toMatch(
    /^deployto staging/,
  );
});

test("a title that begins with the verb does not say it twice", () => {
  expect(show({ kind: "read", title: "Read notes.md", input: null }).textContent).toMatch(/^Readnotes\.md/);
});

test.each([[null], [undefined], [{}], [""]])("an input of %j is not shown as if it were one", (input) => {
  const card = show({ kind: "fetch", title: "notes.md", input });
  fireEvent.click(card);
  expect(card.getAttribute("aria-expanded")).toBe("true");
  expect(screen.queryByRole("region", { name: /^Code/ })).toBeNull();
  expect(screen.getByText("No output")).toBeTruthy();
});

test("the one file that a call names is what it acts on", () => {
  const input = { title: "Look at it", description: "a b", paths: ["/home/ada/code/parcel-api/a.ts"] };
  expect(show({ kind: "fetch", title: "Look at a.ts", input }).textContent).toMatch(/^Fetcha\.ts/);
});
