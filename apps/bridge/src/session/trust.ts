import { createHash } from "node:crypto";
import { readFile, realpath } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join, relative } from "node:path";
import { type FolderBrings, SwitchyardError, type TrustQuestion } from "@switchyard/core/protocol";
import { z } from "zod";
import type { Log } from "../log/log.ts";
import { folderNotTrusted } from "./launch.ts";

/** The gate before the first start in a folder: starting a CLI runs what the folder brings. */
export interface TrustGate {
  /** What the user has not seen yet; null: nothing. */
  question(cwd: string): Promise<TrustQuestion | null>;
  /** @throws {SwitchyardError} FOLDER_NOT_TRUSTED when the folder holds something else than `hash` names. */
  trust(cwd: string, hash: string): Promise<void>;
}

export function makeTrustGate(log: Log, env: NodeJS.ProcessEnv): TrustGate {
  const home = env["HOME"] ?? homedir();
  const own = new Set([join(home, ".claude"), join(home, ".gemini"), env["CLAUDE_CONFIG_DIR"] ?? ""]);

  async function question(cwd: string): Promise<TrustQuestion | null> {
    const folder = await realFolder(cwd);
    const found = await whatItBrings(folder, own);
    if (found.brings.length === 0 || log.trust.has(folder, found.hash)) return null;
    return { cwd: folder, ...found };
  }

  return {
    question,
    async trust(cwd, hash) {
      const folder = await realFolder(cwd);
      const found = await whatItBrings(folder, own);
      if (found.hash !== hash) throw folderNotTrusted({ cwd: folder, ...found });
      log.trust.add(folder, hash);
    },
  };
}

async function realFolder(cwd: string): Promise<string> {
  return realpath(cwd).catch(() => {
    throw new SwitchyardError("FOLDER_NOT_FOUND", `There is no folder ${cwd}. Name one that exists.`, {
      cwd,
    });
  });
}

/** The files by which a repository makes a CLI run something at its start. */
const FILES = [".claude/settings.json", ".claude/settings.local.json", ".mcp.json", ".gemini/settings.json"];

/** CLIs look in the folder and above it. */
async function whatItBrings(folder: string, own: ReadonlySet<string>): Promise<Omit<TrustQuestion, "cwd">> {
  const brings: FolderBrings[] = [];
  const hash = createHash("sha256");
  for (const place of placesUpToRoot(folder)) {
    for (const name of FILES) {
      const file = join(place, name);
      // The user's own settings are theirs, also where the session works in or below the home folder.
      if (own.has(dirname(file))) continue;
      const text = await readFile(file, "utf8").catch(() => null);
      if (text === null) continue;
      const shown = relative(folder, file);
      const found = readSettings(shown, text);
      if (found.length === 0) continue;
      brings.push(...found);
      hash.update(`${shown}\0${text.length}\0${text}`);
    }
  }
  return { brings, hash: hash.digest("hex") };
}

function placesUpToRoot(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...placesUpToRoot(parent)];
}

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
  add("servers", serverLines(settings.mcpServers));
  add(
    "servers",
    settings.enableAllProjectMcpServers === true ? ["all servers of .mcp.json are enabled"] : [],
  );
  add(
    "servers",
    Object.keys(settings.enabledPlugins ?? {}).map((name) => `plug-in ${name}`),
  );
  add("environment", Object.keys(settings.env ?? {}));
  add("commands", commandLines(settings));
  add("permissions", permissionLines(settings.permissions));
  return found;
}

const anyRecord = z.record(z.string(), z.unknown());
const SettingsFile = z.looseObject({
  hooks: anyRecord.optional(),
  mcpServers: anyRecord.optional(),
  enableAllProjectMcpServers: z.boolean().optional(),
  enabledPlugins: anyRecord.optional(),
  env: anyRecord.optional(),
  permissions: z
    .looseObject({
      allow: z.array(z.string()).optional(),
      additionalDirectories: z.array(z.string()).optional(),
      defaultMode: z.string().optional(),
    })
    .optional(),
});

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

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

const Server = z.looseObject({
  command: z.string().optional(),
  args: z.array(z.string()).optional(),
  url: z.string().optional(),
});

function serverLines(servers: Record<string, unknown> | undefined): string[] {
  return Object.entries(servers ?? {}).map(([name, value]) => {
    const server = Server.safeParse(value).data;
    const what =
      server?.command === undefined ? server?.url : [server.command, ...(server.args ?? [])].join(" ");
    return what === undefined ? name : `${name}: ${what}`;
  });
}

/** Settings that name a program, in the CLIs' own words. */
const COMMAND_KEYS = /(command|helper|refresh|export|statusLine|toolDiscovery|sandbox)/i;

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
