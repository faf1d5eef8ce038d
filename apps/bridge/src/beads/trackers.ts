import { setTimeout as sleep } from "node:timers/promises";
import type { Bead, ProjectId } from "@switchyard/core/protocol";
import type { Logger } from "pino";
import { type CommandRequest, type CommandResult, runCommand } from "../process/run-command.ts";
import type { Environment } from "./find-beads.ts";
import { type Place, placeOf } from "./place.ts";
import { makePrograms } from "./program.ts";
import { makeProject, type TrackedProject } from "./project.ts";
import { type Timing, TIMING } from "./timing.ts";
import type { BeadsChange, Tracker } from "./tracker.ts";
import { makeWorkspace, type Workspace } from "./workspace.ts";

export type { BeadsChange, Reading, Tracker } from "./tracker.ts";

export interface Trackers {
  /** The tracker of a project's folder; projects that share a `.beads` share what is read and the queue of calls. */
  of(projectId: ProjectId, root: string): Tracker;
  forget(projectId: ProjectId): void;
  /** How many clients are connected: with none nothing is watched or polled, and what is known counts as old. */
  clients(count: number): void;
  /** Ends the calls that run; a change has a moment to be done. */
  close(): Promise<void>;
}

export interface TrackersOptions {
  /** The bridge's own. */
  readonly env: Environment;
  /** The folders that our own packages are installed in. */
  readonly ownRoots: readonly string[];
  /** What a program that we start gets. */
  readonly environment: () => Record<string, string>;
  /** @default `runCommand` */
  readonly run?: (request: CommandRequest) => Promise<CommandResult>;
  /** An empty folder of ours, in which programs are asked for their version. */
  readonly probeFolder: string;
  /** Called with every change of a project that was read before. */
  readonly changed: (projectId: ProjectId, change: BeadsChange) => void;
  /** Called with all beads of a project when they are read first, and when they differ. @default nobody is told */
  readonly learned?: (projectId: ProjectId, beads: readonly Bead[]) => void;
  readonly logger: Logger;
  /** Milliseconds since 1970. @default Date.now */
  readonly now?: () => number;
  /** @default those of `timing.ts` */
  readonly timing?: Partial<Timing>;
}

export function makeTrackers(options: TrackersOptions): Trackers {
  const { now = Date.now, changed, logger } = options;
  const timing = { ...TIMING, ...options.timing };
  const closing = new AbortController();
  const { signal } = closing;
  const cutting = new AbortController();
  const projects = new Map<ProjectId, TrackedProject>();
  const workspaces = new Map<string, Workspace>();
  /** Those that somebody has read since a client came, the last one at the end. */
  const read = new Set<ProjectId>();
  const underWay = new Set<Promise<unknown>>();
  const run = (request: CommandRequest): Promise<CommandResult> => {
    const running = (options.run ?? runCommand)(request);
    underWay.add(running);
    void running.finally(() => underWay.delete(running));
    return running;
  };
  const unknownFlags = new Map<string, Set<string>>();
  const programs = makePrograms({ ...options, run, signal });
  let clientCount = 0;

  function workspaceAt(place: Place): Workspace {
    const known = workspaces.get(place.key);
    if (known !== undefined) return known;
    const wait = (ms: number): Promise<void> => sleep(ms, undefined, { signal }).catch(() => {});
    const turnSignal = cutting.signal;
    const shared = { run, now, timing, signal, turnSignal, unknownFlags, programs, wait };
    const made = makeWorkspace(place, { ...options, ...shared });
    workspaces.set(place.key, made);
    return made;
  }

  /** Watches those that are looked at, and lets go of what nobody has. */
  function look(): void {
    const looked = clientCount === 0 ? [] : [...read].slice(-MOST_WATCHED);
    const wanted = new Set(looked.map((id) => projects.get(id)?.workspace()));
    for (const [key, workspace] of workspaces) {
      workspace.setWatched(!signal.aborted && wanted.has(workspace));
      if (workspace.readers.size > 0) continue;
      workspaces.delete(key);
      void workspace.close();
    }
  }

  function wasRead(projectId: ProjectId): void {
    read.delete(projectId);
    if (clientCount > 0) read.add(projectId);
    look();
  }

  /** Whoever is told must not be able to end the reading. */
  function tell(say: () => void): void {
    try {
      say();
    } catch (error) {
      logger.error({ err: error }, "a change of beads could not be told");
    }
  }

  function forget(projectId: ProjectId): void {
    read.delete(projectId);
    projects.get(projectId)?.leave();
    projects.delete(projectId);
  }

  return {
    of(projectId, root) {
      const known = projects.get(projectId);
      if (known?.root === root) return known;
      forget(projectId);
      const made = makeProject({
        root,
        placeOf: (folder) => placeOf(folder, options.env),
        workspaceAt,
        moved: look,
        wasRead: () => wasRead(projectId),
        changed: (change) => tell(() => changed(projectId, change)),
        learned: ({ beads }) => tell(() => options.learned?.(projectId, beads)),
      });
      projects.set(projectId, made);
      return made;
    },
    forget,
    clients(count) {
      clientCount = count;
      if (count === 0) read.clear();
      look();
    },
    async close() {
      closing.abort();
      const cut = setTimeout(() => cutting.abort(), timing.endingMs);
      await Promise.all([...workspaces.values()].map((workspace) => workspace.close()));
      // What began meanwhile without being waited for, as a look at which version a program is.
      await Promise.allSettled(underWay);
      clearTimeout(cut);
    },
  };
}

/** Of more projects that are looked at in turn, those before are read when they are asked for. */
const MOST_WATCHED = 16;
