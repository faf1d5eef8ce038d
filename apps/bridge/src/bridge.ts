import { mkdir, realpath } from "node:fs/promises";
import { join } from "node:path";
import type { Backend } from "@switchyard/core/backend";
import type { BackendId } from "@switchyard/core/protocol";
import { makeExpiry } from "./attachments/expiry.ts";
import { makeBackendHealth } from "./backends/health.ts";
import { locateProgram } from "./backends/locate.ts";
import { backendsOf, makeBackendRegistry, takenIds } from "./backends/registry.ts";
import { findBeads } from "./beads/find-beads.ts";
import { makeTrackers } from "./beads/trackers.ts";
import type { BridgeOptions } from "./bridge-options.ts";
import { makeFolders } from "./changes/folders.ts";
import { makeConversationCatalogue } from "./conversations/catalogue.ts";
import { makeFolderFiles } from "./files/folder-files.ts";
import { makeGit } from "./git/git.ts";
import { packageRoot } from "./launch/own-places.ts";
import { openLog } from "./log/log.ts";
import { openPackStore } from "./packs/open-pack-store.ts";
import { packPlaces } from "./packs/record.ts";
import { makePersonaLibrary } from "./personas/library.ts";
import { makePersonaWatch } from "./personas/watch.ts";
import { openEndings } from "./plugins/endings.ts";
import { makePlugins } from "./plugins/plugins.ts";
import { agentEnvironment } from "./process/environment.ts";
import { makeIntake } from "./process/intake.ts";
import { makeLocalHost } from "./process/local-host.ts";
import { runCommand } from "./process/run-command.ts";
import { beadsEvent } from "./projects/beads-event.ts";
import { makeProjects } from "./projects/projects.ts";
import { SAMPLE_NAME } from "./projects/sample.ts";
import { makeHandlers } from "./rpc/handlers.ts";
import { packList } from "./rpc/packs.ts";
import type { Broadcast } from "./session/announcer.ts";
import { makeOrphanList } from "./session/orphans.ts";
import { queueView } from "./session/queue-view.ts";
import { processLimit } from "./session/process-limit.ts";
import { makeRetention } from "./session/retention.ts";
import { makeSessions } from "./session/sessions.ts";
import { makeSlots } from "./session/slots.ts";
import { makeSpares } from "./session/spares.ts";
import { makeStartGate } from "./session/start-gate.ts";
import { makeTrustGate } from "./session/trust.ts";
import { commandInFolder } from "./session/own-conversation.ts";
import { makeTraces } from "./trace/traces.ts";
import { type RunningServer, startServer } from "./server/server.ts";
import { makeWorktrees } from "./worktrees/worktrees.ts";

export type { BridgeOptions } from "./bridge-options.ts";

export interface Bridge {
  readonly url: string;
  readonly port: number;
  rotateToken(token: string): void;
  /** Begins to load what is installed: whoever needs one of those backends waits until then. */
  loadPlugins(): void;
  /** Whether a fault that nobody caught is a plug-in's, and dealt with; asked in the handler that heard of it. */
  takesFault(error: unknown): boolean;
  /** The plug-in whose code is ending the process, asked while it ends: it is not run again. Null: none does. */
  endedBy(): string | null;
  /** Ends everything the sessions started, then the bridge. */
  close(): Promise<{ turnsCut: number }>;
}

/** Builds the bridge from its parts and listens. */
export async function createBridge(options: BridgeOptions): Promise<Bridge> {
  const { logger, settings } = options;
  const spillFolder = join(options.dataFolder, "spill");
  const probeFolder = join(options.dataFolder, "probe");
  await Promise.all(
    [spillFolder, probeFolder].map((folder) => mkdir(folder, { recursive: true, mode: 0o700 })),
  );

  const file = join(options.dataFolder, "switchyard.db");
  const log = openLog({ file, now: Date.now, logger, say: (line) => options.say?.(line) });
  const left = log.processes.list();
  const orphans = makeOrphanList();
  await orphans.reap(left);
  for (const { marker } of left) log.processes.remove(marker);

  const environment = (): Record<string, string> =>
    agentEnvironment(options.env, { ownRoots: options.ownRoots });
  // The server answers with what the sessions are, and the sessions tell the server what happens.
  const told: { server?: RunningServer } = {};
  const broadcast: Broadcast = (event, params) => told.server?.broadcast(event, params);

  const packs = await openPackStore({
    dataFolder: options.dataFolder,
    env: options.env,
    ownRoots: options.ownRoots,
    tidies: true,
    say: (line) => options.say?.(line),
  });
  const fixed = options.backends ?? backendsOf(settings.get());
  const { isSafe = false } = options;
  const isBackendOff = (id: BackendId): boolean => settings.get().backendsOff.includes(id);
  const plugins = makePlugins({
    store: packs,
    isSafe,
    isOff: isBackendOff,
    endings: openEndings(packPlaces(options.dataFolder).endings, packs.list()),
    taken: takenIds(fixed),
    logger,
    changed() {
      tellPacks();
      spares.look();
      health.settingsChanged();
    },
    failed(backendId, message) {
      for (const session of sessions.all()) {
        if (session.record.backendId !== backendId) continue;
        session.backendFailed({ code: "BACKEND_UNAVAILABLE", message });
      }
    },
  });
  const packOptions = { packs, isSafe, packState: plugins.stateOf, settled: plugins.settled };
  let packsTold = Promise.resolve();
  const tellPacks = (): void => {
    // One after the other, so that the newest is the last.
    packsTold = packsTold.then(async () => broadcast("packs-changed", await packList(packOptions)));
  };
  packs.onChanged(() => {
    tellPacks();
    broadcast("personas-changed", {});
  });
  const backends = makeBackendRegistry(fixed, plugins);

  const health = makeBackendHealth({
    backends,
    settings: settings.get,
    known: log.programs,
    environment,
    probeFolder,
    run: runCommand,
    changed: (list) => broadcast("backends-changed", { backends: list }),
    find: (backend) =>
      locateProgram(backend, {
        settingsPath: settings.get().backends[backend.id]?.path,
        env: options.env,
        ownRoots: options.ownRoots,
      }),
  });
  const projects = makeProjects({
    dataFolder: options.dataFolder,
    sample: join(packageRoot, "samples", SAMPLE_NAME),
    cwd: options.cwd,
    env: options.env,
    findBeads: (folder) => findBeads(folder, options.env),
    changed: (list) => broadcast("project-list-changed", { projects: list }),
    removed: (projectId) => trackers.forget(projectId),
    say: (line) => options.say?.(line),
    now: Date.now,
    logger,
  });
  const trackers = makeTrackers({
    env: options.env,
    ownRoots: options.ownRoots,
    environment,
    run: runCommand,
    probeFolder,
    changed(projectId, change) {
      projects.hasBeads(projectId, change.reading.state.source !== "none");
      broadcast("beads-updated", beadsEvent(projectId, change));
      traces.look(projectId);
    },
    learned: (projectId, beads) => sessions.learnBeads(projectId, beads),
    logger,
  });
  // One that cannot be used is refused where its program is looked for.
  const environmentFiles = (backend: Backend): readonly string[] =>
    backends.faultOf(backend.id) === null ? (backend.program.environmentFiles ?? []) : [];
  const trust = makeTrustGate({
    trusted: log.trust,
    env: options.env,
    environmentFiles: () => [...backends].map(environmentFiles),
    originOf: (folder) => worktrees.originOf(folder),
  });
  const personas = makePersonaLibrary({
    dataFolder: options.dataFolder,
    env: options.env,
    packs,
  });
  const personaWatch = makePersonaWatch({
    personas,
    changed: () => broadcast("personas-changed", {}),
  });

  // First of those who hear of a commit: what tells of a chunk goes out behind it.
  log.onCommitted((sessionIds) => {
    told.server?.committed(sessionIds);
    for (const id of sessionIds) sessions.get(id)?.stored();
  });
  const clock = (): number => performance.now();
  const host = orphans.watch(
    makeLocalHost({ spillFolder }),
    (marker) => log.processes.list().find((each) => each.marker === marker)?.sessionId ?? null,
  );
  const startGate = makeStartGate();
  const slots = makeSlots({
    clock,
    limit: () => processLimit(settings.get().maxProcesses),
    sleepAfterMs: () => minutes(settings.get().sleepAfterMinutes),
  });
  const spares = makeSpares({
    host,
    log,
    slots,
    startGate,
    isOff: ({ id }) => isBackendOff(id) || backends.get(id) === undefined || backends.faultOf(id) !== null,
    keptMs: 90_000,
  });
  const ending = new AbortController();
  const { env, ownRoots } = options;
  const git = makeGit({ env, ownRoots, environment, run: runCommand, signal: ending.signal });
  const folders = makeFolders({
    git,
    folder: join(options.dataFolder, "changes"),
    clock,
    signal: ending.signal,
  });
  const dataFolder = await realpath(options.dataFolder);
  const worktrees = makeWorktrees({
    // What it changes is done before the bridge ends, or not at all.
    git: makeGit({ env, ownRoots, environment, run: runCommand, signal: new AbortController().signal }),
    reading: git,
    // It may be a link to where there is room.
    folder: await realpath(join(dataFolder, "worktrees")).catch(() => join(dataFolder, "worktrees")),
    log,
    projects,
    sessions: { all: () => sessions.all(), get: (sessionId) => sessions.get(sessionId) },
    host,
    processes: log.processes,
    environment,
    changed: () => broadcast("worktrees-changed", {}),
    logger,
  });
  const sessions = makeSessions({
    log,
    folders,
    worktrees,
    traces: { ended: (session) => traces.ended(session), dropped: (session) => traces.dropped(session) },
    logger,
    backends,
    personas,
    defaultBackend: health.defaultBackend,
    isBackendOff,
    projects,
    tracker: ({ projectId, path }) => trackers.of(projectId, path),
    patienceMs: 10_000,
    environment,
    broadcast,
    cwd: options.cwd,
    host,
    intake: makeIntake(),
    locate: health.locate,
    capabilities: health.capabilities,
    pluginOf: backends.pluginOf,
    versionOf: health.versionOf,
    learned: health.learned,
    loginSeen: health.loginSeen,
    limitSeen: health.limitSeen,
    startGate,
    slots,
    spares,
    async untrusted(cwd, backend) {
      await backends.ready(backend?.id);
      return trust.question(cwd, backend === undefined ? [] : environmentFiles(backend));
    },
    clock,
    stderr: (sessionId, line) => told.server?.publish(sessionId, "agent-stderr", { sessionId, line }),
    queueChanged: (sessionId, queue) =>
      told.server?.publish(sessionId, "queue-changed", { sessionId, queue: [...queue] }),
    resumesAfterLimit: () => settings.get().resumesAfterLimit,
    sessionBudgetUsd: () => settings.get().sessionBudgetUsd,
    deadlines: { start: 60_000, alone: 5_000, interrupt: 2_000 },
  });

  const traces = makeTraces({
    sessions: sessions.all,
    projects,
    tracker: ({ projectId, path }) => trackers.of(projectId, path),
    folders,
    resume: (record) =>
      commandInFolder(backends.of(record.backendId, record.provenance?.backend.plugin), record),
    now: Date.now,
    logger,
  });

  const retention = makeRetention({
    sessions: () => [...sessions.all()].map((session) => sessions.info(session)),
    drop: (sessionId) => sessions.remove(sessions.need(sessionId)),
    keepStoppedDays: () => settings.get().keepStoppedDays,
    now: Date.now,
    logger,
  });

  void worktrees.begin();
  const server = await startServer({
    ...options,
    handlers: makeHandlers(sessions, log, {
      cwd: options.cwd,
      backends,
      conversations: makeConversationCatalogue(environment),
      pluginOf: backends.pluginOf,
      locate: health.locate,
      health,
      orphans,
      folders,
      files: makeFolderFiles({ git, clock }),
      personas,
      personaWatch,
      ...packOptions,
      projects,
      trackers,
      settings,
      settingsChanged(shown) {
        broadcast("settings-changed", { settings: shown });
        void retention.look();
        slots.look();
        spares.look();
      },
      trust,
      traces,
      worktrees,
    }),
    clients(count) {
      trackers.clients(count);
      traces.clients(count);
      personaWatch.clients(count);
    },
    kept: () => new Promise((resolve) => log.afterCommit(resolve)),
    source: {
      read: (sessionId, afterSeq, limits) => log.read(sessionId, afterSeq, limits),
      committedSeq: (sessionId) =>
        sessions.get(sessionId) === undefined ? undefined : log.committedSeq(sessionId),
      logId: (sessionId) => sessions.need(sessionId).record.logId,
      stderrTail: (sessionId) => sessions.need(sessionId).stderrLines(),
      queue: (sessionId) => queueView(log, sessions.need(sessionId).record),
    },
  });
  told.server = server;
  void retention.look();
  const expiry = makeExpiry(log, Date.now);
  expiry.look();
  const kept = log.sessions().flatMap(({ folderStart }) => folderStart?.kept?.storeId ?? []);
  void folders.tidy(new Set(kept));

  return {
    url: server.url,
    port: server.port,
    rotateToken: (token) => server.rotateToken(token),
    loadPlugins: plugins.begin,
    takesFault: plugins.takesFault,
    endedBy: plugins.endedBy,
    async close() {
      plugins.close();
      retention.close();
      expiry.close();
      personaWatch.close();
      ending.abort();
      const [turnsCut] = await Promise.all([
        sessions.close(),
        health.close(),
        trackers.close(),
        traces.close(),
        packs.close(),
      ]);
      await worktrees.close();
      log.flush();
      await server.close();
      await log.close();
      return { turnsCut };
    },
  };
}

function minutes(count: number | null): number | null {
  return count === null ? null : count * 60_000;
}
