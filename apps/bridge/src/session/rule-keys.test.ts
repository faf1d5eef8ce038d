import type { PermissionRequestEvent } from "@switchyard/core/backend";
import { expect, it } from "vitest";
import { ruleKeys } from "./rule-keys.ts";

function keys(input: unknown, more: Partial<PermissionRequestEvent> = {}): ReturnType<typeof ruleKeys> {
  const asked = { content: "", requestKey: "k", toolCallId: "c", toolName: "Bash", title: "", options: [] };
  return ruleKeys({ type: "permission_request", ...asked, input, ...more });
}

it("a rule is of one tool, and the exact call is the same whatever the order of its fields", () => {
  expect(keys({ a: 1, b: { c: 2, d: 3 } })).toEqual(keys({ b: { d: 3, c: 2 }, a: 1 }));
  expect(keys({ a: 1 }).exact).not.toBe(keys({ a: 2 }).exact);
  const covers = ["npm test", "git", "npm test"];
  expect(keys({}, { covers }).covers).toHaveLength(2);
  expect(keys({}, { covers }).covers).not.toEqual(keys({}, { covers, toolName: "Other" }).covers);
});

it.each([
  ["npm test && git status | cat", true],
  ["npm test 2>&1 | tail; git x >/dev/null 2>> /dev/null", true],
  ["npm test > /etc/hosts", false],
  ["npm test >/dev/null.txt", false],
  ["npm test 2>&1 >out", false],
  ["npm test < in", false],
  ["npm test <(git x)", false],
  ["npm test $(git x)", false],
  ["npm test `git x`", false],
])("what a program names for %j is taken: %j", (command, isTaken) => {
  expect(keys({ command }, { covers: ["npm test", "git"] }).covers).toHaveLength(isTaken ? 2 : 0);
});
