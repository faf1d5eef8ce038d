import { expect, test } from "vitest";
import { dialect } from "./dialect.ts";
import { gemini } from "./index.ts";

const read = (call: object): unknown => dialect.readCall?.({ toolCallId: "x", ...call });
const about = (text: string): object => ({ type: "content", content: { type: "text", text } });

test("it is started without its relaunch, the same for every conversation", () => {
  const input = { cwd: "/project", start: "new", permissionMode: "default" } as const;
  const plan = { args: ["--acp", "--skip-trust"], env: { GEMINI_CLI_NO_RELAUNCH: "1" } };
  expect(gemini.plan(input, {})).toEqual(plan);
  expect(gemini.plan({ ...input, start: { resume: "x" }, model: "m", permissionMode: "plan" }, {})).toEqual(
    plan,
  );
  expect(gemini).toMatchObject({ startsAlone: true, stop: { graceful: "term" } });
});

test("a stored conversation is never addressed by its plain id", () => {
  expect(dialect.address?.("909b7c18")).toBe(" 909b7c18");
});

test("a command is known by its call, and all of it is its title", () => {
  const toolCallId = "run_shell_command__run_shell_command_1795389580372_0";
  const call = {
    toolCallId,
    kind: "execute",
    title: "touch a && echo b",
    content: [about("[in /project] (Make it)")],
  };
  expect(read(call)).toEqual({
    name: "run_shell_command",
    exactInput: { command: "touch a && echo b", description: "[in /project] (Make it)" },
  });
});

test("a changed file is known by its diff, and no further than it is shown", () => {
  const diff = { type: "diff", path: "/a", oldText: "1", newText: "2" };
  const call = { toolCallId: "write_file__write_file_1_0", kind: "edit", title: "Writing to a" };
  expect(read({ ...call, content: [diff] })).toEqual({
    name: "write_file",
    exactInput: { file_path: "/a", old_text: "1", new_text: "2" },
  });
  const long = { ...diff, newText: "x".repeat(70_000) };
  expect(read({ ...call, content: [long] })).toEqual({ name: "write_file", exactInput: undefined });
});

test("what a call of another tool will do is not known", () => {
  const call = { toolCallId: "mcp_server_tool__mcp_server_tool_1_0", kind: "other", title: "ls" };
  expect(read(call)).toEqual({ name: "mcp_server_tool", exactInput: undefined });
  expect(read({ toolCallId: "read_many_files-1795389580372-1", kind: "read" })).toMatchObject({
    name: "read_many_files",
  });
  expect(read({ toolCallId: "9f8e" })).toEqual({ name: undefined, exactInput: undefined });
});

test("going into plan mode and out of it tell the mode that follows", () => {
  expect(read({ toolCallId: "enter_plan_mode__enter_plan_mode_1_0", title: "It is large" })).toMatchObject({
    kind: "switch_mode",
    title: "Enter plan mode: It is large",
    setsMode: "plan",
  });
  expect(read({ toolCallId: "exit_plan_mode__exit_plan_mode_1_0" })).toMatchObject({ setsMode: "default" });
});

test("tokens are read where Gemini puts them", () => {
  const quota = { token_count: { input_tokens: 10, output_tokens: 5 }, model_usage: [] };
  const usage = { inputTokens: 10, outputTokens: 5, costUsd: null };
  expect(dialect.usage?.({ stopReason: "end_turn", _meta: { quota } })).toEqual(usage);
  for (const _meta of [
    undefined,
    null,
    {},
    { quota: { token_count: { input_tokens: -1, output_tokens: 5 } } },
  ]) {
    expect(dialect.usage?.({ stopReason: "end_turn", _meta })).toBeUndefined();
  }
});

test("its version is what it prints", () => {
  const version = { stdout: "0.61.0\n", stderr: "Ripgrep is not available.", exitCode: 0 };
  expect(gemini.probe({ version })).toEqual({ version: "0.61.0", login: "unknown" });
});
