import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { AcpProgram } from "@switchyard/backend-acp";
import { BackendId, Settings, SwitchyardError } from "@switchyard/core/protocol";
import { z } from "zod";
import { replaceFile } from "../data-folder/replace-file.ts";
import { AllowedOrigin } from "../server/allowed-origin.ts";
import { StartError } from "../start-error.ts";
import { parseJson } from "../parse-json.ts";

/**
 * The bridge's own settings: `settings.json` in the data folder. What `Settings` names is on
 * the wire; a client can neither read nor change the rest. Keys that this version does not know are kept.
 */
export const BridgeSettings = z.looseObject({
  /** The backend that is meant when none is named; null: the first that is ready. */
  cliBackend: BackendId.nullable().default(null),
  /** Backends that are not looked at and not offered. */
  backendsOff: z.array(BackendId).default([]),
  maxProcesses: Settings.shape.maxProcesses.default(null),
  sleepAfterMinutes: Settings.shape.sleepAfterMinutes.default(30),
  keepStoppedDays: Settings.shape.keepStoppedDays.default(null),
  resumesAfterLimit: Settings.shape.resumesAfterLimit.default(false),
  sessionBudgetUsd: Settings.shape.sessionBudgetUsd.default(null),
  /** Origins that may connect beside the bridge's own. */
  allowOrigins: z.array(AllowedOrigin).default([]),
  /** `path`: the program to run in place of the one that is found. */
  backends: z.record(BackendId, z.looseObject({ path: z.string().min(1).optional() })).default({}),
  /** Programs that speak the Agent Client Protocol: each makes a backend. */
  acpBackends: z.array(AcpProgram).default([]),
});
export type BridgeSettings = z.infer<typeof BridgeSettings>;
export type SettingsPatch = Partial<
  Pick<
    BridgeSettings,
    | "cliBackend"
    | "backendsOff"
    | "maxProcesses"
    | "sleepAfterMinutes"
    | "keepStoppedDays"
    | "resumesAfterLimit"
    | "sessionBudgetUsd"
    | "allowOrigins"
  >
>;

export interface SettingsStore {
  /** Its absolute path. */
  readonly file: string;
  get(): BridgeSettings;
  /** Changes what is named, keeps the rest of the file; throws `STORAGE_FAILED` and leaves the file as it is. */
  update(patch: SettingsPatch): Promise<BridgeSettings>;
}

/** Reads the settings; no file means the defaults, one that can't be understood is a `StartError`. */
export async function openSettings(dataFolder: string): Promise<SettingsStore> {
  const path = join(dataFolder, "settings.json");
  let current = parse(await readSettings(path), path);
  let last: Promise<unknown> = Promise.resolve();

  async function write(patch: SettingsPatch): Promise<BridgeSettings> {
    try {
      // Read again, so that what its user changed by hand meanwhile is kept.
      const changed = { ...(await readSettings(path)), ...patch };
      const parsed = parse(changed, path);
      await replaceFile(path, `${JSON.stringify(changed, null, 2)}\n`);
      current = parsed;
      return current;
    } catch (error) {
      throw new SwitchyardError("STORAGE_FAILED", `The settings were not saved: ${messageOf(error)}`);
    }
  }

  return {
    file: path,
    get: () => current,
    update: (patch) => {
      const written = last.then(() => write(patch));
      last = written.catch(() => undefined);
      return written;
    },
  };
}

const AnyObject = z.record(z.string(), z.unknown());

async function readSettings(path: string): Promise<Record<string, unknown>> {
  const text = await readText(path);
  if (text === undefined) return {};
  const settings = AnyObject.safeParse(parseJson(text));
  if (settings.success) return settings.data;
  throw new StartError(
    `${path} is not a JSON object. Correct it, or move it away to start with the defaults.`,
  );
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return (await readFile(path, "utf8")).replace(/^\uFEFF/, "");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw new StartError(`${path} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

function parse(settings: Record<string, unknown>, path: string): BridgeSettings {
  const parsed = BridgeSettings.safeParse(settings);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `${issue.path.map(String).join(".")}: ${issue.message}`);
  throw new StartError(`${path} is not valid.\n  ${faults.join("\n  ")}`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : "unknown fault";
}
