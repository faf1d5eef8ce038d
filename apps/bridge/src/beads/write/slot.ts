import { type Bead, BeadId, SwitchyardError } from "@switchyard/core/protocol";
import { readBead } from "@switchyard/beads";
import type { Desk } from "../calls.ts";
import { listCall, showCall } from "../commands.ts";
import type { Program } from "../program.ts";
import { beadNotFound, isAskable, readOne, rowsIn } from "../read-one.ts";
import { type Capabilities, capabilitiesOf } from "../version.ts";
import { failed, isRefusal, mayBeDone } from "./failures.ts";
import type { Told } from "./told.ts";

/** What a change works with while no other call of ours comes between. */
export interface Slot {
  readonly program: Program;
  readonly can: Capabilities;
  readonly actor: string;
  /** What was last read of all; empty: nothing was. */
  readonly beads: ReadonlyMap<string, Bead>;
  /** Reads one bead anew, whole. @throws {SwitchyardError} BEAD_NOT_FOUND, BD_FAILED */
  show(beadId: BeadId): Promise<Bead>;
  /** The same of several; those that are not there are left out. @throws {SwitchyardError} BD_FAILED */
  showMany(beadIds: readonly BeadId[]): Promise<ReadonlyMap<BeadId, Bead>>;
  /** The same of what `told` was to change. @throws {SwitchyardError} BD_FAILED: its words, or that nobody knows */
  reread(beadId: BeadId, told: Told): Promise<Bead>;
  /** Reads all anew. @throws {SwitchyardError} BD_FAILED */
  list(): Promise<Bead[]>;
  /** `optional`: flags without which it does what is wanted too. */
  tell(args: readonly string[], more?: { optional?: readonly string[]; stdin?: string }): Promise<Told>;
  /** What is known of a bead now; all of it is told to everybody when the turn ends, even if it fails. */
  learn(bead: Bead): Bead;
  readonly learned: ReadonlyMap<BeadId, Bead>;
}

export interface SlotOptions {
  readonly desk: Desk;
  readonly program: Program;
  readonly actor: string;
  readonly cwd: string;
  readonly beads: readonly Bead[];
}

export function makeSlot({ desk, program, actor, cwd, beads: list }: SlotOptions): Slot {
  const can = capabilitiesOf(program.version);
  const beads = new Map<string, Bead>(list.map((bead) => [bead.id, bead]));
  const learned = new Map<BeadId, Bead>();

  function learn(bead: Bead): Bead {
    learned.set(bead.id, bead);
    return bead;
  }

  async function show(beadId: BeadId): Promise<Bead> {
    return learn(linked(await readOne({ beadId, listed: null, program, cwd }, desk)));
  }

  function linked(shown: Bead): Bead {
    const listed = beads.get(shown.id);
    const comments = shown.comments ?? (program.name === "br" ? listed?.comments : undefined);
    const edges = edgesOf(shown, listed, beads);
    return {
      ...shown,
      ...(comments === undefined ? {} : { comments }),
      ...(edges.length === 0 ? {} : { dependencies: edges }),
    };
  }

  return {
    program,
    can,
    actor,
    beads,
    learned,
    learn,
    show,
    async showMany(beadIds) {
      const named = beadIds.filter(isAskable);
      if (named.length === 0) return new Map();
      const answer = await desk.ask({
        ...showCall(program, ...named),
        cwd,
        known: null,
        isInteractive: true,
      });
      if ("fault" in answer && answer.fault.kind !== "not_found") throw failed(answer.fault.message);
      const shown = rowsIn(answer).flatMap((row) => withoutDependents(readBead(row)));
      const wanted = shown.filter(({ id }) => named.includes(id)).map((bead) => learn(linked(bead)));
      return new Map(wanted.map((bead) => [bead.id, bead]));
    },
    async reread(beadId, told) {
      try {
        return await show(beadId);
      } catch (error) {
        if (!(error instanceof SwitchyardError)) throw error;
        if (isRefusal(told)) throw failed(told.words, { beadId });
        const why = told.fault?.message ?? "What came of it could not be read.";
        throw mayBeDone(beadId, `${why} ${error.message}`);
      }
    },
    async list() {
      const answer = await desk.ask({ ...listCall(program), cwd, known: null, isInteractive: true });
      if ("fault" in answer) throw failed(answer.fault.message);
      return rowsIn(answer).flatMap((row) => readBead(row) ?? []);
    },
    tell(args, { optional = [], stdin } = {}) {
      const ahead = globalFlags(program, can, actor);
      const input = stdin === undefined ? {} : { stdin };
      return desk.tell({ program, args, ahead, behind: optional, cwd, actor, ...input });
    },
  };
}

function withoutDependents(bead: Bead | null): Bead[] {
  if (bead === null) return [];
  const { dependents: _below, ...rest } = bead;
  return [rest];
}

/**
 * No daemon, no push. Where `--sandbox` would also leave the file as it was, which others read, the daemon alone is
 * left out: then the file is written before the call ends.
 */
function globalFlags(program: Program, can: Capabilities, actor: string): string[] {
  if (program.name === "br") return [];
  const alone = can.sandboxLeavesFile ? [] : ["--sandbox"];
  return [...alone, ...(can.noDaemon ? ["--no-daemon"] : []), `--actor=${actor}`];
}

/** The edges as the list has them; those that only a list can tell, as to what is in no list, stay. */
function edgesOf(
  shown: Bead,
  listed: Bead | undefined,
  beads: ReadonlyMap<string, Bead>,
): NonNullable<Bead["dependencies"]> {
  const known = listed?.dependencies ?? [];
  const key = (edge: { depends_on_id: string; type: string }): string => `${edge.type} ${edge.depends_on_id}`;
  const before = new Map(known.map((edge) => [key(edge), edge]));
  const now = (shown.dependencies ?? []).map((edge) => before.get(key(edge)) ?? edge);
  const told = new Set(now.map(key));
  const hanging = known.filter((edge) => !beads.has(edge.depends_on_id) && !told.has(key(edge)));
  return [...now, ...hanging];
}

/**
 * Those that a change names must be there now: of a bead that is gone, its program may take a child for it, since the
 * id is a part of the child's. @throws {SwitchyardError} BEAD_NOT_FOUND, BD_FAILED
 */
export async function needBeads(slot: Slot, ids: readonly string[]): Promise<void> {
  // Of another project's beads nothing is known here.
  const named = ids.filter((id) => !id.startsWith("external:")).map((id) => BeadId.parse(id));
  const asked = [...new Set(named)].filter((id) => !slot.learned.has(id));
  const there = await slot.showMany(asked);
  const missing = asked.find((id) => !there.has(id));
  if (missing !== undefined) throw beadNotFound(missing);
}
