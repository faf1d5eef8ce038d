import { z } from "zod";
import type { ToolKind } from "@switchyard/core/protocol";

/** What a tool does, in the words of the Agent Client Protocol. */
export function toolKind(name: string): ToolKind {
  return kinds.get(name) ?? "other";
}

const kinds: ReadonlyMap<string, ToolKind> = new Map(
  Object.entries({
    Read: "read",
    NotebookRead: "read",
    ReadMcpResourceTool: "read",
    Edit: "edit",
    Write: "edit",
    MultiEdit: "edit",
    NotebookEdit: "edit",
    Bash: "execute",
    BashOutput: "execute",
    TaskOutput: "execute",
    KillShell: "execute",
    TaskStop: "execute",
    Monitor: "execute",
    Grep: "search",
    Glob: "search",
    LS: "search",
    ToolSearch: "search",
    WebFetch: "fetch",
    WebSearch: "fetch",
    Task: "think",
    Agent: "think",
    TodoWrite: "think",
    TaskCreate: "think",
    TaskUpdate: "think",
    TaskList: "think",
    TaskGet: "think",
    EnterPlanMode: "switch_mode",
    ExitPlanMode: "switch_mode",
  } as const),
);

/** Says in a few words what a call does: "Run npm test", "Edit src/x.ts". `cwd` shortens its paths. */
export function toolTitle(name: string, input: unknown, cwd: string): string {
  const fields = Fields.catch({}).parse(input);
  const title = titles.get(name)?.({ ...fields, file: shortPath(fields, cwd) });
  return oneLine(title ?? mcpTitle(name) ?? name);
}

const word = z.string().optional().catch(undefined);
const Fields = z.object({
  file_path: word,
  notebook_path: word,
  path: word,
  command: word,
  pattern: word,
  url: word,
  query: word,
  description: word,
  subject: word,
  skill: word,
});
type Fields = z.infer<typeof Fields>;

type Title = (of: Fields & { file: string }) => string;
const titles: ReadonlyMap<string, Title> = new Map(
  Object.entries<Title>({
    Read: ({ file }) => `Read ${file}`,
    NotebookRead: ({ file }) => `Read ${file}`,
    Edit: ({ file }) => `Edit ${file}`,
    MultiEdit: ({ file }) => `Edit ${file}`,
    NotebookEdit: ({ file }) => `Edit ${file}`,
    Write: ({ file }) => `Write ${file}`,
    LS: ({ file }) => `List ${file}`,
    Bash: ({ command = "a command" }) => `Run ${command}`,
    BashOutput: () => "Read a command's output",
    TaskOutput: () => "Read a task's output",
    KillShell: () => "Stop a command",
    TaskStop: () => "Stop a task",
    Monitor: ({ description = "a command" }) => `Watch ${description}`,
    Grep: ({ pattern = "text" }) => `Search for ${pattern}`,
    Glob: ({ pattern = "files" }) => `Find ${pattern}`,
    WebFetch: ({ url = "a page" }) => `Fetch ${url}`,
    WebSearch: ({ query = "" }) => `Search the web for ${query}`,
    Task: ({ description = "a task" }) => `Sub-agent: ${description}`,
    Agent: ({ description = "a task" }) => `Sub-agent: ${description}`,
    TodoWrite: () => "Update the plan",
    TaskCreate: ({ subject = "a task" }) => `Plan: ${subject}`,
    TaskUpdate: () => "Update the plan",
    TaskList: () => "Read the plan",
    TaskGet: () => "Read the plan",
    Skill: ({ skill = "" }) => `Use the skill ${skill}`,
    AskUserQuestion: () => "Ask a question",
    EnterPlanMode: () => "Enter plan mode",
    ExitPlanMode: () => "Leave plan mode and begin",
  }),
);

function shortPath(fields: Fields, cwd: string): string {
  const path = fields.file_path ?? fields.notebook_path ?? fields.path ?? "a file";
  return path.startsWith(`${cwd}/`) ? path.slice(cwd.length + 1) : path;
}

function mcpTitle(name: string): string | undefined {
  const [prefix, server, ...rest] = name.split("__");
  return prefix === "mcp" && rest.length > 0 ? `${server}: ${rest.join("__")}` : undefined;
}

const MAX_TITLE = 160;

/** The first line, cut to a title's length. */
export function oneLine(text: string): string {
  const line = (text.trim().split("\n", 1)[0] ?? "").trim();
  return line.length < text.trim().length || line.length > MAX_TITLE ? `${line.slice(0, MAX_TITLE)}…` : line;
}
