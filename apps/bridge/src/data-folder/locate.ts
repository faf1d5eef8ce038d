import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";

/**
 * Where the token, settings and sessions are kept: `SWITCHYARD_HOME`, else `XDG_DATA_HOME/switchyard`,
 * else the platform's own place for a program's data.
 */
export function locateDataFolder(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform = process.platform,
): string {
  const home = env["SWITCHYARD_HOME"];
  if (home) return resolve(home);
  const xdg = env["XDG_DATA_HOME"];
  // The specification says to ignore a relative one.
  if (xdg && isAbsolute(xdg)) return join(xdg, "switchyard");
  const user = env["HOME"] || homedir();
  if (platform === "darwin") return join(user, "Library", "Application Support", "Switchyard");
  if (platform === "win32")
    return join(env["LOCALAPPDATA"] || join(homedir(), "AppData", "Local"), "Switchyard");
  return join(user, ".local", "share", "switchyard");
}
