import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { stateIn } from "../files.ts";
import { note, readJournal } from "../journal.ts";
import { meantFor, readSwitches, switchesOf, type FakeBdSwitches } from "../switches.ts";
import { Refusal, type Answer } from "./answer.ts";
import { context, nowhere, version, versionLine } from "./commands/about.ts";
import { takeLock } from "./lock.ts";
import { parse, type Invocation } from "./parse.ts";
import { findPlace, type Place } from "./place.ts";
import { print, refuse, type Output } from "./print.ts";
import { profileOf, type Profile } from "./profile.ts";
import { misbehave, waitAsTold } from "./misbehave.ts";
import { actorOf, work } from "./work.ts";
import { helpText } from "./help.ts";

/** One call of bd, from its arguments to what is printed; sets the exit code, or ends as the switches say. */
export async function runBd(args: readonly string[], versionText: string): Promise<void> {
  // A reader that goes away is one of the faults.
  process.stdout.on("error", () => undefined);
  process.stderr.on("error", () => undefined);
  const profile = profileOf(versionText);
  const place = findPlace(folderIn(args, profile), process.env);
  const start = { pid: process.pid, startedAt: performance.timeOrigin };
  const invocation = parsed(args, profile);
  const caller = process.env["FAKE_BD_CALLER"] ?? "";
  if (place !== null) {
    const command = invocation instanceof Refusal ? "" : invocation.command;
    const actor = invocation instanceof Refusal ? "" : actorOf(invocation.flags, profile);
    note(place.beadsDir, {
      ...start,
      args,
      command,
      caller,
      actor,
      version: versionText,
      cwd: process.cwd(),
    });
  }
  const code = await answered(invocation, { place, profile, caller, start });
  if (place !== null)
    note(place.beadsDir, { ...start, endedAt: performance.timeOrigin + performance.now(), code });
  process.exitCode = code;
}

interface Setting {
  readonly place: Place | null;
  readonly profile: Profile;
  readonly caller: string;
  readonly start: { readonly pid: number; readonly startedAt: number };
}

async function answered(invocation: Invocation | Refusal, setting: Setting): Promise<number> {
  const { place, profile } = setting;
  const isJson = !(invocation instanceof Refusal) && invocation.flags.on("json");
  const output: Output = { isJson, profile, switches: {} };
  if (invocation instanceof Refusal) return refuse(invocation, output);
  if (place === null || OPENS_NOTHING.has(invocation.command)) return under(invocation, setting);
  const lock = await takeLock(place.beadsDir, setting.caller);
  if (lock === null) {
    const text = `FAKE_BD_OVERLAP: another call of the caller "${setting.caller}" runs in ${place.beadsDir}`;
    return refuse(new Refusal("plain", text), output);
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
  const { place, profile } = setting;
  const switches = switchesFor(invocation, setting);
  const output: Output = { isJson: invocation.flags.on("json"), profile, switches };
  if (place !== null) await waitAsTold(place.beadsDir, { command: invocation.command, switches });
  const strange = await misbehave(switches, "before", profile);
  if (strange !== null) return strange;
  const code = await outcome(invocation, { place: switches.noWorkspace === true ? null : place, output });
  return (await misbehave(switches, "after", profile)) ?? code;
}

async function outcome(
  invocation: Invocation,
  { place, output }: { place: Place | null; output: Output },
): Promise<number> {
  try {
    return await print(answer(invocation, { place, output }), output);
  } catch (error) {
    if (error instanceof Refusal) return refuse(error, output);
    throw error;
  }
}

function answer(invocation: Invocation, { place, output }: { place: Place | null; output: Output }): Answer {
  const { command, flags } = invocation;
  const { profile } = output;
  if (flags.on("help") || (command === "" && !flags.on("version")))
    return { raw: helpText(command, profile) };
  if (command === "") return { raw: versionLine(profile) };
  if (command === "version") return version(profile);
  if (command === "where" && place === null) return { json: nowhere, text: `${nowhere.message}\n`, code: 1 };
  if (place === null) throw new Refusal("plain", NO_DATABASE);
  if (command === "context") return context(place, profile);
  // Each era finds only its own kind of database.
  const { isDolt, file } = stateIn(place.beadsDir);
  if (isDolt !== profile.atLeast("0.51.0") || !existsSync(file)) throw new Refusal("plain", NO_DATABASE);
  return work(invocation, { place, profile, switches: output.switches });
}

const NO_DATABASE = `Error: no beads database found
Hint: run 'bd where' to inspect the resolved workspace, or 'bd init' to create a new database
      or set BEADS_DIR to point to your .beads directory`;

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

function parsed(args: readonly string[], profile: Profile): Invocation | Refusal {
  try {
    return parse(args, profile);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

/** `-C`, or where it was started. */
function folderIn(args: readonly string[], profile: Profile): string {
  const invocation = parsed(args, profile);
  const named = invocation instanceof Refusal ? undefined : invocation.flags.value("directory");
  return resolve(named ?? ".");
}
