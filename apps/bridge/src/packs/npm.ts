import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { SwitchyardError } from "@switchyard/core/protocol";
import { z } from "zod";
import { findProgram } from "../process/find-program.ts";
import type { CommandRequest, CommandResult } from "../process/run-command.ts";
import { redactText } from "../redact.ts";
import { parseJson } from "../parse-json.ts";
import { npmEnvironment } from "./npm-environment.ts";
import { printable } from "./refuse.ts";

/** The user's npm, in folders that are removed after it: it runs no script of any package, and leaves nothing behind. */
export interface Npm {
  /**
   * Fetches the archive of a package; gives its path below `folder`.
   * @throws {SwitchyardError} NPM_FAILED
   */
  pack(spec: string, folder: string): Promise<string>;
  /**
   * Installs packages; gives the path of their `node_modules` below `folder`.
   * @throws {SwitchyardError} NPM_FAILED
   */
  install(dependencies: Readonly<Record<string, string>>, folder: string): Promise<string>;
}

export interface NpmOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly ownRoots: readonly string[];
  readonly run: (request: CommandRequest) => Promise<CommandResult>;
  /** Ends what runs. */
  readonly signal: AbortSignal;
}

export function makeNpm(options: NpmOptions): Npm {
  const { env, ownRoots, signal } = options;

  async function npm(folder: string, manifest: object, args: readonly string[]): Promise<void> {
    const program = await findProgram({ command: "npm", env, ownRoots });
    if ("missing" in program) {
      throw npmFailed(`${program.missing} Install Node.js with npm, or name a folder or an archive.`);
    }
    const temporary = join(folder, "tmp");
    await mkdir(temporary, { recursive: true, mode: 0o700 });
    // So that npm takes this folder for its project, and not one above it.
    await writeFile(join(folder, "package.json"), JSON.stringify({ private: true, ...manifest }), {
      mode: 0o600,
    });
    const result = await options.run({
      program: program.path,
      args: [...args.slice(0, 1), ...ALWAYS, ...placesIn(folder), ...args.slice(1)],
      cwd: folder,
      env: { ...npmEnvironment(env, { ownRoots }), TMPDIR: temporary },
      timeoutMs: TIME_LIMIT_MS,
      maxBytes: 256 * 1024,
      signal,
    });
    if (signal.aborted) throw npmFailed("Switchyard ends.");
    if (result.exitCode !== 0) throw npmFailed(faultOf(result));
  }

  return {
    async pack(spec, folder) {
      await npm(folder, {}, ["pack", `--pack-destination=${folder}`, "--", spec]);
      const archive = (await readdir(folder)).find((name) => name.endsWith(".tgz"));
      if (archive === undefined) throw npmFailed(`npm fetched no archive of ${printable(spec)}.`);
      return join(folder, archive);
    },
    async install(dependencies, folder) {
      // Not in the pack's own folder: what it brings for npm (.npmrc, workspaces, a lock) would be obeyed there.
      await npm(folder, { dependencies }, ["install", ...INSTALL]);
      return join(folder, "node_modules");
    },
  };
}

/** What npm writes is below `folder`. There is no git: older npms know nothing of `--allow-git`. */
function placesIn(folder: string): string[] {
  return [`--cache=${join(folder, "cache")}`, `--git=${join(folder, "git-is-not-used")}`];
}

/** Whatever the user's npm is set to otherwise. */
const ALWAYS = [
  "--ignore-scripts",
  // A repository names in its .npmrc what npm runs for git, whatever is said of scripts; a package may name one, and
  // a path of this machine, in its lock as well as in its dependencies.
  "--allow-directory=none",
  "--allow-file=none",
  "--allow-git=none",
  "--json",
  "--loglevel=error",
  "--no-audit",
  "--no-color",
  "--no-dry-run",
  "--no-fund",
  "--no-global",
  "--no-progress",
  "--no-update-notifier",
  "--no-workspaces",
  // As often as the user wants it, but a registry that can't be reached, or says nothing, is told before long.
  "--fetch-retry-mintimeout=500",
  "--fetch-retry-maxtimeout=5000",
  "--fetch-timeout=30000",
] as const;

const INSTALL = [
  "--omit=dev",
  "--omit=peer",
  "--install-links",
  "--install-strategy=hoisted",
  "--no-bin-links",
  "--no-package-lock",
] as const;

const TIME_LIMIT_MS = 180_000;

/** npm's own words: its JSON, or the first line of its complaint. */
function faultOf({ stdout, stderr, timedOut, error }: CommandResult): string {
  if (error !== undefined) return `npm could not be started: ${error.message}`;
  if (timedOut) return `npm took longer than ${TIME_LIMIT_MS / 1000} s.`;
  const told = Complaint.safeParse(parseJson(stdout)).data?.error;
  const lines = stderr.split("\n").map((line) => line.replace(/^npm (?:error|ERR!) ?/, ""));
  const first = told?.summary ?? lines.find((line) => line.trim() !== "" && !line.startsWith("code "));
  const words = printable(redactText((first ?? "it does not say why").split("\n")[0] ?? "", []).trim());
  if (told?.code !== "E404") return words;
  return `there is no such package (${words}). Look at its name; a folder is named by its path.`;
}

const Complaint = z.object({ error: z.object({ code: z.string().optional(), summary: z.string().min(1) }) });

function npmFailed(reason: string): SwitchyardError {
  return new SwitchyardError("NPM_FAILED", `npm could not fetch the pack: ${reason}`);
}
