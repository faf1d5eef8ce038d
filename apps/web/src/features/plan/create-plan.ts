import { type Beads, filterBeads, isClosed } from "@switchyard/beads";
import type { Project, SessionInfo } from "@switchyard/core/protocol";
import { type Accessor, createComputed, createMemo, createSignal, on } from "solid-js";
import type { App } from "../../state/app.ts";
import type { ProjectBeads } from "../../state/beads.ts";
import { now } from "../../state/clock.ts";
import type { Status } from "../../state/status.ts";
import { criticalPathOf } from "./model/critical.ts";
import { type Days, findDays, hasDays } from "./model/days.ts";
import { fitPart, withAncestors, youngPart } from "./model/filter-parts.ts";
import { createFolds, createPassingFolds } from "./model/folds.ts";
import { type DraftPlace, type PlanRows, planRows } from "./model/rows.ts";
import { findWaves, type Waves } from "./model/waves.ts";
import { createSettled } from "./model/settled.ts";
import type { PlanFilter } from "./plan-filter.ts";

/** A project's plan as it is shown: its rows, its timeline, what is folded and what is ticked. */
export interface Plan {
  readonly project: Project;
  readonly beads: ProjectBeads;
  readonly filter: PlanFilter;
  readonly relations: Accessor<Beads>;
  readonly rows: Accessor<PlanRows>;
  readonly waves: Accessor<Waves>;
  /** Null: the timeline shows the order. */
  readonly days: Accessor<Days | null>;
  readonly hasDays: Accessor<boolean>;
  /** Its beads from the first to the last; empty where none blocks another. */
  readonly critical: Accessor<readonly string[]>;
  /** Changes when the user asks for other rows, not when beads change. */
  readonly asked: Accessor<string>;
  sessionsOf(id: string): readonly SessionInfo[];
  strongest(id: string): { session: SessionInfo | undefined; status: Status | undefined };
  /** What its sessions and those of all below it come to; undefined: there is none. */
  below(id: string): Below | undefined;
  isFolded(id: string): boolean;
  toggleFold(id: string): void;
  fold(ids: Iterable<string>, isFolded: boolean): void;
  foldAll(isFolded: boolean): void;
  readonly ticked: Accessor<ReadonlySet<string>>;
  tick(id: string): void;
  /** Ticks these and no others, as far as they are open. */
  setTicks(ids: Iterable<string>): void;
  clearTicks(): void;
  /** Where a bead is being written: it has a row; null: nowhere. */
  readonly draft: Accessor<DraftPlace | null>;
  setDraft(place: DraftPlace | null): void;
}

export interface Below {
  readonly sessions: number;
  readonly needs: number;
  readonly failed: number;
  readonly running: number;
}

export function createPlan(app: App, project: Project, filter: PlanFilter): Plan {
  const { projectId } = project;
  const beads = app.beads.of(projectId);
  const relations = beads.relations;
  const kept = createFolds(projectId);
  const passing = createPassingFolds();
  const [draft, setDraft] = createSignal<DraftPlace | null>(null, { equals: isSamePlace });
  const [ticks, setTicks] = createSignal<ReadonlySet<string>>(new Set());
  // The age of what was closed is a matter of hours: the tree is not built anew every ten seconds.
  const minute = createMemo(() => Math.floor(now() / MINUTE) * MINUTE);
  const active = createMemo(() => app.beadSessions.active(projectId), new Set<string>(), { equals: areSame });
  const asked = createMemo(() => `${filter.show()} ${filter.closed()} ${filter.text().trim()}`);
  const isNarrowed = createMemo(() => filter.isNarrowed());
  createComputed(on(asked, () => passing.clear(), { defer: true }));

  const context = () => ({ now: minute(), hasSession: (id: string) => active().has(id) });
  // In two steps, since a key more or less in the text changes nothing of how old what is closed may be.
  const young = createMemo(() => filterBeads(relations(), youngPart(filter.asBeadFilter()), context()));
  const matches = createMemo(() => {
    if (!isNarrowed()) return young();
    const fitting = filterBeads(relations(), fitPart(filter.asBeadFilter()), context());
    return new Set([...fitting].filter((id) => young().has(id)));
  });
  const shown = createMemo(() => withAncestors(matches(), young(), relations()));
  // What is looked for is seen, wherever it was folded away.
  const folds = () => (isNarrowed() ? passing : kept);
  const isFolded = (id: string) => folds().folded().has(id);
  const rows = createMemo(() =>
    planRows(relations(), {
      shown: shown(),
      matches: matches(),
      draft: draft(),
      isFolded: foldedIn(folds().folded()),
    }),
  );
  const settled = createSettled(relations);
  const below = createMemo(() => sumBelow(app, projectId, relations()));
  const ticked = createMemo(() => stillOpen(ticks(), relations()));

  return {
    project,
    beads,
    filter,
    relations,
    rows,
    waves: createMemo(() => findWaves(settled(), (id) => active().has(id))),
    days: createMemo(() => (filter.timeline() === "days" ? findDays(settled(), minute()) : null)),
    hasDays: createMemo(() => hasDays(relations())),
    critical: createMemo(() => criticalPathOf(settled())),
    asked,
    sessionsOf: (id) => app.beadSessions.of(projectId, id),
    strongest: (id) => ({
      session: app.beadSessions.strongest(projectId, id),
      status: app.beadSessions.statusOf(projectId, id),
    }),
    below: (id) => below().get(id),
    isFolded,
    toggleFold: (id) => folds().toggle(id),
    fold: (ids, to) => folds().set(ids, to),
    foldAll(to) {
      const all = relations();
      folds().set(
        all.list.flatMap(({ id }) => (all.childrenOf(id).length > 0 ? [id] : [])),
        to,
      );
    },
    ticked,
    tick(id) {
      const bead = relations().get(id);
      if (bead === undefined || isClosed(bead)) return;
      const next = new Set(ticked());
      if (!next.delete(id)) next.add(id);
      setTicks(next);
    },
    setTicks: (ids) => setTicks(stillOpen(new Set(ids), relations())),
    clearTicks: () => setTicks(new Set<string>()),
    draft,
    setDraft,
  };
}

const MINUTE = 60_000;

function isSamePlace(a: DraftPlace | null, b: DraftPlace | null): boolean {
  return a === b || (a !== null && b !== null && a.parent === b.parent);
}

function foldedIn(folded: ReadonlySet<string>): (id: string) => boolean {
  return (id) => folded.has(id);
}

/** What was closed or went meanwhile is not started by a tick of before. */
function stillOpen(ids: ReadonlySet<string>, beads: Beads): ReadonlySet<string> {
  const open = [...ids].filter((id) => {
    const bead = beads.get(id);
    return bead !== undefined && !isClosed(bead);
  });
  return open.length === ids.size ? ids : new Set(open);
}

function sumBelow(app: App, projectId: string, beads: Beads): ReadonlyMap<string, Below> {
  const sums = new Map<string, Below>();
  for (const session of app.beadSessions.inProject(projectId)) {
    const state = app.standing.statusOf(session.sessionId)?.state;
    if (session.beadId === null || state === undefined || state === "stopped") continue;
    for (let bead = beads.get(session.beadId); bead !== undefined; bead = beads.parentOf(bead.id)) {
      const before = sums.get(bead.id) ?? NOTHING;
      sums.set(bead.id, {
        sessions: before.sessions + 1,
        needs: before.needs + (state === "needs" ? 1 : 0),
        failed: before.failed + (state === "failed" ? 1 : 0),
        running: before.running + (state === "running" ? 1 : 0),
      });
    }
  }
  return sums;
}

const NOTHING: Below = { sessions: 0, needs: 0, failed: 0, running: 0 };

function areSame(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((id) => b.has(id));
}
