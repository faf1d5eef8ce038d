import type { ProjectId, SessionInfo } from "@switchyard/core/protocol";
import { type Accessor, createMemo, createSignal } from "solid-js";
import type { App } from "../../state/app.ts";
import { recall, remember } from "../../state/local.ts";
import { createListFacts } from "../session-list/list-facts.ts";
import type { NamedGroup } from "../session-list/group-sessions.ts";
import {
  countByFilter,
  type FleetFacts,
  type FleetFilter,
  type FleetSort,
  isInFleet,
  orderFleet,
  SORTS,
} from "./fleet-model.ts";

export const SIZES = ["s", "m", "l"] as const;
export type TileSize = (typeof SIZES)[number];

/** What the fleet shows and how: the filter is of the moment, sort, size and project are kept in this browser. */
export interface Fleet {
  /** In their order. */
  readonly ids: Accessor<readonly string[]>;
  /** Whether a session has a tile under any filter. */
  isThere(id: string): boolean;
  readonly counts: Accessor<Readonly<Record<FleetFilter, number>>>;
  readonly filter: Accessor<FleetFilter>;
  setFilter(filter: FleetFilter): void;
  readonly order: Accessor<FleetSort>;
  setOrder(order: FleetSort): void;
  readonly size: Accessor<TileSize>;
  setSize(size: TileSize): void;
  /** The projects that sessions of the fleet are of, by name. */
  readonly projects: Accessor<readonly NamedGroup[]>;
  /** The one that alone is shown; undefined: all are. */
  readonly project: Accessor<NamedGroup | undefined>;
  setProject(key: string | null): void;
  /** The id of that project, where the bridge has it in its list. */
  readonly projectId: Accessor<ProjectId | undefined>;
}

export function createFleet(app: App): Fleet {
  const [filter, setFilter] = createSignal<FleetFilter>("all");
  const [order, setOrder] = createKept("fleet.sort", SORTS, "needs");
  const [size, setSize] = createKept("fleet.size", SIZES, "m");
  const [projectKey, setProjectKey] = createSignal(recall(PROJECT));
  const { projectOf } = createListFacts(app);
  const facts: FleetFacts = {
    statusOf: app.standing.statusOf,
    waitsSince: (sessionId) => app.requests.of(sessionId)[0]?.at,
  };

  const all = createMemo(() => app.sessions.list.filter(isInFleet));
  const projects = createMemo(() => {
    const byKey = new Map<string, NamedGroup>();
    for (const session of all()) {
      const group = projectOf(session);
      if (group !== undefined) byKey.set(group.key, group);
    }
    return [...byKey.values()].toSorted((a, b) => a.label.localeCompare(b.label));
  });
  const project = createMemo(() => projects().find(({ key }) => key === projectKey()));
  const shown = createMemo((): readonly SessionInfo[] => {
    const key = project()?.key;
    return key === undefined ? all() : all().filter((session) => projectOf(session)?.key === key);
  });
  const there = createMemo(() => new Set<string>(shown().map(({ sessionId }) => sessionId)));
  return {
    ids: createMemo(() => orderFleet(shown(), facts, { filter: filter(), sort: order() }), [], {
      equals: areSame,
    }),
    isThere: (id) => there().has(id),
    counts: createMemo(() => countByFilter(shown(), facts)),
    filter,
    setFilter,
    order,
    setOrder,
    size,
    setSize,
    projects,
    project,
    setProject(key) {
      setProjectKey(key);
      remember(PROJECT, key);
    },
    projectId: createMemo(() => {
      const key = project()?.key;
      return app.projects.list().find(({ projectId }) => key === `project ${projectId}`)?.projectId;
    }),
  };
}

const PROJECT = "fleet.project";

function createKept<T extends string>(key: string, values: readonly T[], first: T) {
  const [value, setValue] = createSignal<T>(values.find((one) => one === recall(key)) ?? first);
  const keep = (next: T) => {
    setValue(() => next);
    remember(key, next);
  };
  return [value, keep] as const;
}

function areSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id, at) => id === b[at]);
}
