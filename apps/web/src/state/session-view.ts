import type {
  Answers,
  Attachment,
  BackendInfo,
  BlobId,
  FolderFile,
  MessageId,
  PermissionDecision,
  PermissionMode,
  QueuedMessage,
  RequestId,
  ResultOf,
  SessionInfo,
  SessionTrace,
  StandingRule,
  TrustQuestion,
  WaitingRequest,
} from "@switchyard/core/protocol";
import type { Transcript } from "@switchyard/core/session";
import type { ProjectBeads } from "./beads.ts";
import type { DraftFiles } from "./draft-files.ts";
import type { Found } from "./hits.ts";
import type { Outgoing } from "./outgoing.ts";
import type { NamedPersona, PlacePersonas } from "./personas.ts";
import type { Processes } from "./processes.ts";
import type { WholeBead } from "./whole-bead.ts";
import type { Worktrees } from "./worktrees.ts";
import type { WireError } from "../wire/wire-error.ts";

/**
 * All that the view of one session reads and does. Every field is reactive: read it in tracking scopes
 * (`view.info.title`), never take it apart. Actions that fail reject with a `WireError` that says what
 * to do; `send` and `retry` never do, they mark the message.
 */
export interface SessionView {
  readonly info: SessionInfo;
  readonly backend: BackendInfo | undefined;
  readonly persona: NamedPersona | undefined;
  /** The bead that it works on; null: none, or of a project that is not in the list. */
  readonly bead: SessionBead | null;
  /** The newest part of the log: a Solid store, written by core's fold. */
  readonly transcript: Transcript;
  /** What of the log is shown, and the ways to the rest of it. */
  readonly pages: Pages;
  /** Where the user left off when the session was on screen before; null: at the end. */
  readonly start: Place | null;
  /** Keeps where the user is; null: at the end. */
  leave(place: Place | null): void;
  /** True until the newest page of history is in. */
  readonly loading: boolean;
  /** Why the history could not be read. */
  readonly loadError: WireError | undefined;
  /** Messages of this page that are not chunks and not in the queue yet, the oldest first. */
  readonly pending: readonly PendingMessage[];
  readonly queue: readonly QueuedMessage[];
  /** The last lines of the CLI's error output. */
  readonly stderr: readonly string[];
  readonly connection: LinkState;
  /** How many processes may live at once; undefined until the settings are read. */
  readonly processLimit: number | undefined;
  /** What the user wrote and did not send; kept over reloads. */
  readonly draft: string;
  setDraft(text: string): void;
  /** The files that go with the draft. */
  readonly files: DraftFiles;
  /** Its requests that wait, those from before what is loaded of its transcript too; the oldest first. */
  readonly waiting: readonly WaitingRequest[];
  /** One of them with its whole input. */
  readRequest(requestId: RequestId): Promise<WaitingRequest>;
  /** Requests whose answer was given here and has not come back as a chunk. */
  isAnswering(requestId: string): boolean;
  send(text: string, mode?: "queue" | "now", files?: readonly Outgoing[]): void;
  retry(messageId: string): void;
  /** Gives back its files. */
  discard(messageId: string): readonly Outgoing[];
  withdraw(messageId: MessageId): Promise<void>;
  /** Changes the text of a waiting message; it keeps its place. */
  updateQueued(messageId: MessageId, text: string): Promise<void>;
  /** Shows the new title at once, and the old one again where the bridge refuses it. */
  rename(title: string): Promise<void>;
  /** What runs on the machine, asked for as long as the owner of the caller lives. */
  watchProcesses(): Processes;
  /** The worktrees of its project's sessions, likewise. */
  watchWorktrees(): Worktrees;
  /** The personas of its project or folder, likewise. */
  watchPersonas(): Pick<PlacePersonas, "list" | "isLoaded">;
  interrupt(): Promise<void>;
  stop(): Promise<void>;
  resume(): Promise<void>;
  answer(requestId: RequestId | string, decision: PermissionDecision, message?: string): Promise<void>;
  /** `answers` null: the form is left unanswered. */
  answerQuestion(requestId: RequestId | string, answers: Answers | null, note?: string): Promise<void>;
  /** What runs without asking, because the user said "always". */
  listRules(): Promise<readonly StandingRule[]>;
  withdrawRule(ruleId: string): Promise<void>;
  /** Goes on after an interrupt, a fault or a limit. */
  goOn(): Promise<void>;
  /** Whether it goes on by itself when the provider's limit resets. */
  setLimitResume(goesOn: boolean): Promise<void>;
  /** In USD; null: none. */
  setBudget(limitUsd: number | null): Promise<void>;
  /** Of its bead, for all the sessions of that. */
  setBeadBudget(limitUsd: number | null): Promise<void>;
  /** Of the bead above its own that `epicBudget` tells. */
  setEpicBudget(limitUsd: number | null): Promise<void>;
  /** Writes it to its bead; without a form as its project does. */
  writeTrace(form?: SessionTrace["form"]): Promise<void>;
  /** The files that differ from what they were when it began. */
  readChanges(): Promise<ResultOf<"getSessionChanges">>;
  readFileChange(path: string): Promise<ResultOf<"getFileChange">>;
  /** Files of its folder that match what stands behind an @. */
  findFiles(query: string): Promise<readonly FolderFile[]>;
  /** The bytes of an attachment or of a picture. */
  readBytes(blobId: BlobId): Promise<Uint8Array<ArrayBuffer>>;
  setPermissionMode(mode: PermissionMode): Promise<void>;
  setModel(model: string): Promise<void>;
  /** Finds words in what was said and done in this session. */
  search(query: string): Promise<Found>;
  /** The whole of a truncated text. */
  readBlob(blobId: string): Promise<string>;
  /** Probes the backends again. */
  checkBackend(): Promise<void>;
  /** What the folder brings, where a message was refused until that is accepted. */
  trustQuestion(): TrustQuestion | null;
  /** Accepts it and sends what was refused. */
  trust(): Promise<void>;
}

/** A session's bead among the others of its project. */
export interface SessionBead {
  readonly projectId: string;
  readonly beadId: string;
  /** Their reading begins with this. */
  readonly beads: ProjectBeads;
  /** Reads its long texts, as long as the owner of the caller lives. */
  readWhole(): WholeBead;
}

/** The part of a log that is shown: its newest, or a run of pages elsewhere. Loading rejects with a `WireError`. */
export interface Pages {
  readonly shown: Transcript;
  readonly hasOlder: boolean;
  /** What is shown is not the newest part: chunks that come are not added to it. */
  readonly hasNewer: boolean;
  /** How many items came live since the view was made. */
  readonly came: number;
  loadOlder(): Promise<void>;
  loadNewer(): Promise<void>;
  /** Shows the part that holds a chunk; false: the log has no such chunk. */
  showAround(seq: number): Promise<boolean>;
  showStart(): Promise<void>;
  showEnd(): void;
  /** The item, of what is shown, that a chunk belongs to. */
  itemAt(seq: number): { id: string; turn: number } | undefined;
  /** The first chunk, of what is shown, that belongs to an item. */
  seqOf(itemId: string): number | undefined;
  /** Whether the user reads at the end: a view that does may forget what is far above. */
  follow(following: boolean): void;
  /** Reads the newest part again, after it could not be read. */
  reload(): void;
}

/** A chunk, and how far below the top edge the row with it stands, in CSS pixels. */
export interface Place {
  readonly seq: number;
  readonly top: number;
}

/** `offline`: no connection and none is being tried, because the browser says there is no network. */
export type LinkState = "live" | "reconnecting" | "offline";

/** A message that was sent here and that the bridge has not taken yet. */
export interface PendingMessage {
  readonly messageId: MessageId;
  readonly text: string;
  readonly attachments?: readonly Attachment[];
  /** Names of its files that the bridge does not have yet: the message waits for them. */
  readonly uploads?: readonly string[];
  readonly mode: "queue" | "now";
  /** `sent`: under way for less than 300 ms, or taken and about to appear; shown without a mark. */
  readonly state: "sent" | "sending" | "held" | "failed";
  readonly error?: WireError;
  /** This browser could not keep it: it goes with the page. */
  readonly isOnlyHere?: boolean;
}
