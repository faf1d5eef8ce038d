import type { Part } from "./scenario.ts";

type ToolCall = Extract<Part, { kind: "tool" }>;

/**
 * The call as the asking CLI names it: directives speak Claude Code's names, and what a request offers tells whose
 * it is. A tool that `[[tool NAME …]]` names is passed on as it is.
 */
export function asOffered(call: ToolCall, offered: readonly string[]): ToolCall {
  if (offered.includes(call.name)) return call;
  const translated = dialects.find(({ mark }) => offered.includes(mark))?.translate[call.name]?.(call.input);
  return translated === undefined ? call : { kind: "tool", ...translated };
}

type Input = Record<string, unknown>;
type Translate = (input: Input) => { name: string; input: Input };
type Dialect = { mark: string; translate: Record<string, Translate | undefined> };

const gemini: Dialect = {
  mark: "run_shell_command",
  translate: {
    Bash: ({ run_in_background, ...input }) => ({
      name: "run_shell_command",
      input: { ...input, ...(run_in_background === true && { is_background: true }) },
    }),
    Write: (input) => ({ name: "write_file", input }),
    Edit: ({ replace_all, ...input }) => ({
      name: "replace",
      input: {
        ...input,
        instruction: "Make a test edit",
        ...(replace_all === true && { allow_multiple: true }),
      },
    }),
    Read: (input) => ({ name: "read_file", input }),
    Agent: ({ prompt }) => ({ name: "invoke_agent", input: { agent_name: "generalist", prompt } }),
  },
};

const opencode: Dialect = {
  mark: "bash",
  translate: {
    Bash: ({ command, description }) => ({ name: "bash", input: { command, description } }),
    Write: ({ file_path, content }) => ({ name: "write", input: { filePath: file_path, content } }),
    Edit: ({ file_path, old_string, new_string }) => ({
      name: "edit",
      input: { filePath: file_path, oldString: old_string, newString: new_string },
    }),
    Read: ({ file_path }) => ({ name: "read", input: { filePath: file_path } }),
  },
};

const dialects: readonly Dialect[] = [gemini, opencode];
