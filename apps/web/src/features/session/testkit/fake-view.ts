import {
  type AgentChunk,
  type BackendInfo,
  BlobId,
  type ChunkBody,
  type FolderFile,
  LogId,
  type PersonaInfo,
  type ProcessInfo,
  type QueuedMessage,
  type ResultOf,
  SessionId,
  SessionInfo,
  type StandingRule,
  type WaitingRequest,
  type WorktreeInfo,
} from "@switchyard/core/protocol";
import { applyChunk, emptyTranscript } from "@switchyard/core/session";
import { createSignal } from "solid-js";
import { createStore, produce } from "solid-js/store";
import { createDraftFiles } from "../../../state/draft-files.ts";
import type { PendingMessage, SessionBead, SessionView } from "../../../state/session-view.ts";
import { backendInfo, capabilities } from "../../../testing/backend-info.ts";
import { personaInfo } from "../../../testing/persona-info.ts";
import type { WireError } from "../../../wire/wire-error.ts";

export const SESSION_ID = SessionId.parse("11111111-1111-4111-8111-111111111111");

export interface FakeSession {
  readonly view: SessionView;
  /** What the view was asked to do, in order: name and arguments. */
  readonly calls: unknown[][];
  /** What it read by itself, in order. */
  readonly reads: string[];
  /** Adds a chunk as the bridge would; `turn` and `at` go on from the one before. */
  add(body: BodyOf, place?: { turn?: number; at?: number }): void;
  set(change: Partial<State>): void;
  setInfo(change: Partial<SessionInfo>): void;
  setBead(bead: SessionBead): void;
}

/** A chunk's own fields; what all have in common is filled in. */
export type BodyOf = ChunkBody extends infer Body
  ? Body extends ChunkBody
    ? Omit<Body, "content" | "isDone"> & { content?: string }
    : never
  : never;

interface State {
  info: SessionInfo;
  backend: BackendInfo | undefined;
  persona: PersonaInfo | undefined;
  personas: PersonaInfo[];
  loading: boolean;
  hasOlder: boolean;
  pending: PendingMessage[];
  queue: QueuedMessage[];
  stderr: string[];
  processes: ProcessInfo[];
  connection: SessionView["connection"];
  draft: string;
  answering: string[];
  waiting: WaitingRequest[];
  rules: StandingRule[];
  changes: ResultOf<"getSessionChanges">;
  files: FolderFile[];
  worktrees: WorktreeInfo[];
  /** What merging and removing are refused with. */
  worktreeFault: WireError | null;
}

/** A session whose view is driven by hand. `start` is the time of its first chunk, in Unix ms. */
export function createFakeSession(start = Date.UTC(2026, 10, 23, 14, 2)): FakeSession {
  const calls: unknown[][] = [];
  const reads: string[] = [];
  const [state, setState] = createStore<State>(initialState());
  const [transcript, setTranscript] = createStore(emptyTranscript());
  const place = { seq: 0, turn: 0, at: start };
  const [bead, setBead] = createSignal<SessionBead | null>(null);
  const called =
    (name: string) =>
    async (...args: unknown[]) =>
      void calls.push([name, ...args]);
  const view: SessionView = {
    get info() {
      return state.info;
    },
    get backend() {
      return state.backend;
    },
    get persona() {
      return state.persona;
    },
    get bead() {
      return bead();
    },
    transcript,
    get loading() {
      return state.loading;
    },
    loadError: undefined,
    pages: {
      shown: transcript,
      get hasOlder() {
        return state.hasOlder;
      },
      hasNewer: false,
      came: 0,
      loadOlder: called("loadOlder"),
      loadNewer: called("loadNewer"),
      showAround: async () => true,
      showStart: called("showStart"),
      showEnd: () => void calls.push(["showEnd"]),
      itemAt: () => undefined,
      seqOf: () => undefined,
      follow: () => undefined,
      reload: () => void calls.push(["reload"]),
    },
    start: null,
    leave: () => undefined,
    get pending() {
      return state.pending;
    },
    get queue() {
      return state.queue;
    },
    get stderr() {
      return state.stderr;
    },
    get connection() {
      return state.connection;
    },
    get draft() {
      return state.draft;
    },
    setDraft: (text) => setState("draft", text),
    files: createDraftFiles({
      async attach(file) {
        calls.push(["attach", file.name]);
        const blobId = BlobId.parse(crypto.randomUUID());
        return { blobId, name: file.name, mediaType: file.type, bytes: file.size };
      },
      kept: [],
      keep: () => undefined,
    }),
    get waiting() {
      return state.waiting;
    },
    async readRequest(requestId) {
      const found = state.waiting.find((request) => request.requestId === requestId);
      if (found === undefined) throw new Error("no such request");
      return found;
    },
    isAnswering: (requestId) => state.answering.includes(requestId),
    send: (text, mode, files = []) =>
      void calls.push(["send", text, mode, ...(files.length === 0 ? [] : [files])]),
    retry: (id) => void calls.push(["retry", id]),
    discard(id) {
      calls.push(["discard", id]);
      return state.pending.find(({ messageId }) => messageId === id)?.attachments ?? [];
    },
    withdraw: called("withdraw"),
    updateQueued: called("updateQueued"),
    rename: called("rename"),
    processLimit: 12,
    watchProcesses: () => ({
      get told() {
        return { processes: state.processes, orphans: [], limit: 12, waiting: 0 };
      },
      toldAt: () => Math.floor(Date.now() / 1000),
      error: () => null,
      isStopping: () => false,
      refresh: called("refreshProcesses"),
      stop: called("stopProcesses"),
    }),
    watchWorktrees: () => ({
      list: () => state.worktrees,
      error: () => null,
      reload: called("reloadWorktrees"),
      async merge() {
        calls.push(["mergeWorktree"]);
        if (state.worktreeFault !== null) throw state.worktreeFault;
        return { into: "main", commit: "c".repeat(40), merged: 2 };
      },
      async remove() {
        calls.push(["removeWorktree"]);
        if (state.worktreeFault !== null) throw state.worktreeFault;
        return { isBranchKept: true, branch: state.info.worktree?.branch ?? "" };
      },
    }),
    watchPersonas: () => ({ list: () => state.personas, isLoaded: () => true }),
    interrupt: called("interrupt"),
    stop: called("stop"),
    resume: called("resume"),
    async answer(...args) {
      calls.push(["answer", ...args]);
      setState("answering", (before) => [...before, args[0]]);
    },
    async answerQuestion(...args) {
      calls.push(["answerQuestion", ...args]);
      setState("answering", (before) => [...before, args[0]]);
    },
    async listRules() {
      reads.push("listRules");
      return state.rules;
    },
    withdrawRule: called("withdrawRule"),
    goOn: called("goOn"),
    setLimitResume: called("setLimitResume"),
    setBudget: called("setBudget"),
    setBeadBudget: called("setBeadBudget"),
    setEpicBudget: called("setEpicBudget"),
    writeTrace: called("writeTrace"),
    async readChanges() {
      reads.push("readChanges");
      return state.changes;
    },
    async readFileChange(path) {
      calls.push(["readFileChange", path]);
      return { oldText: "before\n", newText: "after\n", isBinary: false, isCut: false };
    },
    async findFiles(query) {
      calls.push(["findFiles", query]);
      return state.files.filter((file) => file.path.includes(query));
    },
    async readBytes(blobId) {
      calls.push(["readBytes", blobId]);
      return new Uint8Array();
    },
    setPermissionMode: called("setPermissionMode"),
    setModel: called("setModel"),
    async search(query) {
      calls.push(["search", query]);
      return { hits: [], isComplete: true };
    },
    async readBlob(blobId) {
      calls.push(["readBlob", blobId]);
      return "the whole text";
    },
    checkBackend: called("checkBackend"),
    trustQuestion: () => null,
    trust: called("trust"),
  };
  return {
    view,
    calls,
    reads,
    add(body, where = {}) {
      if (body.type === "turn_started") place.turn += 1;
      place.seq += 1;
      place.turn = where.turn ?? place.turn;
      place.at = where.at ?? place.at;
      const isDone = body.type === "turn_ended";
      const chunk: AgentChunk = { content: "", ...body, isDone, sessionId: SESSION_ID, ...place };
      setTranscript(produce((draft) => applyChunk(draft, chunk)));
    },
    set: (change) => setState(change),
    setInfo: (change) => setState("info", change),
    setBead,
  };
}

function initialState(): State {
  return {
    info: SessionInfo.parse({
      sessionId: SESSION_ID,
      beadId: "pa-12.2.3",
      persona: "specialist",
      backendId: "claude",
      status: "running",
      process: "live",
      createdAt: 1_795_000_000,
      title: "Retry failed webhook deliveries",
      projectId: null,
      cwd: "/home/ada/code/parcel-api",
      model: "sonnet",
      permissionMode: "default",
      cliSessionId: "9b8fca0e-6a3f-4b53-9c1f-9d6f2a1f6f00",
      logId: LogId.parse("22222222-2222-4222-8222-222222222222"),
      lastSeq: 0,
      lastActivity: 1_795_000_000,
      unread: 0,
      pendingApprovals: 0,
      queued: 0,
      storage: "ok",
      sharesCwdWith: [],
      isArchived: false,
      startPlace: null,
      batch: null,
      resumeCommand: null,
      provenance: null,
      worktree: null,
      trace: null,
      verifiedTurn: 0,
      usage: { inputTokens: 118_400, outputTokens: 9_210, costUsd: 1.84, turnsWithoutCost: 0 },
      pendingQuestions: 0,
      context: null,
      budget: null,
      beadBudget: null,
      epicBudget: null,
      hold: null,
      lastTurn: null,
      rules: 0,
    }),
    backend: backendInfo({ capabilities: { ...capabilities, models: MODELS } }),
    persona: personaInfo("specialist", {
      description: "Builds one thing well",
      icon: "code-xml",
      tasks: [],
    }),
    personas: [],
    loading: false,
    hasOlder: false,
    pending: [],
    queue: [],
    stderr: [],
    processes: [],
    connection: "live",
    draft: "",
    answering: [],
    waiting: [],
    rules: [],
    changes: { source: "none", branch: null, files: [], total: 0, commits: [], isShared: false },
    files: [],
    worktrees: [],
    worktreeFault: null,
  };
}

const MODELS = [
  { id: "sonnet", displayName: "sonnet" },
  { id: "opus", displayName: "opus" },
];
