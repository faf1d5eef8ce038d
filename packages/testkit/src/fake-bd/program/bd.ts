import { existsSync } from "node:fs";
import { stateIn } from "../files.ts";
import { Refusal, type Answer } from "./answer.ts";
import { context, nowhere, version, versionLine } from "./commands/about.ts";
import type { Dialect } from "./dialect.ts";
import { helpText } from "./help.ts";
import { parse, type Invocation } from "./parse.ts";
import type { Place } from "./place.ts";
import { print, refuse, type Output } from "./print.ts";
import { profileOf } from "./profile.ts";
import { work } from "./work.ts";

/** The ways of one version of bd. */
export function bd(versionText: string): Dialect {
  const profile = profileOf(versionText);
  return {
    profile,
    // Between them, each call locks the embedded database for itself.
    waits: !profile.atLeast("0.63.3") || profile.atLeast("1.0.3"),
    parse: (args) => parse(args, profile),
    answer,
    print,
    refuse,
  };
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
