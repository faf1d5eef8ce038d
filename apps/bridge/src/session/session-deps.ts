import type { Backend } from "@switchyard/core/backend";
import type { QueuedMessage, SessionId, TrustQuestion } from "@switchyard/core/protocol";
import type { Logger } from "pino";
import type { Log } from "../log/log.ts";
import type { ProcessHost } from "../process/host.ts";
import type { Intake } from "../process/intake.ts";

/** What a session needs of the bridge around it. */
export interface SessionDeps {
  log: Log;
  host: ProcessHost;
  intake: Intake;
  logger: Logger;
  backend: Backend;
  /**
   * The absolute path of the backend's program.
   * @throws {SwitchyardError} CLI_NOT_FOUND
   */
  locate: (backend: Backend) => Promise<string>;
  /** What the folder brings that the user has not seen yet; null: nothing. */
  untrusted: (cwd: string) => Promise<TrustQuestion | null>;
  environment: () => Record<string, string>;
  /** Monotonic, in ms. */
  clock: () => number;
  /** Something of the session's info changed. */
  changed: (sessionId: SessionId) => void;
  stderr: (sessionId: SessionId, line: string) => void;
  queueChanged: (sessionId: SessionId, queue: readonly QueuedMessage[]) => void;
  deadlines: Deadlines;
}

/** In ms. */
export interface Deadlines {
  /** From the start of a process until it takes a prompt. */
  start: number;
  /** From an interrupt until the process is ended for it. */
  interrupt: number;
}
