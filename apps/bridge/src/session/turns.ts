import type {
  MessageId,
  PermissionResolver,
  StopReason,
  TurnError,
  TurnUsage,
} from "@switchyard/core/protocol";
import type { PromptWords } from "../attachments/prompt-files.ts";
import type { NewChunk } from "../log/log.ts";
import type { SessionRecord } from "./record.ts";
import type { Requests } from "./requests.ts";
import type { SessionDeps } from "./session-deps.ts";
import { afterTurn, budgetNotices, budgetsOf, passedNotice, reachedOf } from "../usage/budgets.ts";
import { isFault, withTurn } from "../usage/turn-cost.ts";

/** The turns of one session, one at a time: each is opened once and ended once, and its end is its last chunk. */
export interface Turns {
  /** The one that is open. */
  current(): Turn | null;
  /** @param by for a prompt that the user did not give just now: `resume` */
  open(prompt: Turn["prompt"], by?: "user" | "resume"): Turn;
  /** Tells what is left of it, then its end; without effect where none is open. */
  close(how: HowTurnEnded): void;
}

export interface Turn {
  readonly number: number;
  readonly startedAt: number;
  /** What the CLI is asked; null for a turn that it started by itself. */
  readonly prompt: (PromptWords & { readonly messageId: MessageId }) | null;
  interrupted: boolean;
  /** The prompt has gone to the codec. */
  handed: boolean;
  /** The conversation could not be reopened: a new one is `due`, or was tried. */
  reseed: "no" | "due" | "done";
  readonly ended: PromiseWithResolvers<void>;
}

export interface HowTurnEnded {
  stopReason: StopReason;
  error?: TurnError | undefined;
  usage?: TurnUsage | undefined;
  /** Who closes the requests that still wait. @default "agent" */
  closedBy?: PermissionResolver;
  /** What waits is not held back, whatever the end. @default false */
  goesOn?: boolean;
}

export interface TurnsOptions {
  emit(chunk: NewChunk): void;
  readonly requests: Requests;
  /** Why the session is being ended, if it is. */
  ending(): "stop" | "close" | null;
  /** A turn has ended, perhaps by a fault; `isHeld`: what waits has to wait for the user now. */
  closed(isHeld: boolean, error: TurnError | undefined): void;
}

export function makeTurns(deps: SessionDeps, record: SessionRecord, options: TurnsOptions): Turns {
  const { backend } = deps;
  const { emit, requests } = options;
  let current: Turn | null = null;

  /** What the user or the bridge did to the turn counts, whatever the CLI says of it. */
  function endedFromOutside(turn: Turn): StopReason | undefined {
    const ending = options.ending();
    if (turn.interrupted || ending === "stop") return "interrupted";
    return ending === "close" ? "process_exit" : undefined;
  }

  function closeOpen(by: PermissionResolver): void {
    for (const chunk of requests.cancelAll(by)) emit(chunk);
    for (const toolCallId of requests.unrun) {
      const output = "Not run.";
      emit({ type: "tool_call_update", content: output, toolCallId, status: "failed", output });
    }
    requests.unrun.clear();
  }

  /** What a turn's end says of the login. */
  function tellLogin(stopReason: StopReason, { usage, error }: HowTurnEnded): void {
    // Without an answer of the model (a local command) nothing is known of it.
    if (stopReason === "end_turn" && (usage?.outputTokens ?? 0) > 0) deps.loginSeen(backend, "ok");
    if (error?.code === "CLI_NOT_LOGGED_IN") deps.loginSeen(backend, "missing");
  }

  return {
    current: () => current,
    open(prompt, byWhom = "user") {
      // What ended before this was kept need not be looked at; what begins now must be.
      record.verifiedTurn ??= record.turn;
      record.turn += 1;
      record.failed = false;
      current = {
        number: record.turn,
        startedAt: deps.clock(),
        prompt,
        interrupted: false,
        handed: prompt === null,
        reseed: "no",
        ended: Promise.withResolvers<void>(),
      };
      const by = prompt === null ? ("agent" as const) : byWhom;
      const messageId = prompt === null ? {} : { messageId: prompt.messageId };
      emit({ type: "turn_started", content: "", by, ...messageId });
      const isPassed = prompt === null && reachedOf(budgetsOf(deps.log, record)) !== null;
      if (isPassed) emit(passedNotice(backend.displayName));
      return current;
    },
    close(how) {
      const closing = current;
      if (closing === null) return;
      closeOpen(how.closedBy ?? "agent");
      const stopReason = endedFromOutside(closing) ?? how.stopReason;
      const error = stopReason === how.stopReason ? how.error : undefined;
      const { usage, goesOn = false } = how;
      tellLogin(stopReason, { stopReason, error, usage });
      const durationMs = Math.round(deps.clock() - closing.startedAt);
      const { code = "", message = "" } = error ?? {};
      record.lastTurn = {
        turn: closing.number,
        stopReason,
        error: error === undefined ? null : { code, message },
        endedAt: Date.now(),
        durationMs,
      };
      record.context = usage?.context ?? record.context;
      const budgets = budgetsOf(deps.log, record);
      const after = afterTurn(budgets, { usage, error });
      for (const notice of budgetNotices(budgets, after, record)) emit(notice);
      emit({
        type: "turn_ended",
        content: error?.message ?? "",
        stopReason,
        durationMs,
        ...(error === undefined ? {} : { error }),
        ...(usage === undefined ? {} : { usage }),
      });
      current = null;
      record.failed = isFault(stopReason);
      record.usage = withTurn(record.usage, { usage, error });
      deps.spent?.(record.sessionId);
      const isCut = record.failed || stopReason === "interrupted";
      options.closed(isCut && (!goesOn || closing.interrupted), error);
      closing.ended.resolve();
    },
  };
}
