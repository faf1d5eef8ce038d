import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { findProgram } from "../../process/find-program.ts";
import type { CommandRequest, CommandResult } from "../../process/run-command.ts";
import type { Environment } from "../find-beads.ts";
import type { Program } from "../program.ts";
import { capabilitiesOf } from "../version.ts";

export interface ActorOptions {
  /** The bridge's own. */
  readonly env: Environment;
  readonly ownRoots: readonly string[];
  /** What a program that we start gets. */
  readonly environment: () => Record<string, string>;
  readonly run: (request: CommandRequest) => Promise<CommandResult>;
  readonly signal: AbortSignal;
}

export interface Whose {
  readonly program: Program;
  readonly beadsDir: string;
  readonly cwd: string;
}

/** In whose name the tracker's program would work when the user ran it: its settings, its variables, git, the system. */
export async function actorOf({ program, beadsDir, cwd }: Whose, options: ActorOptions): Promise<string> {
  const environment = options.environment();
  const variables = isOld(program) ? ["BD_ACTOR", "BEADS_ACTOR"] : ["BEADS_ACTOR", "BD_ACTOR"];
  const named = [await inSettings(beadsDir), ...variables.map((name) => environment[name])].find(isName);
  if (named !== undefined) return named;
  const ofSystem = [environment["USER"], environment["USERNAME"]].find(isName);
  return (await inGit(cwd, options)) ?? ofSystem ?? "unknown";
}

/** Which of its variables goes first. */
function isOld({ name, version }: Program): boolean {
  return name === "br" || !capabilitiesOf(version).mergesMetadata;
}

function isName(name: string | undefined): name is string {
  return name !== undefined && name.trim() !== "" && !name.startsWith("-");
}

async function inSettings(beadsDir: string): Promise<string | undefined> {
  const text = await readFile(join(beadsDir, "config.yaml"), "utf8").catch(() => "");
  const [, double, single, plain] = ACTOR.exec(text) ?? [];
  return double ?? single?.replaceAll("''", "'") ?? (plain === "~" ? undefined : plain);
}

/** A line of YAML: its value in one of the quotes, or in none. */
const ACTOR = /^actor:[ \t]+(?:"([^"\n]*)"|'((?:[^'\n]|'')*)'|([^"'#\s].*?))[ \t]*(?:[ \t]#.*)?$/m;

async function inGit(cwd: string, options: ActorOptions): Promise<string | undefined> {
  const git = await findProgram({ command: "git", env: options.env, ownRoots: options.ownRoots });
  if ("missing" in git) return undefined;
  const { stdout, exitCode } = await options.run({
    program: git.path,
    args: ["config", "user.name"],
    cwd,
    env: options.environment(),
    timeoutMs: 5000,
    maxBytes: 4096,
    signal: options.signal,
  });
  const name = stdout.trim();
  return exitCode === 0 && isName(name) ? name : undefined;
}
