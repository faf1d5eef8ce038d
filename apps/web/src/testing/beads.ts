import { outlineOf } from "@switchyard/beads";
import { Bead, Project, ProjectId } from "@switchyard/core/protocol";
import type { fakeBridge, Handlers } from "./fake-bridge.ts";

type Bridge = ReturnType<typeof fakeBridge>;

export const projectId = ProjectId.parse("7b1f0f5e-2f6f-4f8e-9a50-5a3f3a1c0001");
export const otherProjectId = ProjectId.parse("7b1f0f5e-2f6f-4f8e-9a50-5a3f3a1c0002");

/** A bead as the bridge tells it: an open task of the middle priority. */
export function bead(id: string, values: Record<string, unknown> = {}): Bead {
  return Bead.parse({
    id,
    title: `Title of ${id}`,
    status: "open",
    priority: 2,
    issue_type: "task",
    created_at: "2026-11-20T10:00:00Z",
    updated_at: "2026-11-20T10:00:00Z",
    ...values,
  });
}

/** Edges from `id`, by type: `edges("b", { blocks: ["a"] })` says that a blocks b. */
export function edges(id: string, byType: Record<string, readonly string[]>): Partial<Bead> {
  return {
    dependencies: Object.entries(byType).flatMap(([type, others]) =>
      others.map((other) => ({ issue_id: id, depends_on_id: other, type })),
    ),
  };
}

/** A project as the bridge lists it: the open one, with a tracker. */
export function project(values: Partial<Record<keyof Project, unknown>> = {}): Project {
  return Project.parse({
    projectId,
    name: "parcel-api",
    path: "/home/ada/code/parcel-api",
    isFavorite: false,
    lastOpened: 1_700_000_000,
    isOpen: true,
    hasBeads: true,
    isThere: true,
    isSample: false,
    cliBackend: null,
    backendsOff: [],
    beadTrace: "off",
    worktrees: { setup: null, copies: [] },
    ...values,
  });
}

export const trackerState = {
  source: "bd" as const,
  stale: false,
  version: "1.0.5",
  note: null,
  faults: [],
  failed: false,
};

/** A tracker behind a fake bridge: what it holds is read in pages, what changes is told. */
export function fakeTracker(
  initial: readonly Bead[],
  { id = projectId, page = 1000 }: { id?: ProjectId; page?: number } = {},
) {
  let beads = [...initial];
  let revision = 1;
  let state: object = trackerState;
  const handlers = {
    getBeads: (params: Record<string, unknown>) => {
      const from = typeof params["cursor"] === "string" ? Number(params["cursor"]) : 0;
      const shown = beads.slice(from, from + page);
      return {
        projectId: id,
        beads: params["outline"] === true ? shown.map(outlineOf) : shown,
        ...trackerState,
        ...state,
        revision,
        ...(from + page < beads.length && { nextCursor: String(from + page) }),
      };
    },
    getBead: (params: Record<string, unknown>) => {
      const found = beads.find((one) => one.id === params["beadId"]);
      return found === undefined ? { refuse: { code: "BEAD_NOT_FOUND" } } : { projectId: id, bead: found };
    },
  } satisfies Handlers;

  /** The event of what changed; `texts` are those whose long texts did. */
  function change(
    changed: readonly Bead[],
    rest: { removed?: readonly string[]; texts?: readonly string[] } = {},
  ) {
    const gone = new Set<string>([...(rest.removed ?? []), ...changed.map((one) => one.id)]);
    const at = new Map<string, Bead>(changed.map((one) => [one.id, one]));
    const known = new Set<string>(beads.map((one) => one.id));
    beads = [
      ...beads.flatMap((one) => (gone.has(one.id) ? (at.get(one.id) ?? []) : [one])),
      ...changed.filter((one) => !known.has(one.id)),
    ];
    revision += 1;
    return {
      projectId: id,
      from: revision - 1,
      revision,
      isWhole: false,
      changed: changed.map(outlineOf),
      removed: rest.removed ?? [],
      texts: rest.texts ?? [],
      ...trackerState,
      ...state,
    };
  }

  return {
    handlers,
    change,
    beads: () => beads,
    /** Changes beads as somebody outside did, and tells it. */
    tell: (bridge: Bridge, ...args: Parameters<typeof change>) =>
      bridge.emit("beads-updated", change(...args)),
    /** What the tracker says of itself from now on. */
    setState: (values: Partial<typeof trackerState> | object) => (state = values),
  };
}
