import { execFile } from "node:child_process";
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { SessionId } from "@switchyard/core/protocol";
import { v4 as uuid } from "uuid";
import { makeGit } from "../git/git.ts";
import { runCommand } from "../process/run-command.ts";
import type { Comparison } from "./compare.ts";
import { type AskedChanges, type Folders, makeFolders } from "./folders.ts";

const execute = promisify(execFile);

/** A real repository, and a store of ours beside it. */
export interface Yard extends AsyncDisposable {
  readonly root: string;
  readonly store: string;
  readonly folders: Folders;
  /** Runs the user's git in the repository. */
  git(...args: string[]): Promise<string>;
  write(path: string, content: string | Uint8Array): Promise<void>;
  /** Keeps the state of a folder as a session's start. */
  begin(cwd?: string): Promise<AskedChanges>;
  /** What is different now, as the user has just done something. */
  look(asked: AskedChanges): Promise<Comparison>;
}

export async function makeYard(): Promise<Yard> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "switchyard-changes-")));
  const [root, store] = [join(folder, "project"), join(folder, "store")];
  await mkdir(root);
  const environment = (): Record<string, string> => ({ PATH: process.env["PATH"] ?? "", HOME: folder });
  const { signal } = new AbortController();
  const git = makeGit({ env: process.env, ownRoots: [], environment, run: runCommand, signal });
  const folders = makeFolders({ git, folder: store, clock: () => performance.now(), signal });
  let version = 0;

  return {
    root,
    store,
    folders,
    async git(...args) {
      const identity = [
        "-c",
        "user.name=A",
        "-c",
        "user.email=a@localhost",
        "-c",
        "protocol.file.allow=always",
      ];
      const env = { ...environment(), GIT_CONFIG_NOSYSTEM: "1" };
      return (await execute("git", [...identity, ...args], { cwd: root, env })).stdout;
    },
    async write(path, content) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), content);
    },
    async begin(cwd = root) {
      const kept = await folders.keep(cwd);
      if (kept === null || "fault" in kept) throw new Error(kept?.fault ?? "ended");
      return { sessionId: SessionId.parse(uuid()), start: { ...kept, isLate: false }, version };
    },
    async look(asked) {
      version += 1;
      const found = await folders.changes({ ...asked, version });
      if ("fault" in found) throw new Error(found.fault);
      return found;
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true, maxRetries: 3 }),
  };
}

/** Changed files in short: letter, path, lines. */
export function shown({ differences }: Comparison): string[] {
  return differences.map(({ file: { status, path, oldPath, added, removed } }) =>
    [status, ...(oldPath === undefined ? [] : [oldPath]), path, `+${added}`, `-${removed}`].join(" "),
  );
}
