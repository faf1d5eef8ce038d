import { z } from "zod";
import type { BackendId, Capabilities } from "../protocol/index.ts";
import {
  NOTHING,
  type Backend,
  type Codec,
  type ConversationInput,
  type ExitOutcome,
  type Intent,
  type Program,
  type ProbedHealth,
  type ProbeOutput,
  type Step,
} from "./backend.ts";
import type { AgentEvent } from "./event.ts";
import { firstPrompt } from "./reseed.ts";

/** A CLI that runs one process a turn: the prompt comes on stdin, the answer is stdout, the end is its exit. */
export interface PerTurnOptions {
  id: BackendId;
  displayName: string;
  program: Program;
  /** The arguments of one run; `cliSessionId` is the conversation to go on with, null for a new one. */
  buildArgs: (run: { cliSessionId: string | null }) => readonly string[];
  /**
   * What one line of stdout means; a line that is not the program's own is noise: return `{}`. A
   * `turn_ended` is held until the process has ended; without one, exit code 0 is `end_turn` and any
   * other a fault.
   */
  parseStdoutLine: (line: string) => ParsedLine;
  /** @default what follows from a version line: the first dotted number, login unknown */
  probe?: (output: ProbeOutput) => ProbedHealth;
  /** @default {} */
  capabilities?: Partial<Pick<Capabilities, "resume" | "thoughts" | "usage" | "models">>;
  /** How long it has after SIGTERM, in ms. @default 2000 */
  graceMs?: number;
}

export interface ParsedLine {
  events?: readonly AgentEvent[];
  /** The conversation's id, told by the CLI. */
  cliSessionId?: string;
}

/** Makes a backend of a program that runs one process a turn. */
export function perTurnBackend(options: PerTurnOptions): Backend<Record<string, never>> {
  return {
    apiVersion: 1,
    id: options.id,
    displayName: options.displayName,
    program: options.program,
    capabilities: {
      live: false,
      resume: false,
      interrupt: true,
      permissions: false,
      thoughts: false,
      usage: false,
      images: false,
      files: [],
      setModel: false,
      setPermissionMode: false,
      models: [],
      permissionModes: ["default"],
      ...options.capabilities,
    },
    stop: { graceful: "term", graceMs: options.graceMs ?? 2000 },
    config: z.object({}),
    plan: (input) => ({
      args: options.buildArgs({
        cliSessionId: typeof input.start === "object" && "resume" in input.start ? input.start.resume : null,
      }),
    }),
    codec: (input) => perTurnCodec(options, input),
    probe: options.probe ?? firstDottedNumber,
  };
}

/** The turn ends with the process: only then is the next one's process started. */
function perTurnCodec(options: PerTurnOptions, input: ConversationInput): Codec {
  let asked = false;
  let interrupted = false;
  let cliSessionId: string | null = null;
  let end: TurnEnded | null = null;

  function send(intent: Intent): Step {
    if (intent.type === "interrupt") interrupted = true;
    if (intent.type !== "prompt") return NOTHING;
    asked = true;
    return { events: [], writes: promptOf(input, intent.text).split("\n"), state: "closable" };
  }

  function receive(line: string): Step {
    const parsed = options.parseStdoutLine(line);
    const events: AgentEvent[] = [];
    if (parsed.cliSessionId !== undefined && parsed.cliSessionId !== cliSessionId) {
      ({ cliSessionId } = parsed);
      events.push(started(input, parsed.cliSessionId));
    }
    for (const event of parsed.events ?? []) {
      if (event.type === "turn_ended") end ??= event;
      else events.push(event);
    }
    return { events, writes: [] };
  }

  function exit(how: ExitOutcome): Step {
    if (!asked) return NOTHING;
    if (end === null && !interrupted && (how.reason !== "exit" || how.code !== 0)) return NOTHING;
    const told = end ?? { type: "turn_ended", content: "", stopReason: "end_turn" };
    const ended = interrupted ? { ...told, stopReason: "interrupted" as const } : told;
    return { events: [ended], writes: [], state: "idle" };
  }

  return { open: () => ({ events: [], writes: [], state: "ready" }), send, receive, exit };
}

type TurnEnded = Extract<AgentEvent, { type: "turn_ended" }>;

function promptOf(input: ConversationInput, text: string): string {
  const isResumed = typeof input.start === "object" && "resume" in input.start;
  return isResumed ? text : firstPrompt(input, text);
}

function started(input: ConversationInput, cliSessionId: string): AgentEvent {
  return {
    type: "session_started",
    content: "",
    cliSessionId,
    model: input.model ?? null,
    cwd: input.cwd,
    cliVersion: null,
    permissionMode: input.permissionMode,
  };
}

function firstDottedNumber(output: ProbeOutput): ProbedHealth {
  return { version: /\d+(?:\.\d+)+\S*/.exec(output.version.stdout)?.[0] ?? null, login: "unknown" };
}
