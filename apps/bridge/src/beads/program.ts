import { realpath, stat } from "node:fs/promises";
import { findProgram } from "../process/find-program.ts";
import type { CommandRequest, CommandResult } from "../process/run-command.ts";
import type { Environment } from "./find-beads.ts";
import { versionInJson, versionInText } from "./version.ts";

export type ProgramName = "bd" | "br";

/** A tracker's program that answers. */
export interface Program {
  readonly name: ProgramName;
  /** Absolute. */
  readonly path: string;
  /** "1.0.5". */
  readonly version: string;
}

export interface NoProgram {
  /** Why, as a sentence. */
  readonly missing: string;
}

/** Finds the trackers' programs and asks them once which version they are; again when they are replaced. */
export interface Programs {
  find(name: ProgramName, options?: { refresh?: boolean }): Promise<Program | NoProgram>;
}

export interface ProgramsOptions {
  readonly env: Environment;
  readonly ownRoots: readonly string[];
  readonly environment: () => Record<string, string>;
  readonly run: (request: CommandRequest) => Promise<CommandResult>;
  readonly probeFolder: string;
  readonly signal: AbortSignal;
}

export function makePrograms(options: ProgramsOptions): Programs {
  /** By the file and the time of its last change. */
  const known = new Map<string, Promise<Program | NoProgram>>();

  async function find(name: ProgramName, refresh: boolean): Promise<Program | NoProgram> {
    const { env, ownRoots } = options;
    const found = await findProgram({ command: name, env, ownRoots, environmentOverride: OVERRIDE[name] });
    if ("missing" in found) return found;
    const key = await fileKey(name, found.path);
    const before = refresh ? undefined : known.get(key);
    if (before !== undefined) return before;
    const asking = ask(name, found.path, options);
    known.set(
      key,
      asking.then(({ program }) => program),
    );
    const { program, isLasting } = await asking;
    if (!isLasting) known.delete(key);
    return program;
  }

  return { find: (name, { refresh = false } = {}) => find(name, refresh) };
}

/** The variables in which the user may name another program; other tools know the first too. */
const OVERRIDE: Readonly<Record<ProgramName, string>> = { bd: "BD_BIN", br: "BR_BIN" };

async function fileKey(name: ProgramName, path: string): Promise<string> {
  const real = await realpath(path).catch(() => path);
  const time = await stat(real).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
  return [name, real, time].join("\0");
}

interface Asked {
  readonly program: Program | NoProgram;
  /** Whether it will be the same until the file changes. */
  readonly isLasting: boolean;
}

async function ask(name: ProgramName, path: string, options: ProgramsOptions): Promise<Asked> {
  const run = (args: readonly string[]): Promise<CommandResult> =>
    options.run({
      program: path,
      args,
      cwd: options.probeFolder,
      env: options.environment(),
      timeoutMs: 15_000,
      maxBytes: 64 * 1024,
      signal: options.signal,
    });
  const asked = await run(["version", "--json"]);
  const version = versionInJson(asked) ?? (await versionOnly(name, asked, run));
  if (version !== null) return { program: { name, path, version }, isLasting: true };
  const isLasting = asked.error === undefined && !asked.timedOut && asked.exitCode !== null;
  return { program: { missing: whyNot(name, path, asked) }, isLasting };
}

/** Of an old program, that knows no `version --json`. */
async function versionOnly(
  name: ProgramName,
  asked: CommandResult,
  run: (args: readonly string[]) => Promise<CommandResult>,
): Promise<string | null> {
  if (asked.error !== undefined || asked.timedOut) return null;
  return versionInText(name, await run(["--version"]));
}

/** Debian has a package of the same name, which changes folders. */
function whyNot(name: ProgramName, path: string, { error, timedOut, exitCode }: CommandResult): string {
  if (error !== undefined) return `${path} could not be started: ${error.message}`;
  if (timedOut) return `${path} did not tell its version in time.`;
  if (exitCode === null) return `${path} was ended before it told its version.`;
  return `The ${name} on the PATH is not the beads tracker: ${path} does not tell a version.`;
}
