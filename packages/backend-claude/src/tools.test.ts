import { expect, test } from "vitest";
import { toolKind, toolTitle } from "./tools.ts";

test.for([
  ["Bash", { command: "npm test\nnpm run lint" }, "execute", "Run npm test…"],
  ["Edit", { file_path: "/home/user/project/src/x.ts" }, "edit", "Edit src/x.ts"],
  ["Read", { file_path: "/etc/hosts" }, "read", "Read /etc/hosts"],
  ["NotebookEdit", { notebook_path: "n.ipynb" }, "edit", "Edit n.ipynb"],
  ["Grep", { pattern: "TODO" }, "search", "Search for TODO"],
  ["WebFetch", { url: "https://example.org" }, "fetch", "Fetch https://example.org"],
  ["Agent", { description: "look around" }, "think", "Sub-agent: look around"],
  ["ExitPlanMode", {}, "switch_mode", "Leave plan mode and begin"],
  ["mcp__tracker__list_issues", {}, "other", "tracker: list_issues"],
  ["SomethingNew", null, "other", "SomethingNew"],
  ["Bash", { command: 7 }, "execute", "Run a command"],
] as const)("%s with %j is of the kind %s and reads %s", ([name, input, kind, title]) => {
  expect(toolKind(name)).toBe(kind);
  expect(toolTitle(name, input, "/home/user/project")).toBe(title);
});

test("a name that every object knows is no tool", () => {
  expect(toolKind("constructor")).toBe("other");
  expect(toolTitle("toString", {}, "/p")).toBe("toString");
});
