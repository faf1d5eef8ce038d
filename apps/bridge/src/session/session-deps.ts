import type { Backend } from "@switchyard/core/backend";
import type {
  Capabilities,
  PlanLimit,
  QueuedMessage,
  SessionId,
  TrustQuestion,
} from "@switchyard/core/protocol";
import type { Logger } from "pino";
import type { LocatedProgram } from "../backends/locate.ts";
import type { Folders } from "../changes/folders.ts";
import type { Log } from "../log/log.ts";
import type { ProcessHost } from "../process/host.ts";
import type { Intake } from "../process/intake.ts";
import type { Worktrees } from "../worktrees/worktrees.ts";
import type { PluginOf } from "./provenance.ts";
import type { Slots } from "./slots.ts";
import type { Spares } from "./spares.ts";
import type { StartGate } from "./start-gate.ts";

/** What a session needs of the bridge around it. */
export interface SessionDeps {
  log: Log;
  host: ProcessHost;
  intake: Intake;
  logger: Logger;
  backend: Backend;
  /**
   * Where the backend's program is.
   * @throws {SwitchyardError} CLI_NOT_FOUND, BACKEND_UNAVAILABLE
   */
  locate: (backend: Backend) => Promise<Pick<LocatedProgram, "path" | "args">>;
  /** What a backend declares, with what its program told. */
  capabilities: (backend: Backend) => Promise<Capabilities>;
  pluginOf: PluginOf;
  /** What a backend's program says its version is when it is asked; null: it does not. */
  versionOf: (backend: Backend) => Promise<string | null>;
  learned: (backend: Backend, told: Partial<Capabilities>) => void;
  loginSeen: (backend: Backend, login: "ok" | "missing") => void;
  limitSeen: (backend: Backend, limit: Omit<PlanLimit, "at">) => void;
  startGate: StartGate;
  slots: Slots;
  spares: Spares;
  /** What the folder brings for this backend that the user has not seen yet; null: nothing. */
  untrusted: (cwd: string, backend: Backend | undefined) => Promise<TrustQuestion | null>;
  /** Keeps what a folder holds now. */
  folders: Pick<Folders, "keep">;
  /** Makes its own worktree ready before a start. @default it has none */
  prepareWorktree?: Worktrees["prepare"];
  environment: () => Record<string, string>;
  /** Monotonic, in ms. */
  clock: () => number;
  /** Something of the session's info changed. */
  changed: (sessionId: SessionId) => void;
  stderr: (sessionId: SessionId, line: string) => void;
  queueChanged: (sessionId: SessionId, queue: readonly QueuedMessage[]) => void;
  /** Whether sessions go on by themselves after a usage limit, where the user said nothing of theirs. */
  resumesAfterLimit: () => boolean;
  /** A turn has taken something. @default nobody is told */
  spent?: (sessionId: SessionId) => void;
  /** A turn has ended by a fault. @default nobody is told */
  turnFailed?: (sessionId: SessionId, code: string) => void;
  deadlines: Deadlines;
}

/** In ms. */
export interface Deadlines {
  /** From the start of a process until it takes a prompt. */
  start: number;
  /** From an opened conversation until the next start in its folder, where starts are alone and nothing was heard. */
  alone: number;
  /** From an interrupt until the process is ended for it. */
  interrupt: number;
}
