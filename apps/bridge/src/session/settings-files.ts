import type { FolderBrings } from "@switchyard/core/protocol";
import { z } from "zod";
import { parseJson } from "../parse-json.ts";

/** What one settings file brings; a file that cannot be read as JSON may bring anything. */
export function readSettings(file: string, text: string): FolderBrings[] {
  const parsed = SettingsFile.safeParse(parseJson(text));
  if (!parsed.success)
    return [{ file, kind: "unreadable", detail: ["It is not valid JSON of the expected shape."] }];
  const settings = parsed.data;
  const found: FolderBrings[] = [];
  const add = (kind: FolderBrings["kind"], detail: string[]): void => {
    if (detail.length > 0) found.push({ file, kind, detail });
  };
  add("hooks", hookCommands(settings.hooks));
  add("servers", serverLines({ ...settings.mcpServers, ...settings.mcp }));
  add(
    "servers",
    settings.enableAllProjectMcpServers === true ? ["all servers of .mcp.json are enabled"] : [],
  );
  add(
    "servers",
    Object.keys(settings.enabledPlugins ?? {}).map((name) => `plug-in ${name}`),
  );
  add(
    "commands",
    (settings.plugin ?? []).map((name) => `plug-in ${name}`),
  );
  add("environment", Object.keys(settings.env ?? {}));
  add("commands", commandLines(settings));
  add("permissions", [
    ...permissionLines(settings.permissions),
    ...(settings.permission === undefined ? [] : [`permission: ${JSON.stringify(settings.permission)}`]),
  ]);
  return found;
}

const anyRecord = z.record(z.string(), z.unknown());
const SettingsFile = z.looseObject({
  hooks: anyRecord.optional(),
  mcpServers: anyRecord.optional(),
  mcp: anyRecord.optional(),
  plugin: z.array(z.string()).optional(),
  enableAllProjectMcpServers: z.boolean().optional(),
  enabledPlugins: anyRecord.optional(),
  env: anyRecord.optional(),
  permission: z.unknown().optional(),
  permissions: z
    .looseObject({
      allow: z.array(z.string()).optional(),
      additionalDirectories: z.array(z.string()).optional(),
      defaultMode: z.string().optional(),
    })
    .optional(),
});

const HookCommand = z.looseObject({ command: z.string() });

/** Hooks are nested differently from version to version; every `command` in them is one. */
function hookCommands(hooks: Record<string, unknown> | undefined): string[] {
  return Object.entries(hooks ?? {}).flatMap(([event, value]) => {
    const commands = commandsIn(value);
    return commands.length > 0 ? commands.map((command) => `${event}: ${command}`) : [event];
  });
}

function commandsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(commandsIn);
  const hook = HookCommand.safeParse(value);
  if (hook.success) return [hook.data.command];
  const nested = anyRecord.safeParse(value);
  return nested.success ? Object.values(nested.data).flatMap(commandsIn) : [];
}

/** The variables that a file sets, by name: their values may be secrets. */
export function readEnvironment(file: string, text: string): FolderBrings[] {
  const names = [...text.matchAll(/^\s*(?:export\s+)?([A-Za-z_][\w.]*)\s*=/gm)].map(([, name = ""]) => name);
  return names.length === 0 ? [] : [{ file, kind: "environment", detail: names }];
}

/** A settings file in a format that is not read here. */
export function readText(file: string, text: string): FolderBrings[] {
  if (text.trim() === "") return [];
  return [{ file, kind: "unreadable", detail: ["Look at it yourself: it may name servers and commands."] }];
}

const Server = z.looseObject({
  command: z.union([z.string(), z.array(z.string())]).optional(),
  args: z.array(z.string()).optional(),
  url: z.string().optional(),
});

function serverLines(servers: Record<string, unknown> | undefined): string[] {
  return Object.entries(servers ?? {}).map(([name, value]) => {
    const server = Server.safeParse(value).data;
    const command = [server?.command ?? [], server?.args ?? []].flat();
    const what = command.length === 0 ? server?.url : command.join(" ");
    return what === undefined ? name : `${name}: ${what}`;
  });
}

/** Settings that name a program, in the CLIs' own words. */
const COMMAND_KEYS = /(command|helper|refresh|export|statusLine|toolDiscovery|sandbox|formatter|lsp)/i;

function commandLines(settings: Record<string, unknown>): string[] {
  return Object.entries(settings)
    .filter(([key]) => COMMAND_KEYS.test(key))
    .map(([key, value]) => `${key}: ${commandsIn(value)[0] ?? (typeof value === "string" ? value : "set")}`);
}

function permissionLines(permissions: z.infer<typeof SettingsFile>["permissions"]): string[] {
  return [
    ...(permissions?.allow ?? []).map((rule) => `runs without asking: ${rule}`),
    ...(permissions?.additionalDirectories ?? []).map((folder) => `may work in: ${folder}`),
    ...(permissions?.defaultMode === undefined ? [] : [`permission mode: ${permissions.defaultMode}`]),
  ];
}
