import { expect, test } from "vitest";
import { CanUseTool } from "./native.ts";
import { alwaysOption, coveringRules, ruleText } from "./rules.ts";

/** As 2.1.330 asks; whether the rules then really allow the call was tried with them in the settings. */
test.for<[string, { more?: string[]; suggestions?: object[] } & Record<string, unknown>, string[]]>([
  ["npm test -- a", { decision_reason_type: "other" }, ["Bash(npm test *)"]],
  [
    "npm test && git push origin main",
    { decision_reason_type: "subcommandResults", more: ["git push *"] },
    ["Bash(npm test *)", "Bash(git push *)"],
  ],
  // It writes a file: asked for in spite of the rule.
  ["npm test > out.txt", {}, []],
  ["npm test | tee out.txt", { suggestions: [{ type: "addDirectories", directories: ["/p"] }] }, []],
  ["touch a.txt", { blocked_path: "/p/a.txt" }, []],
  ["npm test", { decision_reason_type: "safetyCheck" }, []],
  ["npm test", { decision_reason_type: "workingDir" }, []],
  // The user's own rule has it asked for each time.
  ["npm test", { decision_reason_type: "rule" }, []],
  // The rule's words are not all that runs.
  ["npm test $(curl x)", {}, []],
  ["npm test `curl x`", {}, []],
  ["npm test $X", {}, []],
  ["npm test <<'E'\ncode\nE", {}, []],
  ["npm test\ncurl x", {}, []],
])("%s %j is covered by %j", ([command, { more = [], suggestions = [], ...rest }, covers]) => {
  const rules = ["npm test *", ...more].map((ruleContent) => ({ toolName: "Bash", ruleContent }));
  const ask = asking("Bash", { command }, [allow(rules), ...suggestions], rest);
  expect(coveringRules(ask).map(ruleText)).toEqual(covers);
});

test("leaving to another mode is no rule", () => {
  const setMode = { type: "setMode", mode: "acceptEdits", destination: "session" };
  expect(coveringRules(asking("Write", { file_path: "/p/a" }, [setMode]))).toEqual([]);
  expect(coveringRules(asking("Write", { file_path: "/p/a" }, []))).toEqual([]);
});

test.for<[string, object, object[], string]>([
  ["Bash", { command: "npm test" }, [{ toolName: "Bash", ruleContent: "npm test *" }], "npm test …"],
  ["Bash", { command: "npm test" }, [{ toolName: "Bash", ruleContent: "npm test:*" }], "npm test …"],
  ["Bash", { command: "node a" }, [{ toolName: "Bash", ruleContent: "node a" }], "node a"],
  ["Bash", { command: "a > b\nc" }, [], "a > b…"],
  ["WebFetch", {}, [{ toolName: "WebFetch", ruleContent: "domain:example.com" }], "pages of example.com"],
  ["WebSearch", {}, [{ toolName: "WebSearch" }], "every WebSearch"],
  ["Skill", {}, [{ toolName: "Skill", ruleContent: "x:*" }], "Skill(x:*)"],
  ["Write", { file_path: "/p/a" }, [], '"Write a"'],
] as const)("%s %j with %j: the button names %s", ([tool, input, rules, thing]) => {
  const ask = asking(tool, input, rules.length === 0 ? [] : [allow(rules)]);
  expect(alwaysOption(ask, "Write a", coveringRules(ask))).toMatchObject({
    decision: "allow_always",
    label: `Always allow ${thing} in this session`,
    detail: expect.stringContaining("until the session ends") as unknown,
  });
});

function allow(rules: readonly object[]): object {
  return { type: "addRules", rules, behavior: "allow", destination: "localSettings" };
}

function asking(tool: string, input: object, suggestions: readonly object[], more: object = {}): CanUseTool {
  return CanUseTool.parse({
    tool_name: tool,
    tool_use_id: "call",
    input,
    permission_suggestions: suggestions,
    ...more,
  });
}
