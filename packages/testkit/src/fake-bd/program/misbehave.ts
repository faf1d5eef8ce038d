import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FAKE_FILES } from "../files.ts";
import type { FakeBdSwitches } from "../switches.ts";
import { write } from "./print.ts";
import type { Profile } from "./profile.ts";

/** Waits while the file of a hold is there that means this command, and as long as it was told. */
export async function waitAsTold(
  beadsDir: string,
  { command, switches }: { command: string; switches: FakeBdSwitches },
): Promise<void> {
  if (switches.ignoreTerm === true) {
    process.on("SIGTERM", () => undefined);
    process.on("SIGINT", () => undefined);
  }
  if (switches.slow !== undefined) await pause(switches.slow);
  const hold = join(beadsDir, FAKE_FILES.hold);
  if (!isHeld(hold, command)) return;
  const held = join(beadsDir, FAKE_FILES.held);
  writeFileSync(held, String(process.pid));
  while (existsSync(hold)) await pause(5);
  rmSync(held, { force: true });
}

/** What goes wrong at this point. Null: nothing, go on; otherwise the exit code. */
export async function misbehave(
  switches: FakeBdSwitches,
  when: "before" | "after",
  profile: Profile,
): Promise<number | null> {
  const crash = (switches.crashWhen ?? "before") === when ? switches.crash : undefined;
  if (when === "before" && switches.noise !== undefined) await write(process.stderr, switches.noise);
  if (typeof crash === "number") return crash;
  if (crash !== undefined) return endBy(crash);
  if (when === "after") return null;
  if (switches.empty === true) return 0;
  const error = switches.locked === true ? lockText(profile) : switches.error;
  if (error === undefined) return null;
  await write(process.stderr, `${error}\n`);
  return 1;
}

/** An empty file holds every command, otherwise its lines name those that it holds. */
function isHeld(hold: string, command: string): boolean {
  if (!existsSync(hold)) return false;
  const lines = readFileSync(hold, "utf8")
    .split("\n")
    .filter((line) => line !== "");
  return lines.length === 0 || lines.includes(command);
}

/** What a version says that cannot open its database. */
export function lockText(profile: Profile): string {
  if (!profile.atLeast("0.51.0"))
    return "Error: failed to open database: database is locked (5) (SQLITE_BUSY)";
  return (
    "Error: failed to open database: embeddeddolt: another process holds the exclusive lock on .beads/embeddeddolt; " +
    "the embedded backend supports only one writer at a time — use the dolt server backend for concurrent access"
  );
}

async function endBy(signal: NodeJS.Signals): Promise<never> {
  process.kill(process.pid, signal);
  return new Promise(() => setInterval(() => undefined, 60_000));
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
