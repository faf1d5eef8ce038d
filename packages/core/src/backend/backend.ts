import type { z } from "zod";
import type {
  Answers,
  BackendId,
  Capabilities,
  Health,
  Hint,
  PermissionDecision,
  PermissionMode,
} from "../protocol/index.ts";
import type { Transcript } from "../session/transcript.ts";
import type { ConversationFiles } from "./conversations.ts";
import type { AgentEvent } from "./event.ts";

/**
 * A kind of CLI, as a value: it says what to run and translates both ways. It spawns nothing, reads no
 * clock, draws no random number and holds no socket, so recorded transcripts prove all of it.
 */
export interface Backend<Config = unknown> {
  readonly apiVersion: 1;
  readonly id: BackendId;
  readonly displayName: string;
  readonly program: Program;
  readonly capabilities: Capabilities;
  readonly stop: StopLadder;
  /**
   * A start in a folder waits there until the first prompt of the one before has been heard: programs whose
   * start removes conversations that have no prompt yet. @default false
   */
  readonly startsAlone?: boolean;
  /**
   * Before it is written to, its program does nothing of a conversation and leaves nothing behind: a process may
   * be started ahead of the session that its codec then opens a new conversation in. @default false
   */
  readonly startsAhead?: boolean;
  /**
   * What the user says to a rejection reaches the agent with it; else the bridge sends it as the next message.
   * @default false
   */
  readonly hearsRejections?: boolean;
  /** No model is behind it: it is there to look around, and the default only where nothing else is. @default false */
  readonly isDemo?: boolean;
  /** Conversations that were begun in a terminal. @default it keeps none that could be taken over */
  readonly conversations?: ConversationFiles;
  readonly config: z.ZodType<Config>;
  /** What goes on with a conversation in a terminal, program and arguments. @default nothing does so unharmed */
  resumeCommand?(cliSessionId: string): readonly string[];
  /** What to spawn; the arguments are the same for every prompt, persona and bead. */
  plan(input: ConversationInput, config: Config): SpawnPlan;
  codec(input: ConversationInput, config: Config): Codec;
  probe(output: ProbeOutput): ProbedHealth;
}

export interface Program {
  /** Looked for on the user's PATH, or an absolute path. */
  readonly command: string;
  /** A variable of the user's that names another program for `command`. @default none */
  readonly environmentOverride?: string;
  /**
   * A module that comes with the backend, by the name it is imported under: the bridge's own Node runs it,
   * and `command` is not looked for. @default none
   */
  readonly module?: string;
  /**
   * Files by which a folder, or one above it, sets variables of the program: whoever starts it there has to have
   * seen them. @default none
   */
  readonly environmentFiles?: readonly string[];
  readonly versionArgs: readonly string[];
  /**
   * A line that the version command is asked by; its input is closed when it has answered with a line.
   * @default none: its input is closed at once
   */
  readonly versionInput?: string;
  /** Tells the login state without a model call; none: it is `unknown` until a prompt tells. */
  readonly loginArgs?: readonly string[];
  readonly install: Hint;
  readonly login: Hint;
}

/** How a process is asked to end before it is killed. */
export interface StopLadder {
  readonly graceful: "eof" | "term";
  /** How long it then has, in ms. */
  readonly graceMs: number;
}

export interface SpawnPlan {
  readonly args: readonly string[];
  /** Added to the user's environment, also where the program is asked for version and login. @default {} */
  readonly env?: Readonly<Record<string, string>>;
}

export interface ConversationInput {
  readonly cwd: string;
  readonly start: "new" | { readonly resume: string } | { readonly reseed: Transcript };
  readonly systemPrompt?: string;
  readonly model?: string;
  readonly permissionMode: PermissionMode;
}

/** What a probe found; `capabilities` are those that this program has of its own. */
export interface ProbedHealth extends Health {
  readonly capabilities?: Partial<Capabilities>;
}

/** What a probe of a program printed; `login` is there where the program has `loginArgs`. */
export interface ProbeOutput {
  readonly version: CommandOutput;
  readonly login?: CommandOutput;
}
export interface CommandOutput {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number | null;
}

/** Turns intents into lines for one process, and its lines into events. */
export interface Codec {
  /** Called once, when the process has been started. */
  open(): Step;
  send(intent: Intent): Step;
  /** One line of the process, without its line break. */
  receive(line: string): Step;
  /** The time that a step asked for by `wakeMs` is over. */
  wake?(): Step;
  /** Called once, after the last line. */
  exit(how: ExitOutcome): Step;
}

/**
 * What follows from one input. `writes` are whole lines without line breaks; they are written only after
 * `events` are in the log. `state` is told when it changes:
 * `ready` takes intents · `busy` a turn runs · `idle` no turn runs · `background` no turn runs, but work of
 * the conversation goes on · `unresumable` the conversation cannot be opened, seed a new one ·
 * `closable` nothing more will be written, close stdin.
 */
export interface Step {
  readonly events: readonly AgentEvent[];
  readonly writes: readonly string[];
  readonly state?: CodecState;
  /** Call `wake` once, after so many ms; a later one takes the place of the one before, null ends it. */
  readonly wakeMs?: number | null;
}
export type CodecState = "ready" | "busy" | "idle" | "background" | "unresumable" | "closable";

export type Intent =
  | {
      readonly type: "prompt";
      readonly text: string;
      readonly messageId: string;
      /** What goes with it, as far as the backend's capabilities say that it takes it. @default none */
      readonly attachments?: readonly PromptAttachment[];
    }
  | { readonly type: "interrupt" }
  | {
      readonly type: "answer";
      readonly requestKey: string;
      readonly decision: PermissionDecision | "cancelled";
      readonly message?: string;
    }
  | {
      readonly type: "answer_question";
      readonly requestKey: string;
      /** Null: the user leaves it unanswered. */
      readonly answers: Answers | null;
      readonly note?: string;
    }
  | { readonly type: "set_mode"; readonly permissionMode: PermissionMode }
  | { readonly type: "set_model"; readonly model: string }
  | { readonly type: "close" };

/** A file as it goes to the model; `path`, in the session's folder, where the message names it (then also without data). */
export type PromptAttachment =
  | {
      readonly name: string;
      readonly mediaType: string;
      /** Base64. */
      readonly data: string;
      readonly path?: string;
    }
  | { readonly name: string; readonly path: string };

/** How a process ended; `reason` is the first of what happened. */
export interface ExitOutcome {
  readonly reason: "exit" | "spawn_error" | "stop" | "deadline";
  readonly code: number | null;
  readonly signal: string | null;
  /** The last of what it wrote to stderr, without ANSI codes. */
  readonly stderrTail: string;
}

/** Nothing follows. */
export const NOTHING: Step = { events: [], writes: [] };
