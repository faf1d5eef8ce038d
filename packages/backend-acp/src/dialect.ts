import type { PermissionMode, ToolKind, TurnUsage } from "@switchyard/core/protocol";
import type { Prompted, ToolCall } from "./native.ts";

/** What one program does in its own way; an agent by the book needs none of it. */
export interface AcpDialect {
  /** What a stored conversation is opened and from then on addressed by. @default its id as it is */
  readonly address?: (cliSessionId: string) => string;
  /** @default by the book: the replay of an opened conversation is over when the request is answered */
  readonly replayEnd?: ReplayEnd;
  /** The agent's words for our permission modes. @default the usual ones */
  readonly modes?: Partial<Readonly<Record<PermissionMode, readonly string[]>>>;
  /** What stands before a mode's id in a message by which the agent tells of a change; nobody is shown it. */
  readonly modeText?: string;
  /** What the agent's way of telling of calls leaves out. @default nothing more than the call says */
  readonly readCall?: (call: ToolCall) => CallReading;
  /**
   * It writes the names of files right behind the text, and drops a picture that is no file and stands beside one:
   * so a picture goes as a file, and with a command no file does. @default false
   */
  readonly gluesFiles?: boolean;
  /** A turn's tokens, where they are not told by the book. */
  readonly usage?: (prompted: Prompted) => TurnUsage | undefined;
  /** Words of a fault, or of stderr at a failed start, that mean: not logged in. */
  readonly loginWords?: RegExp;
}

/** What is known of a call beyond its own words, each in place of them. */
export interface CallReading {
  readonly name?: string | undefined;
  readonly title?: string | undefined;
  readonly kind?: ToolKind | undefined;
  /**
   * All that the call will do, where it has no `rawInput`: so that the same again may be allowed in advance.
   * @default not known exactly, it is asked for each time
   */
  readonly exactInput?: Readonly<Record<string, unknown>> | undefined;
  /** The permission mode that allowing it leads to. @default for a `switch_mode`: what the option is named after */
  readonly setsMode?: PermissionMode | undefined;
  /** The call that it is made inside of, as by a sub-agent. @default none: the protocol does not tell */
  readonly parentToolCallId?: string | undefined;
}

/** How one knows that a replay is over which goes on after the answer. */
export interface ReplayEnd {
  /** The update that marks it. */
  readonly update: string;
  /** For how long nothing at all may come before it is over without the mark, in ms. */
  readonly withinMs: number;
  /** A replay of more characters than this may go on behind the mark, until nothing comes for `quietMs`. */
  readonly sureBelow: number;
  readonly quietMs: number;
}
