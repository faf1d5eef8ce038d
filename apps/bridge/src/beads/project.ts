import { isDeepStrictEqual } from "node:util";
import { type BeadId, SwitchyardError } from "@switchyard/core/protocol";
import { difference } from "./difference.ts";
import { nowhere, type Place } from "./place.ts";
import type { Program } from "./program.ts";
import { beadNotFound } from "./read-one.ts";
import type { Outcome, Snapshot } from "./read-whole.ts";
import type { BeadsChange, Reading, Tracker } from "./tracker.ts";
import type { Reader, Workspace } from "./workspace.ts";
import { makeWrites } from "./write/writes.ts";

/** A project's view of its tracker: where it is now, what of it is known, and under which revision. */
export interface TrackedProject extends Tracker {
  readonly root: string;
  /** Null: not yet looked for. */
  workspace(): Workspace | null;
  leave(): void;
}

export interface ProjectOptions {
  readonly root: string;
  /** Null: the project's folder is not there. */
  readonly placeOf: (root: string) => Promise<Place | null>;
  readonly workspaceAt: (place: Place) => Workspace;
  /** It has joined a workspace, or left this one. */
  readonly moved: (left: Workspace | null) => void;
  readonly wasRead: () => void;
  readonly changed: (change: BeadsChange) => void;
  /** What is read now differs from what was, or is the first. */
  readonly learned: (reading: Reading) => void;
}

export function makeProject(options: ProjectOptions): TrackedProject {
  const { root } = options;
  let home: Workspace | null = null;
  let reading: Reading | null = null;
  /** Why the last reading failed. */
  let fault: Extract<Outcome, { failed: string }> | null = null;
  /** What was passed over in the search for the tracker, and why. */
  let note: string | null = null;

  function join(workspace: Workspace): void {
    const left = home;
    left?.readers.delete(reader);
    home = workspace;
    workspace.readers.add(reader);
    const known = workspace.latest();
    if (known !== null && workspace.isFresh()) absorb(known);
    options.moved(left);
  }

  async function locate(): Promise<"here" | "elsewhere" | "missing"> {
    const from = home;
    const place = await options.placeOf(root);
    if (home !== from) return "elsewhere";
    if (place === null) {
      if (home === null) join(options.workspaceAt(nowhere(root)));
      return "missing";
    }
    ({ note } = place);
    if (home?.place.key === place.key) return "here";
    join(options.workspaceAt(place));
    return "elsewhere";
  }

  function absorb(outcome: Outcome): void {
    const hadFault = fault !== null;
    const was = reading;
    fault = "failed" in outcome ? outcome : null;
    const next = "failed" in outcome ? failedNow(was, outcome.failed) : withNote(outcome, note);
    if (next === null) return;
    const { beads, ...found } = difference(was?.beads ?? [], next.beads);
    const isSame = found.changed.length + found.removed.length === 0;
    if (was !== null && isSame && isDeepStrictEqual(was.state, next.state)) return;
    const from = was?.revision ?? 0;
    reading = { beads, state: next.state, revision: from + 1 };
    options.learned(reading);
    if (was !== null || hadFault) options.changed({ from, reading, ...found });
  }

  async function read({ refresh = false } = {}): Promise<Reading> {
    options.wasRead();
    if (!refresh && reading !== null && home?.isFresh() === true) return reading;
    await readNow(refresh);
    if (reading !== null) return reading;
    throw new SwitchyardError(fault?.code ?? "BD_FAILED", fault?.failed ?? NOTHING_READ);
  }

  /** A tracker may move while it is read, as at a change of branches. */
  async function readNow(refresh: boolean): Promise<void> {
    for (let tries = 0; tries < MOST_MOVES; tries += 1) {
      // oxlint-disable-next-line no-await-in-loop -- each try depends on the last
      if (home === null) await locate();
      const at = home;
      if (at === null) continue;
      // oxlint-disable-next-line no-await-in-loop -- as above
      await (refresh ? at.refresh({ isInteractive: true, refresh }) : at.catchUp());
      if (at === home) return;
    }
  }

  const programNow = (): Program | null => home?.latest()?.program ?? null;

  const reader: Reader = { root, locate, absorb };

  /** Where the tracker is now. */
  async function here(): Promise<Workspace> {
    const where = await locate();
    if (where !== "missing" && home !== null) return home;
    throw new SwitchyardError("FOLDER_NOT_FOUND", `The folder ${root} is not there at present.`);
  }

  return {
    root,
    read,
    current: () => reading,
    async bead(beadId: BeadId) {
      if (reading === null || programNow() === null) await read();
      const listed = reading?.beads.find(({ id }) => id === beadId) ?? null;
      const program = programNow();
      if (program !== null && home !== null) return home.one({ beadId, listed, program, cwd: root });
      if (listed === null) throw beadNotFound(beadId);
      return listed;
    },
    writes: makeWrites({ prepare: async () => (await here()).turns.prepare(root), read }),
    workspace: () => home,
    leave() {
      const left = home;
      left?.readers.delete(reader);
      home = null;
      options.moved(left);
    },
  };
}

const MOST_MOVES = 3;
const NOTHING_READ = "The tracker could not be read: its folder keeps moving. Try again.";

function withNote({ beads, state }: Snapshot, note: string | null): Pick<Reading, "beads" | "state"> {
  if (note === null) return { beads, state };
  return { beads, state: { ...state, note: state.note === null ? note : `${state.note} ${note}` } };
}

/** What is known stays; null: nothing is. */
function failedNow(was: Reading | null, note: string): Pick<Reading, "beads" | "state"> | null {
  return was === null ? null : { beads: was.beads, state: { ...was.state, failed: true, note } };
}
