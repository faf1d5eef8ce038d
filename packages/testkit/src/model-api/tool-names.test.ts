import { expect, test } from "vitest";
import { parseDirectives } from "./directives.ts";
import { asOffered } from "./tool-names.ts";

test.for([
  ["[[bash ls]]", "bash", { command: "ls", description: "Run a test command" }],
  [String.raw`[[write a.txt one\ntwo]]`, "write", { filePath: "a.txt", content: "one\ntwo" }],
  ["[[edit a.txt x => y]]", "edit", { filePath: "a.txt", oldString: "x", newString: "y" }],
  ["[[read a.txt]]", "read", { filePath: "a.txt" }],
] as const)("%s is a call that opencode knows.", ([prompt, name, input]) => {
  expect(calls(prompt, ["bash", "write", "edit", "read"])).toEqual([{ kind: "tool", name, input }]);
});

test("A command in the background, and a sub-agent, are calls that Gemini CLI knows.", () => {
  const offered = ["run_shell_command", "invoke_agent"];
  expect(calls("[[background ls]] [[subtask ls]]", offered)).toEqual([
    {
      kind: "tool",
      name: "run_shell_command",
      input: { command: "ls", description: "Run a test command in the background", is_background: true },
    },
    {
      kind: "tool",
      name: "invoke_agent",
      input: { agent_name: "generalist", prompt: "[[bash ls]] [[say The sub-agent is done.]]" },
    },
  ]);
});

test("Claude Code's names, names that are offered, and names that nobody knows stay as they are.", () => {
  for (const offered of [["Bash", "Write"], []]) {
    expect(calls("[[bash ls]]", offered)).toMatchObject([{ name: "Bash" }]);
  }
  expect(calls('[[tool Odd {"a":1}]]', ["bash"])).toEqual([{ kind: "tool", name: "Odd", input: { a: 1 } }]);
  expect(calls("[[tool Read]]", ["bash", "Read"])).toEqual([{ kind: "tool", name: "Read", input: {} }]);
});

function calls(prompt: string, offered: readonly string[]): object[] {
  return parseDirectives(prompt).flatMap((each) => (each.kind === "tool" ? [asOffered(each, offered)] : []));
}
