import { resolve } from "node:path";
import { note, readJournal } from "../journal.ts";
import { meantFor, readSwitches, switchesOf, type FakeBdSwitches } from "../switches.ts";
import { Refusal } from "./answer.ts";
import type { Dialect } from "./dialect.ts";
import { takeLock } from "./lock.ts";
import { lockText, misbehave, waitAsTold } from "./misbehave.ts";
import type { Invocation } from "./parse.ts";
import { findPlace, type Place } from "./place.ts";
import type { Output } from "./print.ts";
import { actorOf } from "./work.ts";

/** One call, from its arguments to what is printed; sets the exit code, or ends as the switches say. */
export async function runProgram(args: readonly string[], dialect: Dialect): Promise<void> {
  // A reader that goes away is one of the faults.
  process.stdout.on("error", () => undefined);
  process.stderr.on("error", () => undefined);
  const { profile } = dialect;
  const start = { pid: process.pid, startedAt: performance.timeOrigin };
  const invocation = parsed(args, dialect);
  const place = findPlace(folderOf(invocation), process.env);
  const caller = process.env["FAKE_BD_CALLER"] ?? "";
  if (place !== null) {
    const isRead = !(invocation instanceof Refusal);
    const command = isRead ? invocation.command : "";
    const actor = isRead ? actorOf(invocation.flags, profile, place.beadsDir) : "";
    const call = { args, command, caller, actor, version: profile.version, cwd: process.cwd() };
    note(place.beadsDir, { ...start, ...call });
  }
  const code = await answered(invocation, { place, dialect, caller, start });
  if (place !== null)
    note(place.beadsDir, { ...start, endedAt: performance.timeOrigin + performance.now(), code });
  process.exitCode = code;
}

interface Setting {
  readonly place: Place | null;
  readonly dialect: Dialect;
  readonly caller: string;
  readonly start: { readonly pid: number; readonly startedAt: number };
}

async function answered(invocation: Invocation | Refusal, setting: Setting): Promise<number> {
  const { place, dialect, caller } = setting;
  const { profile } = dialect;
  const isJson = !(invocation instanceof Refusal) && invocation.flags.on("json");
  const output: Output = { isJson, profile, switches: {} };
  if (invocation instanceof Refusal) return dialect.refuse(invocation, output);
  if (place === null || OPENS_NOTHING.has(invocation.command)) return under(invocation, setting);
  const lock = await takeLock(place.beadsDir, { caller, waits: dialect.waits });
  if (lock === "held") return dialect.refuse(new Refusal("plain", lockText(profile)), output);
  if (lock === "overlap") {
    const text = `FAKE_BD_OVERLAP: another call of the caller "${caller}" runs in ${place.beadsDir}`;
    return dialect.refuse(new Refusal("plain", text), output);
  }
  try {
    return await under(invocation, setting);
  } finally {
    lock.release();
  }
}

const OPENS_NOTHING = new Set(["", "version", "context"]);

/** Does it under the switches as they are now, which count for the first so many calls. */
async function under(invocation: Invocation, setting: Setting): Promise<number> {
  const { place, dialect } = setting;
  const switches = switchesFor(invocation, setting);
  const output: Output = { isJson: invocation.flags.on("json"), profile: dialect.profile, switches };
  if (place !== null) await waitAsTold(place.beadsDir, { command: invocation.command, switches });
  const strange = await misbehave(switches, "before", dialect.profile);
  if (strange !== null) return strange;
  const code = await outcome(invocation, setting, output);
  return (await misbehave(switches, "after", dialect.profile)) ?? code;
}

async function outcome(invocation: Invocation, { place, dialect }: Setting, output: Output): Promise<number> {
  const at = { place: output.switches.noWorkspace === true ? null : place, output };
  try {
    return await dialect.print(dialect.answer(invocation, at), output);
  } catch (error) {
    if (error instanceof Refusal) return dialect.refuse(error, output);
    throw error;
  }
}

/** The environment's, and over them the workspace's, as long as its calls are not used up. */
function switchesFor({ command }: Invocation, { place, start }: Setting): FakeBdSwitches {
  const given = switchesOf(process.env);
  const everywhere = meantFor(given, command) ? given : {};
  if (place === null) return everywhere;
  const { id, switches } = readSwitches(place.beadsDir);
  if (id === "" || !meantFor(switches, command)) return everywhere;
  const before = readJournal(place.beadsDir).filter((call) => call.switches === id).length;
  if (switches.times !== undefined && before >= switches.times) return everywhere;
  note(place.beadsDir, { ...start, switches: id });
  return { ...everywhere, ...switches };
}

function parsed(args: readonly string[], dialect: Dialect): Invocation | Refusal {
  try {
    return dialect.parse(args);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

/** `-C`, or where it was started. */
function folderOf(invocation: Invocation | Refusal): string {
  const named = invocation instanceof Refusal ? undefined : invocation.flags.value("directory");
  return resolve(named ?? ".");
}
