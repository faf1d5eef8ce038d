import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import {
  NOTHING,
  type AgentEvent,
  type Backend,
  type Codec,
  type CodecState,
  type ConversationInput,
  type Intent,
  type RecordingEntry,
} from "@switchyard/core/backend";
import {
  type Answers,
  type PermissionDecision,
  type PermissionMode,
  SwitchyardError,
} from "@switchyard/core/protocol";
import type { LocatedProgram } from "../backends/locate.ts";
import type { ProcessEnd, ProcessHandle, ProcessHost, ProcessMessage } from "../process/host.ts";
import { takenStep, type TakenStep } from "../session/link.ts";
import { makeModeWatch } from "../session/mode-watch.ts";
import type { RequestEvent } from "../session/waiting-request.ts";
import { eventLine } from "./record-lines.ts";

export interface RecordConversationOptions {
  readonly backend: Backend;
  readonly program: LocatedProgram;
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly permissionMode: PermissionMode;
  readonly host: ProcessHost;
  readonly write: (entry: RecordingEntry) => void;
  /** Tells the user a line. */
  readonly show: (line: string) => void;
}

/** A conversation with a backend's program, recorded as it goes. */
export interface RecordConversation {
  isTurnOpen(): boolean;
  /** The agent has said or asked something in the open turn. */
  hasSpoken(): boolean;
  /** The request that waits longest; undefined: none. */
  waiting(): RequestEvent | undefined;
  /** What went wrong, as a sentence; null: nothing. */
  fault(): string | null;
  /** Resolves when something holds, looking again after everything that happens. */
  until(holds: () => boolean): Promise<void>;
  /** Opens a turn, in a new process where none lives. */
  prompt(text: string): void;
  answer(request: RequestEvent, decision: PermissionDecision): void;
  /** Answers a form; null: it is left unanswered. */
  fill(request: RequestEvent, answers: Answers | null): void;
  interrupt(): void;
  setMode(mode: PermissionMode): void;
  setModel(model: string): void;
  /** Lets the program end by itself, and ends it where it does not. */
  close(): Promise<void>;
  /** Ends the program and all that it started. */
  stop(): Promise<void>;
}

interface Run {
  readonly codec: Codec;
  readonly process: ProcessHandle;
}

/** A conversation that begins with its first prompt. */
export function makeRecordConversation(options: RecordConversationOptions): RecordConversation {
  const { backend, show } = options;
  const beganAt = performance.now();
  const watchers = new Set<() => void>();
  const modes = makeModeWatch();
  let { permissionMode } = options;
  let model: string | undefined;
  let run: Run | null = null;
  let state: CodecState | "starting" = "starting";
  let cliSessionId: string | null = null;
  let alarm: NodeJS.Timeout | undefined;
  let isTurnOpen = false;
  let hasSpoken = false;
  let requests: readonly RequestEvent[] = [];
  let fault: string | null = null;
  let prompts = 0;

  function record(dir: RecordingEntry["dir"], line: string): void {
    options.write({ t: Math.round(performance.now() - beganAt), dir, line });
  }

  function start(): void {
    const resumes = cliSessionId !== null && backend.capabilities.resume;
    const input: ConversationInput = {
      cwd: options.cwd,
      start: resumes && cliSessionId !== null ? { resume: cliSessionId } : "new",
      permissionMode,
      ...(model === undefined ? {} : { model }),
    };
    const config = backend.config.parse({});
    const plan = backend.plan(input, config);
    state = "starting";
    const spec = {
      program: options.program.path,
      args: [...options.program.args, ...plan.args],
      cwd: options.cwd,
      env: { ...options.env, ...plan.env },
      marker: randomUUID(),
    };
    const opened: Run = {
      codec: backend.codec(input, config),
      process: options.host.start(spec, (message) => receive(opened, message)),
    };
    run = opened;
    record("start", JSON.stringify(input));
    take(
      opened,
      takenStep(() => opened.codec.open()),
    );
  }

  /** A plug-in that fails to say what to run ends the turn. */
  function startOrTell(): void {
    try {
      start();
    } catch (error) {
      if (!(error instanceof SwitchyardError)) throw error;
      fault ??= error.message;
      endTurn();
      for (const look of watchers) look();
    }
  }

  function receive(from: Run, message: ProcessMessage): void {
    if (message.type === "lines") {
      for (const line of message.lines) {
        record("out", line);
        take(
          from,
          takenStep(() => from.codec.receive(line)),
        );
      }
    } else if (message.type === "stderr") {
      record("err", message.line);
      show(`stderr ${JSON.stringify(message.line)}`);
    } else if (message.type === "oversize") {
      show(`A line of ${message.bytes} bytes is left out of the recording.`);
      if (message.file !== null) void rm(message.file, { force: true });
    } else if (message.type === "ended") ended(from, message.end);
  }

  function take(by: Run, step: TakenStep): void {
    for (const event of step.events) note(by, event);
    state = step.state ?? state;
    for (const line of step.writes) record("in", line);
    by.process.write(step.writes);
    if (state === "closable") by.process.closeInput();
    if (step.wakeMs !== undefined) wakeIn(by, step.wakeMs);
    if (step.fault !== undefined) fail(by, step.fault.message);
    if (step.state === "unresumable") fail(by, "The program could not reopen its conversation.");
    for (const look of watchers) look();
  }

  function wakeIn(by: Run, ms: number | null): void {
    clearTimeout(alarm);
    if (ms === null) return;
    alarm = setTimeout(() => {
      record("wake", "");
      take(
        by,
        takenStep(() => by.codec.wake?.() ?? NOTHING),
      );
    }, ms);
  }

  function note(by: Run, event: AgentEvent): void {
    show(eventLine(event));
    if (event.type === "turn_started") openTurn();
    if (event.type === "turn_ended") endTurn();
    if (event.type === "permission_request" || event.type === "question_request")
      requests = [...requests, event];
    if (event.type === "permission_resolved" || event.type === "question_resolved") settle(event);
    if (SPEAKS.has(event.type)) hasSpoken = true;
    if (event.type === "session_started") ({ cliSessionId } = event);
    const isMode = event.type === "mode" || event.type === "session_started";
    if (isMode && modes.isWrong(event.permissionMode, permissionMode)) {
      fail(by, `The program runs in another permission mode than "${permissionMode}".`);
    }
  }

  function settle({ requestKey }: Pick<RequestEvent, "requestKey">): void {
    requests = requests.filter((request) => request.requestKey !== requestKey);
  }

  function openTurn(): void {
    isTurnOpen = true;
    hasSpoken = false;
  }

  function endTurn(): void {
    isTurnOpen = false;
    requests = [];
    modes.settle();
  }

  function fail(by: Run, why: string): void {
    fault ??= why;
    void by.process.kill("deadline");
  }

  function ended(by: Run, { reason, code, signal, stderrTail }: ProcessEnd): void {
    clearTimeout(alarm);
    const outcome = { reason, code, signal, stderrTail };
    record("exit", JSON.stringify(outcome));
    run = null;
    take(
      by,
      takenStep(() => by.codec.exit(outcome)),
    );
    if (isTurnOpen) show(`The process ended with the turn: ${signal ?? `exit code ${code ?? "unknown"}`}.`);
    if (isTurnOpen && reason !== "stop") fault ??= "A turn was cut by the end of its process.";
    endTurn();
    for (const look of watchers) look();
  }

  function send(intent: Intent): void {
    if (run === null) return;
    record("intent", JSON.stringify(intent));
    const to = run;
    take(
      to,
      takenStep(() => to.codec.send(intent)),
    );
  }

  async function until(holds: () => boolean): Promise<void> {
    await new Promise<void>((resolve) => {
      const look = (): void => {
        if (!holds()) return;
        watchers.delete(look);
        resolve();
      };
      watchers.add(look);
      look();
    });
  }

  async function stop(): Promise<void> {
    await run?.process.stop(backend.stop);
  }

  return {
    isTurnOpen: () => isTurnOpen,
    hasSpoken: () => hasSpoken,
    waiting: () => requests[0],
    fault: () => fault,
    until,
    stop,
    prompt(text) {
      prompts += 1;
      openTurn();
      if (run === null) startOrTell();
      send({ type: "prompt", text, messageId: `message-${prompts}` });
    },
    answer(request, decision) {
      settle(request);
      send({ type: "answer", requestKey: request.requestKey, decision });
    },
    fill(request, answers) {
      settle(request);
      send({ type: "answer_question", requestKey: request.requestKey, answers });
    },
    interrupt() {
      requests = [];
      // Not yet, or not any more, able to hear it.
      if (state === "starting" || state === "closable") void stop();
      else send({ type: "interrupt" });
    },
    setMode(mode) {
      modes.changing(permissionMode);
      permissionMode = mode;
      send({ type: "set_mode", permissionMode: mode });
    },
    setModel(id) {
      model = id;
      send({ type: "set_model", model: id });
    },
    async close() {
      const closing = run;
      if (closing === null) return;
      send({ type: "close" });
      const force = setTimeout(() => void stop(), backend.stop.graceMs);
      await closing.process.ended;
      clearTimeout(force);
    },
  };
}

const SPEAKS: ReadonlySet<AgentEvent["type"]> = new Set([
  "agent_message",
  "agent_thought",
  "tool_call",
  "permission_request",
  "question_request",
]);
