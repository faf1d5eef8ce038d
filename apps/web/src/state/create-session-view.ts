import {
  BlobId,
  type MessageId,
  type QueuedMessage,
  RequestId,
  type SessionInfo,
} from "@switchyard/core/protocol";
import { createEffect, createMemo, createSignal, onCleanup } from "solid-js";
import { createStore, reconcile } from "solid-js/store";
import type { App } from "./app.ts";
import { MOST_HITS } from "./hits.ts";
import type { PersonaPlace } from "./personas.ts";
import { createProcesses } from "./processes.ts";
import { readBytes } from "./attachments.ts";
import { draftFilesOf } from "./files-of-drafts.ts";
import { readBlobParts } from "./read-blob.ts";
import type { Place, SessionBead, SessionView } from "./session-view.ts";
import { createTranscript } from "./transcript.ts";
import { createWorktrees } from "./worktrees.ts";

/** Lines of error output that a view keeps. */
const STDERR_LINES = 500;
const READ_AFTER_MS = 500;

/** The view of one session over the page's state; it lives as long as the owner that creates it. */
export function createSessionView(app: App, info: () => SessionInfo): SessionView {
  const { wire, outbox } = app;
  const { sessionId } = info();
  const [queue, setQueue] = createStore<{ messages: QueuedMessage[] }>({ messages: [] });
  const [stderr, setStderr] = createSignal<readonly string[]>([]);

  const writeQueue = (messages: QueuedMessage[]) => {
    setQueue("messages", reconcile(messages, { key: "messageId" }));
    outbox.taken(
      sessionId,
      messages.map((message) => message.messageId),
    );
  };
  const start = startOf(app, info());
  const events = {
    onUserMessages: (messageIds: readonly string[]) => outbox.taken(sessionId, messageIds),
    onSubscribed() {
      wire.call("listQueuedMessages", { sessionId }).then(
        (read) => writeQueue(read.queue),
        // The next queue-changed, or the next connection, tells it.
        () => undefined,
      );
    },
    onCaughtUp: (missed: number) => app.connection.reportCaughtUp(missed),
  };
  const history = createTranscript(wire, { sessionId, startAt: start?.seq }, events);
  const stops = [
    wire.on("queue-changed", (changed) => {
      if (changed.sessionId === sessionId) writeQueue(changed.queue);
    }),
    wire.on("agent-stderr", (told) => {
      if (told.sessionId === sessionId) setStderr((lines) => [...lines, told.line].slice(-STDERR_LINES));
    }),
    // Each subscription sends the kept lines again.
    wire.onStatus(() => setStderr([])),
  ];
  onCleanup(() => stops.forEach((stop) => stop()));
  markRead(app, info, () => history.pages.shown.lastSeq);

  const bead = createSessionBead(app, info);
  return {
    get info() {
      return info();
    },
    get bead() {
      return bead();
    },
    get backend() {
      return app.backends.get(info().backendId);
    },
    get persona() {
      return app.personas.get(info().persona);
    },
    transcript: history.transcript,
    get loading() {
      return history.isLoading();
    },
    get loadError() {
      return history.error();
    },
    pages: history.pages,
    start,
    leave: (place) => app.places.leave(sessionId, place),
    get pending() {
      return outbox.of(sessionId);
    },
    get queue() {
      return queue.messages;
    },
    get stderr() {
      return stderr();
    },
    get connection() {
      return app.connection.link();
    },
    get draft() {
      return app.drafts.of(sessionId);
    },
    setDraft: (text) => app.drafts.set(sessionId, text),
    get waiting() {
      return app.requests.of(sessionId);
    },
    readRequest: (requestId) => app.requests.readWhole({ sessionId, requestId }),
    isAnswering: (requestId) => app.requests.isAnswering(requestId),
    files: draftFilesOf(app, sessionId),
    send: (text, mode = "queue", files = []) => outbox.send(sessionId, { text, mode, files }),
    retry: (messageId) => outbox.retry(sessionId, messageId),
    discard: (messageId) => outbox.discard(sessionId, messageId),
    get processLimit() {
      return app.settings.settings()?.processLimit;
    },
    async updateQueued(messageId, message) {
      await wire.call("updateQueuedMessage", { sessionId, messageId, message });
    },
    rename: (title) => app.sessions.rename(sessionId, title),
    async withdraw(messageId: MessageId) {
      await wire.call("withdrawQueuedMessage", { sessionId, messageId });
    },
    watchProcesses: () => createProcesses(app),
    watchWorktrees: () => createWorktrees(app, () => info().projectId),
    watchPersonas: () => app.personas.in(() => placeOf(info())),
    async interrupt() {
      await wire.call("interruptAgentSession", { sessionId });
    },
    async stop() {
      await wire.call("stopAgentSession", { sessionId });
      await app.sessions.reload();
    },
    async resume() {
      await wire.call("resumeSession", { sessionId });
      await app.sessions.reload();
    },
    answer: (requestId, decision, message) =>
      app.requests.answer({ sessionId, requestId: RequestId.parse(requestId) }, decision, message),
    answerQuestion: (requestId, answers, note) =>
      app.requests.answerQuestion({ sessionId, requestId: RequestId.parse(requestId) }, answers, note),
    listRules: async () => (await wire.call("listRules", { sessionId })).rules,
    async withdrawRule(ruleId) {
      await wire.call("withdrawRule", { sessionId, ruleId });
    },
    async goOn() {
      await wire.call("continueSession", { sessionId });
    },
    async setLimitResume(goesOn) {
      await wire.call("setLimitResume", { sessionId, goesOn });
    },
    async setBudget(limitUsd) {
      await wire.call("setBudget", { sessionId, limitUsd });
    },
    async setBeadBudget(limitUsd) {
      const { beadId, projectId } = info();
      if (beadId === null) return;
      await wire.call("setBudget", { beadId, limitUsd, ...(projectId === null ? {} : { projectId }) });
    },
    async setEpicBudget(limitUsd) {
      const { epicBudget, projectId } = info();
      if (epicBudget === null) return;
      const { beadId } = epicBudget;
      await wire.call("setBudget", { beadId, limitUsd, ...(projectId === null ? {} : { projectId }) });
    },
    async writeTrace(form) {
      await wire.call("writeTrace", { sessionId, ...(form === undefined ? {} : { form }) });
    },
    readChanges: () => wire.call("getSessionChanges", { sessionId }),
    readFileChange: (path) => wire.call("getFileChange", { sessionId, path }),
    findFiles: async (query) => (await wire.call("listFiles", { sessionId, query })).files,
    readBytes: (blobId) => readBytes(wire, blobId),
    async setPermissionMode(permissionMode) {
      await wire.call("setPermissionMode", { sessionId, permissionMode });
    },
    async setModel(model) {
      await wire.call("setModel", { sessionId, model });
    },
    search: (query) => wire.call("searchSessions", { sessionId, query, limit: MOST_HITS }),
    readBlob: async (blobId) => (await readBlobParts(wire, BlobId.parse(blobId))).join(""),
    checkBackend: () => app.backends.check(),
    trustQuestion: () => outbox.trustQuestion(sessionId),
    trust: () => outbox.trust(sessionId),
  };
}

function createSessionBead(app: App, info: () => SessionInfo): () => SessionBead | null {
  const projectId = createMemo(() => app.projects.get(info().projectId)?.projectId);
  const beadId = createMemo(() => info().beadId);
  return createMemo(() => {
    const [project, bead] = [projectId(), beadId()];
    if (project === undefined || bead === null) return null;
    return {
      projectId: project,
      beadId: bead,
      get beads() {
        return app.beads.of(project);
      },
      readWhole: () => app.beads.whole(project, bead),
    };
  });
}

/** Where the session's persona was looked for. */
function placeOf({ projectId, cwd }: SessionInfo): PersonaPlace {
  return projectId === null ? { cwd } : { projectId };
}

/** The first turn that is not read, else where the user was; null: the end. */
function startOf(app: App, info: SessionInfo): Place | null {
  const seen = app.seen.upTo(info.sessionId);
  if (info.unread > 0 && seen > 0 && seen < info.lastSeq) return { seq: seen + 1, top: UNREAD_TOP };
  return app.places.of(info.sessionId);
}

/** Below the line that names the turn. */
const UNREAD_TOP = 48;

/** What is on a screen that is looked at is read: told to the bridge for `unread`, kept here for failures. */
function markRead(app: App, info: () => SessionInfo, lastSeq: () => number): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const mark = () => {
    timer = undefined;
    const seq = lastSeq();
    if (document.visibilityState !== "visible" || seq === 0) return;
    app.seen.mark(info().sessionId, seq);
    if (info().unread > 0) {
      app.wire.call("markSessionRead", { sessionId: info().sessionId, seq }).catch(() => undefined);
    }
  };
  const soon = () => {
    timer ??= setTimeout(mark, READ_AFTER_MS);
  };
  createEffect(() => {
    if (lastSeq() > 0 || info().unread > 0) soon();
  });
  document.addEventListener("visibilitychange", soon);
  onCleanup(() => {
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", soon);
  });
}
