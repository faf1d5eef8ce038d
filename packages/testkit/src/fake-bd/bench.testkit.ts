import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exampleIssues } from "./examples.ts";
import { installFakeBd } from "./install.ts";
import { makeWorkspace, type FakeWorkspace, type WorkspaceOptions } from "./workspace.ts";

/** A workspace with a bd of its version, that `alice` calls. */
export interface Bench extends AsyncDisposable {
  readonly workspace: FakeWorkspace;
  readonly folder: string;
  readonly bd: (args: readonly string[], options?: RunOptions) => Promise<Ran>;
  /** What it prints as JSON; throws what it says when it fails. */
  readonly json: (args: readonly string[], options?: RunOptions) => Promise<unknown>;
}

export interface RunOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly stdin?: string;
}

export interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export async function makeBench(
  options: WorkspaceOptions & { issues?: readonly object[] } = {},
): Promise<Bench> {
  const folder = await mkdtemp(join(tmpdir(), "fake bd's "));
  const workspace = await makeWorkspace(join(folder, "shop"), options.issues ?? exampleIssues(), options);
  const { path } = await installFakeBd(join(folder, "bin"), { version: options.version ?? "1.0.5" });
  const bd: Bench["bd"] = (args, each = {}) => run(path, args, { cwd: workspace.root, ...each });
  return {
    workspace,
    folder,
    bd,
    async json(args, each) {
      const { stdout, stderr, code } = await bd([...args, "--json"], each);
      if (code !== 0) throw new Error(`${args.join(" ")}: ${code} ${stdout}${stderr}`);
      return JSON.parse(stdout) as unknown;
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

export function run(program: string, args: readonly string[], options: RunOptions): Promise<Ran> {
  const env = { PATH: process.env["PATH"], USER: "alice", GIT_AUTHOR_EMAIL: "a@example.com", ...options.env };
  return new Promise((resolve) => {
    const child = execFile(
      program,
      args,
      { cwd: options.cwd, env, maxBuffer: 2 ** 26 },
      (_error, stdout, stderr) => resolve({ stdout, stderr, code: child.exitCode, signal: child.signalCode }),
    );
    child.stdin?.end(options.stdin);
  });
}
