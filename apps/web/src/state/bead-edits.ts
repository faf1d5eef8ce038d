import type {
  Bead,
  BeadId,
  BeadOrigin,
  BeadPatch,
  BeadsPatch,
  NewBead,
  ProjectId,
} from "@switchyard/core/protocol";
import { createSignal, untrack } from "solid-js";
import { toWireError, WireError } from "../wire/wire-error.ts";
import type { Wire } from "../wire/wire.ts";
import { trackerWords as words } from "../words/tracker-words.ts";
import type { BeadsState } from "./beads.ts";
import type { Connection } from "./connection.ts";

export interface BeadRef {
  readonly projectId: ProjectId;
  readonly beadId: BeadId;
}

/** What a change came to: the bead as it was read back, or why it was refused and taken back. */
export type Written =
  | { readonly isDone: true; readonly bead: Bead }
  | { readonly isDone: false; readonly error: WireError };

export interface ManyWritten {
  readonly done: readonly BeadId[];
  readonly failed: readonly { readonly beadId: BeadId; readonly message: string }[];
}

/**
 * Changes of beads. What the user did shows at once wherever the bead is shown, and is taken back where the tracker
 * refuses it; what can be undone is offered to be. None of these rejects.
 */
export interface BeadEdits {
  /** `base`: what the fields were when they were edited; without it, a long text can't be undone. */
  update(ref: BeadRef, patch: BeadPatch, base?: BeadPatch): Promise<Written>;
  /** The same for several; a call that failed as a whole is an error. */
  updateMany(
    projectId: ProjectId,
    beadIds: readonly BeadId[],
    patch: BeadsPatch,
  ): Promise<ManyWritten | WireError>;
  /** Under a parent it shows at once, with an id that is not its own: `isMade`. */
  create(projectId: ProjectId, bead: NewBead, origin?: BeadOrigin): Promise<Written>;
  close(ref: BeadRef, how?: { reason?: string; force?: boolean }): Promise<Written>;
  reopen(ref: BeadRef, reason?: string): Promise<Written>;
  claim(ref: BeadRef): Promise<Written>;
  addDependency(ref: BeadRef, dependsOnId: string, type?: string): Promise<Written>;
  removeDependency(ref: BeadRef, dependsOnId: string): Promise<Written>;
  addComment(ref: BeadRef, text: string): Promise<Written>;
  /** Why the beads of a project cannot be changed, as a sentence; null: they can, as far as is known. */
  readOnlyWhy(projectId: ProjectId): string | null;
  /** What is to be said of a change that is under way for more than a moment; held: it waits for the bridge. */
  standing(projectId: ProjectId, beadId: string): "saving" | "held" | null;
  /** Whether it is only to be: it has no page, and nothing can be done with it. */
  isMade(projectId: ProjectId, beadId: string): boolean;
}

/** Those of them that go to the tracker. */
export type UndoableWrites = Omit<BeadEdits, "readOnlyWhy" | "standing" | "isMade">;

export function createBeadEdits(
  wire: Wire,
  { beads, connection }: { beads: BeadsState; connection: Connection },
): BeadEdits {
  const refusals = createRefusals(beads);
  let writes: UndoableWrites | undefined;
  /** Most who look at beads change none: what that needs comes when changing is offered. */
  async function load(): Promise<UndoableWrites> {
    const { createUndoableWrites } = await import("./bead-undo.ts");
    return (writes ??= createUndoableWrites(wire, beads));
  }

  /** Does it, and remembers that a program is missing. */
  async function run<T>(projectId: ProjectId, work: (writes: UndoableWrites) => Promise<T>) {
    const known = writes;
    // Whoever asks for a change from within an effect does not want it again with each change.
    const asked = known === undefined ? load().then(work) : untrack(() => work(known));
    const came = await asked.catch(toWireError);
    const error = errorOf(came);
    if (error?.code === "BD_NOT_FOUND") refusals.note(projectId, error.message);
    return came;
  }
  async function one(
    { projectId }: Pick<BeadRef, "projectId">,
    work: (writes: UndoableWrites) => Promise<Written>,
  ): Promise<Written> {
    const came = await run(projectId, work);
    return came instanceof WireError ? { isDone: false, error: came } : came;
  }

  return {
    update: (ref, patch, base) => one(ref, (it) => it.update(ref, patch, base)),
    updateMany: (projectId, beadIds, patch) =>
      run(projectId, (it) => it.updateMany(projectId, beadIds, patch)),
    create: (projectId, bead, origin) => one({ projectId }, (it) => it.create(projectId, bead, origin)),
    close: (ref, how) => one(ref, (it) => it.close(ref, how)),
    reopen: (ref, reason) => one(ref, (it) => it.reopen(ref, reason)),
    claim: (ref) => one(ref, (it) => it.claim(ref)),
    addDependency: (ref, id, type) => one(ref, (it) => it.addDependency(ref, id, type)),
    removeDependency: (ref, id) => one(ref, (it) => it.removeDependency(ref, id)),
    addComment: (ref, text) => one(ref, (it) => it.addComment(ref, text)),
    readOnlyWhy(projectId) {
      if (writes === undefined) load().catch(() => undefined);
      const tracker = beads.of(projectId).tracker();
      if (tracker?.source === "jsonl") return tracker.note ?? words.readOnly;
      if (tracker?.source === "none") return tracker.note ?? words.noTracker;
      return refusals.of(projectId);
    },
    standing(projectId, beadId) {
      if (!beads.of(projectId).overlay.isSlow(beadId)) return null;
      return connection.link() === "live" ? "saving" : "held";
    },
    isMade: (projectId, beadId) => beads.of(projectId).overlay.isMade(beadId),
  };
}

function errorOf(came: unknown): WireError | undefined {
  if (came instanceof WireError) return came;
  const isRefused = typeof came === "object" && came !== null && "error" in came;
  return isRefused && came.error instanceof WireError ? came.error : undefined;
}

/** Which projects have no program that writes, until their tracker tells something else of itself. */
function createRefusals(beads: BeadsState) {
  const [all, setAll] = createSignal<ReadonlyMap<ProjectId, { message: string; tracker: string }>>(new Map());
  const stateOf = (projectId: ProjectId) => JSON.stringify(beads.of(projectId).tracker());
  return {
    note(projectId: ProjectId, message: string): void {
      setAll((before) => new Map([...before, [projectId, { message, tracker: stateOf(projectId) }]]));
    },
    of(projectId: ProjectId): string | null {
      const own = all().get(projectId);
      return own !== undefined && own.tracker === stateOf(projectId) ? own.message : null;
    },
  };
}
