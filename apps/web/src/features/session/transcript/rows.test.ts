import type { Item, ToolItem } from "@switchyard/core/session";
import { RequestId } from "@switchyard/core/protocol";
import { expect, test } from "vitest";
import { looksLabel } from "./LooksRow.tsx";
import { countCalls, reuseRows, rowsOf } from "./rows.ts";

function tool(id: string, change: Partial<ToolItem> = {}): ToolItem {
  return {
    id: `tool:${id}`,
    at: 0,
    updatedAt: 0,
    kind: "tool",
    toolCallId: id,
    parentToolCallId: null,
    name: "Read",
    toolKind: "read",
    title: id,
    input: { file_path: id },
    status: "completed",
    output: null,
    truncated: null,
    diff: null,
    images: [],
    ...change,
  };
}
const prose: Item = {
  id: "message:a",
  at: 0,
  updatedAt: 0,
  kind: "message",
  text: "x",
  truncated: null,
  images: [],
};
const request: Item = {
  id: "request:1",
  at: 0,
  updatedAt: 0,
  kind: "request",
  requestId: RequestId.parse("33333333-3333-4333-8333-333333333333"),
  toolCallId: "b",
  title: "",
  input: {},
  options: [],
  resolved: null,
};

test("reads and searches in a row are one row, and prose parts them", () => {
  const rows = rowsOf([tool("a"), tool("g", { toolKind: "search" }), prose, tool("c")]);
  expect(rows.map((row) => row.kind)).toEqual(["looks", "item", "looks"]);
  expect(rows[0]).toMatchObject({ tools: [{ toolCallId: "a" }, { toolCallId: "g" }] });
});

test("a read that failed or asks stands by itself", () => {
  const rows = rowsOf([tool("a"), tool("b"), request, tool("c", { status: "failed" })]);
  expect(rows.map((row) => row.kind)).toEqual(["looks", "tool", "tool"]);
  expect(rows[1]).toMatchObject({ request: { id: "request:1" } });
});

test("a request whose call is on another page has a row of its own", () => {
  expect(rowsOf([request]).map((row) => row.id)).toEqual(["request:1"]);
});

test("a sub-agent's calls stand under the call that started it, its reads merged", () => {
  const rows = rowsOf([
    tool("task", { toolKind: "think", name: "Task" }),
    tool("x", { parentToolCallId: "task" }),
    tool("y", { parentToolCallId: "task" }),
    tool("deep", { parentToolCallId: "x", toolKind: "execute" }),
  ]);
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({
    kind: "tool",
    children: [{ id: "tool:x", children: [{ id: "tool:deep" }] }, { kind: "looks" }],
  });
  expect(countCalls(rows)).toBe(4);
});

test("rows that did not change keep their objects, and an equal list is the same list", () => {
  const items = [tool("a"), prose];
  const before = rowsOf(items);
  expect(reuseRows(before, rowsOf(items))).toBe(before);
  const after = reuseRows(before, rowsOf([...items, tool("z", { toolKind: "execute" })]));
  expect(after[0]).toBe(before[0]);
  expect(after).toHaveLength(3);
});

test.each([
  [
    [
      tool("a"),
      tool("b"),
      tool("c"),
      tool("d"),
      tool("s", { toolKind: "search" }),
      tool("t", { toolKind: "search" }),
    ],
    "Read 4 files, searched twice",
  ],
  [[tool("a"), tool("a")], "Read 1 file"],
  [[tool("s", { toolKind: "search" }), tool("a")], "Searched once, read 1 file"],
])("what was looked at is summed in words (%#)", (tools, words) => {
  expect(looksLabel(tools)).toBe(words);
});
