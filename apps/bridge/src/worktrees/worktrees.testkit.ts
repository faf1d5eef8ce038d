import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { BackendId, PersonaId, ProjectId, SwitchyardError, type WorktreeId } from "@switchyard/core/protocol";
import { pino } from "pino";
import { v4 as uuid } from "uuid";
import { makeGit } from "../git/git.ts";
import { type Log, openLog } from "../log/log.ts";
import { makeLocalHost } from "../process/local-host.ts";
import type { CommandRequest, CommandResult } from "../process/run-command.ts";
import { newRecord, type SessionRecord } from "../session/record.ts";
import type { Wanted } from "./make-worktree.ts";
import type { Preparing } from "./prepare-worktree.ts";
import { makeWorktrees, type Worker, type Worktrees } from "./worktrees.ts";

const execute = promisify(execFile);

/** A repository with one commit, whose path has a blank and an umlaut, and the worktrees of its sessions. */
export interface Yard extends AsyncDisposable {
  readonly root: string;
  readonly home: string;
  readonly folder: string;
  readonly log: Log;
  readonly worktrees: Worktrees;
  readonly sessions: Map<string, FakeSession>;
  readonly settings: { setup: string | null; copies: string[] };
  readonly notices: string[];
  /** Runs the user's git, in the repository or elsewhere. */
  git(args: readonly string[], cwd?: string): Promise<string>;
  write(path: string, content: string): Promise<void>;
  /** Starts a session in a worktree. */
  start(wanted?: Partial<Wanted>): Promise<FakeSession>;
  prepare(session: FakeSession, how?: Partial<Preparing>): Promise<void>;
  branches(): Promise<string[]>;
  /** All that lies in the folder of worktrees. */
  folders(): Promise<string[]>;
  /** As a bridge that starts again. */
  reopen(): Promise<void>;
}

export interface FakeSession extends Worker {
  readonly record: SessionRecord;
  readonly path: string;
  readonly worktreeId: WorktreeId;
  isBusy: boolean;
}

export async function makeYard(options: { setupMs?: number } = {}): Promise<Yard> {
  const home = await realpath(await mkdtemp(join(tmpdir(), "switchyard-worktrees-")));
  const root = join(home, "my prøject");
  const folder = join(home, "data", "worktrees");
  await mkdir(root);
  const identity = "[user]\n\tname = A\n\temail = a@localhost\n[init]\n\tdefaultBranch = main\n";
  await writeFile(join(home, ".gitconfig"), identity);
  const environment = (): Record<string, string> => ({
    PATH: process.env["PATH"] ?? "",
    HOME: home,
    GIT_CONFIG_NOSYSTEM: "1",
  });
  const git = async (args: readonly string[], cwd = root): Promise<string> =>
    (await execute("git", [...args], { cwd, env: environment() })).stdout.trim();
  const write = async (path: string, content: string): Promise<void> => {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  };
  await write("a.txt", "a\n");
  await write(".gitignore", "ignored/\n.env\n");
  const first = "git init -q && git add -A && git commit -qm first";
  await execute("/bin/sh", ["-c", first], { cwd: root, env: environment() });

  const logger = pino({ level: "silent" });
  const file = join(home, "data", "log.db");
  await mkdir(dirname(file), { recursive: true });
  const projectId = ProjectId.parse(uuid());
  const settings: Yard["settings"] = { setup: null, copies: [] };
  const project = {
    projectId,
    name: "my prøject",
    path: root,
    cliBackend: null,
    backendsOff: [],
    beadTrace: "off" as const,
    worktrees: settings,
  };
  const sessions = new Map<string, FakeSession>();
  const notices: string[] = [];

  function open(): { log: Log; worktrees: Worktrees } {
    const log = openLog({ file, now: Date.now, logger });
    const { signal } = new AbortController();
    const ownGit = makeGit({ env: process.env, ownRoots: [], environment, run, signal });
    const worktrees = makeWorktrees({
      git: ownGit,
      reading: ownGit,
      folder,
      log,
      logger,
      environment,
      processes: log.processes,
      host: makeLocalHost({ spillFolder: home }),
      projects: { get: () => project },
      sessions: { all: () => sessions.values(), get: (id) => sessions.get(id) },
      changed: () => undefined,
      ...options,
    });
    return { log, worktrees };
  }
  let current = open();

  return {
    root,
    home,
    folder,
    sessions,
    settings,
    notices,
    git,
    write,
    get log() {
      return current.log;
    },
    get worktrees() {
      return current.worktrees;
    },
    async start(wanted = {}) {
      const asked = { cwd: root, project, branch: undefined, beadId: null, title: "Some work", ...wanted };
      let begun: FakeSession | undefined;
      await current.worktrees.startIn([asked], ([own]) => {
        if (own === undefined) throw new Error("Nothing was made.");
        const ids = { backendId: BackendId.parse("fake"), persona: PersonaId.parse("none") };
        const record = newRecord({ ...ids, cwd: own.cwd, title: asked.title, worktree: own.worktree });
        begun = fakeSession(record, own.worktree);
        sessions.set(record.sessionId, begun);
        return [record];
      });
      if (begun === undefined) throw new Error("Nothing was begun.");
      return begun;
    },
    prepare(session, how = {}) {
      return current.worktrees.prepare(session.record, {
        tell: ({ content }) => void notices.push(content),
        mayRun: () => Promise.resolve(),
        signal: new AbortController().signal,
        ...how,
      });
    },
    branches: async () => (await git(["branch", "--format=%(refname:short)"])).split("\n").toSorted(),
    folders: async () => (await readdir(folder, { recursive: true }).catch((): string[] => [])).toSorted(),
    async reopen() {
      await current.worktrees.close();
      await current.log.close();
      current = open();
    },
    async [Symbol.asyncDispose]() {
      await current.worktrees.close();
      await current.log.close();
      await rm(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** As the bridge runs git, without the look for what it leaves running: that takes most of the time. */
function run({ program, args, cwd, env, maxBytes }: CommandRequest): Promise<CommandResult> {
  return new Promise((resolve) => {
    const options = { cwd, env: { ...env }, maxBuffer: maxBytes };
    const child = execFile(program, [...args], options, (_, stdout, stderr) =>
      resolve({ stdout, stderr, exitCode: child.exitCode, timedOut: false }),
    );
  });
}

function fakeSession(record: SessionRecord, { path, worktreeId }: { path: string; worktreeId: WorktreeId }) {
  const session: FakeSession = {
    record,
    path,
    worktreeId,
    isBusy: false,
    isRunning: () => session.isBusy,
    processState: () => "none",
    process: () => null,
    endProcess: () => Promise.resolve(),
    setWorktree: (worktree) => void (record.worktree = worktree),
  };
  return session;
}

/** Its code, and what it says. */
export async function refusalOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => "done",
    (error: unknown) => {
      if (!(error instanceof SwitchyardError)) throw error;
      return `${error.code} ${error.message}`;
    },
  );
}

export async function text(path: string): Promise<string | null> {
  return readFile(path, "utf8").catch(() => null);
}
