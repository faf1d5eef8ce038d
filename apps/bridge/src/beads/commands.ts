import type { BeadId } from "@switchyard/core/protocol";
import type { Call } from "./calls.ts";
import type { Program } from "./program.ts";
import { capabilitiesOf } from "./version.ts";

type Command = Pick<Call, "program" | "args" | "optional">;

/** The one full read: without its flags a list is short, and without what is closed. */
export function listCall(program: Program): Command {
  return command(program, ["list", "--json", "--all", "--limit", "0", "--tree=false"]);
}

export function showCall(program: Program, ...beadIds: readonly BeadId[]): Command {
  const isComplete = !capabilitiesOf(program.version).includeComments;
  const more = isComplete || program.name === "br" ? [] : ["--include-comments"];
  return command(program, ["show", ...beadIds, "--json", ...more]);
}

export function commentsCall(program: Program, beadId: BeadId): Command {
  return command(program, ["comments", beadId, "--json"]);
}

/** A read starts no daemon and pushes nothing. */
function command(program: Program, args: readonly string[]): Command {
  if (program.name === "br") return { program, args, optional: OPTIONAL };
  const { sandbox, noDaemon } = capabilitiesOf(program.version);
  const ahead = [...(sandbox ? ["--sandbox"] : []), ...(noDaemon ? ["--no-daemon"] : [])];
  return { program, args: [...ahead, ...args], optional: OPTIONAL };
}

/** Without these a call still answers what it is asked. */
const OPTIONAL: readonly string[] = ["--sandbox", "--no-daemon", "--tree", "--include-comments"];
