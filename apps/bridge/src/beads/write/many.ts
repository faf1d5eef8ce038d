import {
  type Bead,
  type BeadId,
  type BeadPatch,
  type BeadsPatch,
  SwitchyardError,
} from "@switchyard/core/protocol";
import { beadNotFound } from "../read-one.ts";
import type { ManyWritten } from "../writing.ts";
import { closeCall } from "./close.ts";
import { mayBeDone, notDone } from "./failures.ts";
import { fieldsOf, leftOf, unlike } from "./fields.ts";
import { fieldFlags, labelFlags } from "./flags.ts";
import { joined } from "./outcome.ts";
import type { Slot } from "./slot.ts";
import type { Told } from "./told.ts";

/**
 * Changes several in few calls, and looks at each of them after. Does not reject where some could not be changed.
 * @throws {SwitchyardError} BD_FAILED: nothing could be read, and nothing was changed
 */
export async function updateMany(
  slot: Slot,
  beadIds: readonly BeadId[],
  patch: BeadsPatch,
): Promise<ManyWritten> {
  const outcomes: One[] = [];
  for (const ids of partsOf([...new Set(beadIds)])) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    const part = await updatePart(slot, ids, patch).catch((error: unknown) => {
      if (!(error instanceof SwitchyardError) || outcomes.length === 0) throw error;
      return allFailed(ids, error.message);
    });
    outcomes.push(...part);
  }
  return {
    done: outcomes.flatMap(({ beadId, message }) => (message === null ? [beadId] : [])),
    failed: outcomes.flatMap(({ beadId, message }) => (message === null ? [] : [{ beadId, message }])),
  };
}

interface One {
  readonly beadId: BeadId;
  /** Why it is not changed; null: it is. */
  readonly message: string | null;
}

function allFailed(beadIds: readonly BeadId[], message: string): One[] {
  return beadIds.map((beadId) => ({ beadId, message }));
}

/** So many that all ids of a call fit into it. */
function partsOf(beadIds: readonly BeadId[]): BeadId[][] {
  const parts: BeadId[][] = [];
  for (let at = 0; at < beadIds.length; at += MOST_AT_ONCE) parts.push(beadIds.slice(at, at + MOST_AT_ONCE));
  return parts;
}

const MOST_AT_ONCE = 100;

async function updatePart(slot: Slot, beadIds: readonly BeadId[], patch: BeadsPatch): Promise<One[]> {
  const before = await slot.showMany(beadIds);
  const there = beadIds.flatMap((beadId) => before.get(beadId) ?? []);
  const told = await tellPart(slot, there, patch);
  const now = there.length === 0 ? before : await readBack(slot, beadIds);
  if (now === null) return allFailed(beadIds, mayBeDone(null, "What came of it could not be read.").message);
  return beadIds.map((beadId) => {
    const bead = now.get(beadId);
    if (bead === undefined) return { beadId, message: beadNotFound(beadId).message };
    const was = before.get(beadId) ?? bead;
    const [left] = fieldsOf(leftOf({ before: was, now: bead }, wantedOf(was, patch)));
    if (left === undefined) return { beadId, message: null };
    const instead = `${beadId} is as it was`;
    const { message } = notDone({ program: slot.program, beadId, told: about(told, beadId), instead });
    return { beadId, message };
  });
}

/** Null: the tracker does not answer. */
async function readBack(slot: Slot, beadIds: readonly BeadId[]): Promise<ReadonlyMap<BeadId, Bead> | null> {
  try {
    return await slot.showMany(beadIds);
  } catch (error) {
    if (error instanceof SwitchyardError) return null;
    throw error;
  }
}

/** What one bead is to be, with what it has now. */
function wantedOf(bead: Bead, { addLabels = [], removeLabels = [], ...fields }: BeadsPatch): BeadPatch {
  if (addLabels.length + removeLabels.length === 0) return fields;
  const labels = [...(bead.labels ?? []), ...addLabels].filter((label) => !removeLabels.includes(label));
  return { ...fields, labels: [...new Set(labels)] };
}

/** Those that need no change are left alone; closing has guards, and a call of its own. */
async function tellPart(slot: Slot, beads: readonly Bead[], patch: BeadsPatch): Promise<Told> {
  const { status, addLabels = [], removeLabels = [], ...fields } = patch;
  const unlikeIds = beads
    .filter((bead) => fieldsOf(unlike(bead, wantedOf(bead, patch))).length > 0)
    .map(({ id }) => id);
  const isClosing = status === "closed";
  const { args } = fieldFlags(slot.program, { ...fields, ...(isClosing ? {} : { status }) });
  const labelling = [
    ...labelFlags(slot.program, "add-label", addLabels),
    ...labelFlags(slot.program, "remove-label", removeLabels),
  ];
  const flags = [...args, ...labelling];
  const open = beads.filter((bead) => bead.status !== "closed").map(({ id }) => id);
  const tolds: Told[] = [];
  if (unlikeIds.length > 0 && flags.length > 0)
    tolds.push(await slot.tell(["update", ...unlikeIds, "--json", ...flags]));
  if (isClosing && open.length > 0) tolds.push(await closeCall(slot, open, {}));
  return joined(tolds);
}

/** What was said of one among others. */
function about(told: Told, beadId: BeadId): Told {
  const one = new RegExp(`(?<![\\w.-])${beadId.replaceAll(/[^\w-]/g, String.raw`\$&`)}(?![\\w-]|\\.\\w)`);
  const words = told.failed.get(beadId) ?? told.lines.find((line) => one.test(line)) ?? told.words;
  return { ...told, words };
}
