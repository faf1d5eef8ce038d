import type { StopLadder } from "@switchyard/core/backend";
import type { ProcessIdentity } from "./identity.ts";

/**
 * Starts programs and speaks with them by messages. Nothing is shared with a running process but plain
 * data, so that a holder process can stand behind this interface later.
 */
export interface ProcessHost {
  /** Never throws: what fails is told by "ended". `onMessage` is first called after this has returned. */
  start(spec: ProcessSpec, onMessage: (message: ProcessMessage) => void): ProcessHandle;
}

export interface ProcessSpec {
  /** An absolute path. */
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** The whole environment; nothing of the bridge's own is added but the marker. */
  readonly env: Readonly<Record<string, string>>;
  /** A UUID; everything that the process starts carries it as SWITCHYARD_PROCESS. */
  readonly marker: string;
}

export interface ProcessHandle {
  readonly marker: string;
  /** Writes each line with a line break. A process that does not read any more makes no error here. */
  write(lines: readonly string[]): void;
  closeInput(): void;
  /** Holds stdout back; what was read already still comes. Without effect once the process has exited. */
  setPaused(paused: boolean): void;
  /** Climbs the ladder until everything of the process is gone; asking again changes nothing. */
  stop(ladder: StopLadder): Promise<ProcessEnd>;
  /** Kills at once; climbs to the top of a ladder that is already being climbed. */
  kill(reason: "deadline"): Promise<ProcessEnd>;
  /** Never rejects. */
  readonly ended: Promise<ProcessEnd>;
}

export type ProcessMessage =
  | { readonly type: "started"; readonly identity: ProcessIdentity }
  /** Lines of stdout as one read brought them, without line breaks. */
  | { readonly type: "lines"; readonly lines: readonly string[] }
  /** A line of stdout that is too long to parse; its first `keptBytes` are in `file`, the reader's to delete. */
  | {
      readonly type: "oversize";
      readonly bytes: number;
      readonly keptBytes: number;
      readonly file: string | null;
    }
  /** What stdout ended with, no line break behind it. */
  | { readonly type: "half_line"; readonly line: string }
  /** A line of stderr without ANSI codes; of a flood only some are told. */
  | { readonly type: "stderr"; readonly line: string }
  /** Whether lines wait because the process does not read its input. */
  | { readonly type: "input_waiting"; readonly waiting: boolean }
  /** The last message, once. */
  | { readonly type: "ended"; readonly end: ProcessEnd };

export interface ProcessEnd {
  /** The first of what happened. */
  readonly reason: EndReason;
  readonly code: number | null;
  readonly signal: string | null;
  /** The last 64 KiB of stderr, without ANSI codes. */
  readonly stderrTail: string;
  /** Why it could not be started. */
  readonly error?: SpawnFailure;
  /** How many processes outlived its group and were ended by their marker. */
  readonly orphansEnded: number;
  /** Pids that could not be ended. */
  readonly survivors: readonly number[];
}

export type EndReason = "exit" | "spawn_error" | "stop" | "deadline";

/** `code` is the system's (ENOENT, EACCES, E2BIG, EAGAIN, EMFILE …), CWD_MISSING, CWD_UNREADABLE or NUL_BYTE. */
export interface SpawnFailure {
  readonly code: string;
  readonly message: string;
}
