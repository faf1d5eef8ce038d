import { type Bead, type BeadId, type BeadPatch, SwitchyardError } from "@switchyard/core/protocol";
import { closeCall, reopenCall } from "./close.ts";
import { fieldsOf, isAlike, unlike } from "./fields.ts";
import { fieldFlags, labelFlags } from "./flags.ts";
import { refuseParent } from "./circle.ts";
import { joined, outcome } from "./outcome.ts";
import { needBeads, type Slot } from "./slot.ts";
import type { Told } from "./told.ts";

export interface Update {
  readonly beadId: BeadId;
  readonly patch: BeadPatch;
  /** What the fields were when they were edited. */
  readonly base?: BeadPatch | undefined;
}

/** @throws {SwitchyardError} BEAD_CHANGED, BEAD_NOT_FOUND, BD_FAILED, TOO_LARGE */
export async function update(slot: Slot, { beadId, patch, base = {} }: Update): Promise<Bead> {
  const before = await slot.show(beadId);
  refuseChanged(before, { fields: unlike(before, patch), base });
  return applied(slot, before, patch);
}

/** The bead as the patch says it. */
async function applied(slot: Slot, before: Bead, patch: BeadPatch): Promise<Bead> {
  const fields = unlike(before, patch);
  if (fieldsOf(fields).length === 0) return before;
  if (typeof fields.parent === "string") {
    await needBeads(slot, [fields.parent]);
    refuseParent(slot.beads, before.id, fields.parent);
  }
  // A text that is too long is told before anything is done.
  fieldFlags(slot.program, fields);
  const tolds: Told[] = [];
  for (const step of stepsOf(slot, before, fields)) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    const told = await step();
    tolds.push(told);
    if (told.fault !== null) break;
  }
  return outcome(slot, { before, fields, told: joined(tolds) });
}

/** @throws {SwitchyardError} BEAD_NOT_FOUND, BD_FAILED */
export function addLabel(slot: Slot, beadId: BeadId, label: string): Promise<Bead> {
  return relabel(slot, beadId, (labels) => [...labels, label]);
}

/** @throws {SwitchyardError} BEAD_NOT_FOUND, BD_FAILED */
export function removeLabel(slot: Slot, beadId: BeadId, label: string): Promise<Bead> {
  return relabel(slot, beadId, (labels) => labels.filter((each) => each !== label));
}

async function relabel(
  slot: Slot,
  beadId: BeadId,
  change: (labels: readonly string[]) => string[],
): Promise<Bead> {
  const before = await slot.show(beadId);
  return applied(slot, before, { labels: change(before.labels ?? []) });
}

interface Edited {
  readonly fields: BeadPatch;
  readonly base: BeadPatch;
}

function refuseChanged(bead: Bead, { fields, base }: Edited): void {
  const changed = fieldsOf(fields).filter((field) => field in base && !isAlike(bead, base, field));
  if (changed.length === 0) return;
  const message = `${bead.id} was changed meanwhile: ${changed.join(", ")}. Look at what it is now, then change it again.`;
  throw new SwitchyardError("BEAD_CHANGED", message, { fields: changed, bead });
}

type Step = () => Promise<Told>;

/** What opens it again or closes it has rules of its own: the fields come between. */
function stepsOf(slot: Slot, before: Bead, { status, labels, ...fields }: BeadPatch): readonly Step[] {
  const isReopened = before.status === "closed" && status === "open";
  const isClosed = status === "closed";
  const plain = { ...fields, ...(status === undefined || isReopened || isClosed ? {} : { status }) };
  // Some texts are replaced by force alone, which would also take a bead from another.
  const isApart = plain.assignee !== undefined && guardedIn(slot, plain).length > 0;
  const [first, second] = isApart ? parted(plain, guardedIn(slot, plain)) : [plain, {}];
  return [
    // First, since it also empties what may be set with it.
    ...(isReopened ? [() => reopenCall(slot, [before.id])] : []),
    ...(fieldsOf(first).length > 0 || labels !== undefined
      ? [() => tellFields(slot, before, { ...first, ...(labels === undefined ? {} : { labels }) })]
      : []),
    ...(isApart ? [() => tellFields(slot, before, second)] : []),
    ...(isClosed ? [() => closeCall(slot, [before.id], {})] : []),
  ];
}

/** Of the fields those texts that are not replaced without force. */
function guardedIn({ program, can }: Slot, fields: BeadPatch): string[] {
  const guarded = program.name === "br" ? TEXTS : can.guardsNotes ? ["notes"] : [];
  return fieldsOf(fields).filter((field) => guarded.includes(field));
}

const TEXTS: readonly string[] = ["description", "design", "acceptance_criteria", "notes"];

function parted(fields: BeadPatch, apart: readonly string[]): [BeadPatch, BeadPatch] {
  const entries = Object.entries(fields);
  const isApart = ([field]: [string, unknown]): boolean => apart.includes(field);
  return [
    Object.fromEntries(entries.filter((entry) => !isApart(entry))),
    Object.fromEntries(entries.filter(isApart)),
  ];
}

function tellFields(slot: Slot, before: Bead, { labels, ...fields }: BeadPatch): Promise<Told> {
  const { args, stdin } = fieldFlags(slot.program, fields);
  const had = before.labels ?? [];
  const wanted = labels ?? had;
  const more = wanted.filter((label) => !had.includes(label));
  const fewer = had.filter((label) => !wanted.includes(label));
  const labelling = [
    ...labelFlags(slot.program, "add-label", more),
    ...labelFlags(slot.program, "remove-label", fewer),
  ];
  const isForced = guardedIn(slot, fields).length > 0 && fields.assignee === undefined;
  return slot.tell(["update", before.id, "--json", ...args, ...labelling], {
    optional: isForced ? ["--force"] : [],
    ...(stdin === undefined ? {} : { stdin }),
  });
}
