import { outlineOf } from "@switchyard/beads";
import type { Bead, EventParams, ProjectId, TrackerState } from "@switchyard/core/protocol";
import { batch, createComputed, createMemo, createSignal, on, onCleanup, untrack } from "solid-js";
import { toWireError, type WireError } from "../wire/wire-error.ts";
import type { App } from "./app.ts";
import { type BeadOverlay, createBeadOverlay } from "./bead-overlay.ts";
import type { ProjectBeads } from "./beads.ts";
import { now } from "./clock.ts";
import { onConnect } from "./on-connect.ts";
import { readBeadPages, trackerOf } from "./read-beads.ts";
import { createShownBeads } from "./shown-beads.ts";

type Change = EventParams<"beads-updated">;

/** Reads a project's outlines, and follows what the bridge tells of them; it lives as long as its owner. */
export function createProjectBeads(
  { wire, connection }: Pick<App, "wire" | "connection">,
  projectId: ProjectId,
): ProjectBeads {
  const shown = createShownBeads();
  const list = () => shown.relations().list;
  const [tracker, setTracker] = createSignal<TrackerState | null>(null);
  const [readings, setReadings] = createSignal(0);
  const [isReading, setReading] = createSignal(false);
  const [error, setError] = createSignal<WireError | null>(null);
  const changes = createStamps();
  const tellings = createStamps();
  const overlay = createBeadOverlay();
  let revision = 0;
  /** What the bridge told, without what was changed here and is not answered. */
  let told: readonly Bead[] = [];
  /** What the last answer or event said; it is shown with its beads, which may take a moment. */
  let toldState: TrackerState | null = null;
  /** Changes that came while all was being read: the reading may be older than they are. */
  let missed: Change[] = [];

  /** What was shown last, or is on the way to be. */
  let asked: readonly Bead[] = told;
  async function show(also?: () => void): Promise<void> {
    const from = told;
    const list = overlay.overAll(from);
    asked = list;
    await shown.show(list, also);
    // In their order the next change orders them again in no time.
    if (asked === from && told === from) told = shown.latest();
  }

  function apply(change: Change): void {
    // A reading may have it already.
    if (change.revision <= revision) return;
    if (change.isWhole || change.from !== revision) return void read(false);
    revision = change.revision;
    toldState = trackerOf(change);
    const news = newsOf(overlay, told, change);
    const tell = () => {
      setTracker(toldState);
      tellings.mark([...change.changed.map((bead) => bead.id), ...change.texts]);
      changes.mark(news);
    };
    told = withChange(told, change);
    if (change.changed.length + change.removed.length === 0) batch(tell);
    else void show(tell);
  }

  async function readAll(refresh: boolean): Promise<void> {
    setReading(true);
    missed = [];
    try {
      const before = new Map(told.map((bead) => [bead.id, bead]));
      const reading = await readBeadPages(async (params) => {
        const page = await wire.call("getBeads", { projectId, outline: true, ...params });
        return { ...page, beads: page.beads.map((bead) => sameOr(before.get(bead.id), bead)) };
      }, refresh);
      const isFirst = untrack(readings) === 0;
      const changed = isFirst ? [] : reading.beads.filter((bead) => before.get(bead.id) !== bead);
      const news = newsOf(overlay, told, { changed, texts: [] });
      revision = reading.revision;
      toldState = reading.tracker;
      told = reading.beads;
      await show(() => {
        setTracker(toldState);
        tellings.mark(changed.map((bead) => bead.id));
        changes.mark(news);
        setReadings((count) => count + 1);
        setError(null);
      });
    } catch (thrown) {
      setError(toWireError(thrown));
    } finally {
      setReading(false);
      for (const change of missed.splice(0)) apply(change);
    }
  }

  let last: Promise<void> = Promise.resolve();
  let isNextAsked = false;
  /** One reading at a time; however often it is asked for meanwhile, one more follows. */
  function read(refresh: boolean): Promise<void> {
    if (isNextAsked && !refresh) return last;
    isNextAsked = true;
    last = last.then(() => {
      isNextAsked = false;
      return readAll(refresh);
    });
    return last;
  }

  onCleanup(
    wire.on("beads-updated", (change) => {
      if (change.projectId !== projectId) return;
      if (untrack(isReading)) missed.push(change);
      else if (untrack(readings) > 0) apply(change);
      else void read(false);
    }),
  );
  onConnect(connection, () => void read(false));

  onCleanup(
    overlay.onAnswer((bead, wasTold) => {
      if (!wasTold && untrack(readings) > 0)
        told = withChange(told, { changed: [outlineOf(bead)], removed: [] });
    }),
  );

  const due = createDue(list);
  createComputed(on([due, overlay.version], () => void show(), { defer: true }));
  return {
    list,
    relations: shown.relations,
    tracker,
    isLoaded: () => readings() > 0,
    isReading,
    error,
    readings,
    changedAt: changes.at,
    toldAt: tellings.at,
    overlay,
    refresh: () => read(true),
  };
}

/** Those of what the bridge tells that were not changed here alone. */
function newsOf(
  overlay: BeadOverlay,
  told: readonly Bead[],
  { changed, texts }: Pick<Change, "changed" | "texts">,
): readonly string[] {
  const before = new Map<string, Bead>(told.map((bead) => [bead.id, bead]));
  const withTexts = new Set<string>(texts);
  const after = new Map<string, Bead>(changed.map((bead) => [bead.id, bead]));
  return [...new Set<string>([...after.keys(), ...texts])].filter((id) => {
    const bead = after.get(id) ?? before.get(id);
    return (
      bead === undefined || overlay.takesNews({ before: before.get(id), bead, hasTexts: withTexts.has(id) })
    );
  });
}

function withChange(
  before: readonly Bead[],
  { changed, removed }: Pick<Change, "changed" | "removed">,
): readonly Bead[] {
  const gone = new Set<string>(removed);
  const fresh = new Map(changed.map((bead) => [bead.id, bead]));
  const known = new Set(before.map((bead) => bead.id));
  return [
    ...before.flatMap((bead) => (gone.has(bead.id) ? [] : [fresh.get(bead.id) ?? bead])),
    ...[...fresh.values()].filter((bead) => !known.has(bead.id)),
  ];
}

/** What was not changed stays the same object, so that whatever shows it does nothing. */
function sameOr(before: Bead | undefined, bead: Bead): Bead {
  return before !== undefined && JSON.stringify(before) === JSON.stringify(bead) ? before : bead;
}

/** When each bead changed last. */
function createStamps() {
  const [all, setAll] = createSignal<ReadonlyMap<string, number>>(new Map());
  let last = 0;
  return {
    at: (beadId: string) => all().get(beadId) ?? 0,
    mark(beadIds: readonly string[]): void {
      if (beadIds.length === 0) return;
      // Two changes of one bead in a millisecond are two.
      last = Math.max(Date.now(), last + 1);
      setAll((before) => new Map([...before, ...beadIds.map((id) => [id, last] as const)]));
    },
  };
}

/** How many of the deferred beads have fallen due: what is ready changes with it alone, not with each tick. */
function createDue(list: () => readonly Bead[]): () => number {
  const times = createMemo(() =>
    list().flatMap((bead) => (bead.defer_until === undefined ? [] : [Date.parse(bead.defer_until)])),
  );
  return createMemo(() => {
    if (times().length === 0) return 0;
    const time = now();
    return times().filter((at) => at <= time).length;
  });
}
