import { isDeepStrictEqual } from "node:util";
import type { Bead, BeadId } from "@switchyard/core/protocol";
import type { Logger } from "pino";
import { makeCalls, type CallsOptions } from "./calls.ts";
import { difference } from "./difference.ts";
import { makeEar } from "./ear.ts";
import { makeJsonlFile } from "./jsonl.ts";
import type { Place } from "./place.ts";
import type { Programs } from "./program.ts";
import { type One, readOne } from "./read-one.ts";
import { readWhole, type Outcome, type Snapshot, type Tools } from "./read-whole.ts";
import { type Watch, watchBeads } from "./watch.ts";
import type { ActorOptions } from "./write/actor.ts";
import { makeTurns, type Turns } from "./write/turns.ts";
import { asInList, missedBy, withWritten } from "./written.ts";

/** A tracker's folder, or the place where one may come to be: one queue of calls, one watch, one memory. */
export interface Workspace {
  readonly place: Place;
  /** Those who are told what each reading came to. */
  readonly readers: Set<Reader>;
  /** Whether what is known is what is there, as far as anybody can tell. */
  isFresh(): boolean;
  /** What was last read; null: nothing yet. */
  latest(): Snapshot | null;
  /** Reads all from now on, or with whoever waits for that already. Never rejects. */
  refresh(wish: Wish): Promise<void>;
  /** Reads all, or waits for the reading that runs. Never rejects. */
  catchUp(): Promise<void>;
  /** @throws {SwitchyardError} BEAD_NOT_FOUND, BD_FAILED */
  one(one: One): Promise<Bead>;
  /** Changes something, by its own turn among the calls. */
  readonly turns: Turns;
  /** Begins to watch and poll after the next reading, or ends it. */
  setWatched(isWatched: boolean): void;
  close(): Promise<void>;
}

export interface Wish {
  readonly isInteractive: boolean;
  /** Asks the programs for their versions again. */
  readonly refresh: boolean;
}

/** A project, as the workspace sees it. */
export interface Reader {
  readonly root: string;
  /** Looks where its tracker is now; it leaves the workspace if that is elsewhere. */
  locate(): Promise<"here" | "elsewhere" | "missing">;
  absorb(outcome: Outcome): void;
}

export interface WorkspaceOptions extends Omit<CallsOptions, "began" | "ended">, ActorOptions {
  readonly programs: Programs;
  readonly logger: Logger;
  readonly now: () => number;
}

export function makeWorkspace(place: Place, options: WorkspaceOptions): Workspace {
  const { timing, wait, now, logger } = options;
  const readers = new Set<Reader>();
  const ear = makeEar({ timing, due: () => void refresh(BACKGROUND) });
  const calls = makeCalls({ ...options, began: ear.callBegan, ended: ear.callEnded });
  const tools: Tools = {
    programs: options.programs,
    calls,
    file: makeJsonlFile({ now, wait, waits: timing.fileMs }),
  };
  /** Of the readers those whose folder is gone. */
  const missing = new Set<Reader>();
  let last: Snapshot | null = null;
  let hasFailed = false;
  /** Whole beads as they were asked for since the last change. */
  const whole = new Map<BeadId, Bead>();
  /** What was written since the reading that runs began. */
  const written = new Map<BeadId, Bead>();
  let running: Promise<void> | null = null;
  let next: { wish: Wish; readonly done: Promise<void> } | null = null;
  let watched: Watch | null = null;
  /** `armed`: every change is heard; `deaf`: only polls tell. */
  let hearing: "arming" | "armed" | "deaf" = "deaf";
  let isFresh = false;
  let poll: NodeJS.Timeout | undefined;

  function watch(): void {
    const watching = watchBeads({
      beadsDir: place.watchDir,
      heard(change) {
        if (watched === watching) ear.heard(change);
      },
      failed(error) {
        if (watched === watching) hearing = "deaf";
        logger.warn({ err: error }, "a tracker's folder cannot be watched: it is only polled");
      },
    });
    watched = watching;
    hearing = "arming";
    void watching.ready.then(() => {
      if (watched !== watching || hearing === "deaf") return;
      hearing = "armed";
      // What was read meanwhile may have missed something.
      ear.heard({ event: "change", path: place.watchDir });
    });
  }

  async function armed(): Promise<void> {
    if (watched !== null && hearing === "arming") await Promise.race([watched.ready, wait(timing.armMs)]);
  }

  /** Null: nobody is here any more. */
  async function readAll(wish: Wish): Promise<Outcome | null> {
    const places = await Promise.all(
      [...readers].map(async (reader) => ({ reader, where: await reader.locate() })),
    );
    missing.clear();
    for (const { reader, where } of places) if (where === "missing") missing.add(reader);
    const home = places.find(({ where }) => where === "here")?.reader;
    if (home === undefined) return null;
    const { beadsDir } = place;
    if (beadsDir === null) return NO_TRACKER;
    return readWhole({ beadsDir, cwd: home.root, last, ...wish }, tools);
  }

  async function run(wish: Wish): Promise<void> {
    clearTimeout(poll);
    await armed();
    const began = performance.now();
    const isHeard = hearing === "armed";
    ear.readBegan();
    if (wish.refresh) whole.clear();
    written.clear();
    const read = await readAll(wish).catch((error: unknown): Outcome => {
      logger.error({ err: error }, "a tracker could not be read");
      return { failed: "The tracker could not be read." };
    });
    // What a call that was ended did not answer says nothing of the tracker.
    if (options.signal.aborted) return;
    const outcome = read === null ? null : withWritten(read, missedBy(read, written));
    for (const reader of missing) reader.absorb(folderMissing(reader.root));
    ear.readEnded({ hasFound: outcome !== null && take(outcome) });
    isFresh = isHeard && watched !== null && outcome !== null && !hasFailed;
    if (watched === null) return;
    const usual = last?.isServer === true ? timing.serverPollMs : timing.pollMs;
    // Never more than a small part of the time: agents wait for the same tracker.
    const ms = Math.max(usual, (performance.now() - began) * MIN_REST);
    poll = setTimeout(() => void refresh(BACKGROUND), ms);
  }

  /** Whether it differs from what was known. */
  function take(outcome: Outcome): boolean {
    const was = last;
    hasFailed = "failed" in outcome || outcome.state.failed;
    const found = "failed" in outcome ? null : difference(was?.beads ?? [], outcome.beads);
    if (found !== null && !("failed" in outcome)) last = { ...outcome, beads: found.beads };
    const told = "failed" in outcome ? outcome : (last ?? outcome);
    for (const reader of readers) if (!missing.has(reader)) reader.absorb(told);
    if (found === null || last === null) return false;
    const hasChanged = found.changed.length + found.removed.length > 0;
    if (hasChanged) whole.clear();
    return hasChanged || !isDeepStrictEqual(was?.state, last.state);
  }

  /** What a change has read back is known without another reading. */
  function learn(beads: readonly Bead[]): void {
    const known = last;
    if (known === null || beads.length === 0) return;
    const isWhole = known.program === null;
    const listed = new Map(beads.map((bead) => [bead.id, isWhole ? bead : asInList(bead, known)]));
    for (const [id, bead] of listed) written.set(id, bead);
    take(withWritten(known, listed));
    if (isWhole || watched === null) return;
    for (const bead of beads) whole.set(bead.id, bead);
  }

  function start(wish: Wish): Promise<void> {
    const done = run(wish).finally(() => {
      running = null;
    });
    running = done;
    return done;
  }

  function refresh(wish: Wish): Promise<void> {
    if (running === null) return start(wish);
    if (next !== null) {
      const isInteractive = next.wish.isInteractive || wish.isInteractive;
      next.wish = { isInteractive, refresh: next.wish.refresh || wish.refresh };
      return next.done;
    }
    const done = running.then(() => {
      const wanted = next?.wish ?? wish;
      next = null;
      return start(wanted);
    });
    next = { wish, done };
    return done;
  }

  function unwatch(): Promise<void> {
    const closing = watched?.close() ?? Promise.resolve();
    watched = null;
    hearing = "deaf";
    isFresh = false;
    clearTimeout(poll);
    ear.close();
    whole.clear();
    return closing;
  }

  const turns = makeTurns({
    ...options,
    place,
    calls,
    beads: () => last?.beads ?? [],
    async reader() {
      if (last === null) await refresh({ isInteractive: true, refresh: false });
      return last?.program ?? null;
    },
    learned: learn,
    rested() {
      // Others may have changed with it: their parents, what they block.
      if (watched !== null) ear.heard({ event: "change", path: place.watchDir });
    },
  });

  return {
    place,
    readers,
    turns,
    isFresh: () => isFresh && hearing === "armed" && !ear.isPending(),
    latest: () => last,
    refresh,
    catchUp() {
      if (running !== null && !ear.isPending()) return running;
      return refresh({ isInteractive: true, refresh: false });
    },
    async one(one) {
      const { beadId } = one;
      const known = isFresh && !ear.isPending() ? whole.get(beadId) : undefined;
      if (known !== undefined) return known;
      const before = last;
      const bead = await readOne(one, tools.calls);
      if (watched !== null && before === last) whole.set(beadId, bead);
      return bead;
    },
    setWatched(isWatched) {
      if (isWatched && watched === null) watch();
      if (!isWatched && watched !== null) void unwatch();
    },
    async close() {
      await unwatch();
      await Promise.all([running, calls.idle()]);
      // The call that ran has opened a window once more.
      ear.close();
    },
  };
}

const BACKGROUND: Wish = { isInteractive: false, refresh: false };
/** Between two polls, as a multiple of what the last reading took. */
const MIN_REST = 10;

const NO_TRACKER: Snapshot = {
  beads: [],
  state: { source: "none", stale: false, version: null, note: null, faults: [], failed: false },
  program: null,
  digest: null,
  jsonl: null,
  isServer: false,
};

function folderMissing(root: string): Outcome {
  return { failed: `The folder ${root} is not there at present.`, code: "FOLDER_NOT_FOUND" };
}
