import type {
  Answers,
  Attachment,
  Hold,
  MessageId,
  PermissionDecision,
  PermissionMode,
  ProcessState,
  RequestId,
  SessionTrace,
  SessionWorktree,
  StandingRule,
  TurnError,
  WaitingRequest,
} from "@switchyard/core/protocol";
import type { OpenTurn } from "../log/history.ts";
import type { NewChunk } from "../log/log.ts";
import type { ProcessView } from "./process-view.ts";
import type { SessionRecord } from "./record.ts";

/** One session: its turns, its requests, and what it makes of the process that carries them. */
export interface Session {
  readonly record: Readonly<SessionRecord>;
  isRunning(): boolean;
  processState(): ProcessState;
  /** Requests that wait, forms too. */
  pendingApprovals(): number;
  pendingQuestions(): number;
  /** Those of them that are in the log, as a list shows them. */
  requests(): WaitingRequest[];
  /** One of them, whole. @throws {SwitchyardError} REQUEST_NOT_FOUND, ALREADY_ANSWERED */
  request(requestId: RequestId): WaitingRequest;
  stderrLines(): readonly string[];
  /** @throws {SwitchyardError} SESSION_ENDED */
  send(message: string, options?: SendOptions): { messageId: MessageId; turn?: number };
  /** Ends the open turn; resolves when it has ended. */
  interrupt(): Promise<void>;
  /** Ends everything the session started; it stays stopped until `resume`. */
  stop(): Promise<void>;
  /** As `stop`, because the bridge ends: the session stays active. Tells whether a turn was cut. */
  close(): Promise<boolean>;
  /** Its backend cannot be used any more: the open turn ends with this, and so does the process. */
  backendFailed(error: TurnError): void;
  resume(): void;
  answer(requestId: RequestId, decision: PermissionDecision, message?: string): void;
  /** `answers` null: it is left unanswered. */
  answerQuestion(requestId: RequestId, answers: Answers | null, note?: string): void;
  /** What runs without asking. */
  rules(): StandingRule[];
  /** False: there is no such rule. */
  withdrawRule(ruleId: string): boolean;
  setPermissionMode(mode: PermissionMode): void;
  setModel(model: string): void;
  withdraw(messageId: MessageId): boolean;
  /** False: it does not wait. */
  updateQueued(messageId: MessageId, message: string): boolean;
  /** Takes its first message, which waits until `goOn`. */
  wait(message: string): void;
  /** The first of what waits goes, held or not; without effect while a turn is open. */
  goOn(): void;
  /**
   * Goes on after an interrupt, a fault or a limit: what waits goes, held or not, or else the agent is asked to
   * continue; during a turn nothing happens.
   * @throws {SwitchyardError} SESSION_ENDED, LIMIT_REACHED
   */
  carryOn(): { turn?: number };
  /** Why its next turn waits for a limit; null: it waits for none. */
  hold(): Hold | null;
  /** The usage limit that it waits for has reset. */
  limitOver(): void;
  /** Whether it goes on by itself when a usage limit resets. @throws {SwitchyardError} NOT_SUPPORTED */
  setLimitResume(goesOn: boolean): void;
  /** What may be spent on it; null: as much as it takes. */
  setBudget(limitUsd: number | null): void;
  /** Its bead's budget was changed: what waited for it goes. */
  beadBudgetChanged(): void;
  setBatch(batch: SessionRecord["batch"]): void;
  /** Of what is in its log. */
  lastSeq(): number;
  /** What became of its own worktree. */
  setWorktree(worktree: SessionWorktree): void;
  /** What came of writing it to its bead. */
  setTrace(trace: SessionTrace): void;
  /** The user has looked at what its ended turns came to. */
  markVerified(turn?: number): void;
  /** Puts a notice into the log. */
  note(notice: Extract<NewChunk, { type: "notice" }>): void;
  markRead(seq: number): void;
  markUnread(): void;
  rename(title: string): void;
  /** Only of a stopped session. */
  setArchived(isArchived: boolean): void;
  /** In the line of starts that wait for a free process, from 1; null: it does not wait. */
  startPlace(): number | null;
  /** What is known of its process; null: there is none. */
  process(): ProcessView | null;
  /** Ends its process and all that it started; an open turn is interrupted, the session stays. */
  endProcess(): Promise<void>;
  /** For the user's own terminal; null: there is none. */
  resumeCommand(): string | null;
  /** Something of it was stored: a CLI that had to wait for that goes on. */
  stored(): void;
  /** Closes what an earlier life of the bridge left open. */
  recover(left: OpenTurn): void;
}

export interface SendOptions {
  /** Taken once; @default a new one */
  messageId?: MessageId;
  /** During a turn: wait, or interrupt it. @default "queue" */
  mode?: "queue" | "now";
  /** @default none */
  attachments?: readonly Attachment[];
}
