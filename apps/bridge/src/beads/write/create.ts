import {
  type Bead,
  type BeadId,
  type BeadPatch,
  type NewBead,
  SwitchyardError,
} from "@switchyard/core/protocol";
import { readBead } from "@switchyard/beads";
import { failed, isRefusal, mayBeDone, notKnown } from "./failures.ts";
import { fieldsOf, unlike } from "./fields.ts";
import { argument, fieldFlags, labelFlags } from "./flags.ts";
import { addDependency } from "./links.ts";
import { keepsMetadata } from "./metadata.ts";
import type { CreateExtra } from "../writing.ts";
import { needBeads, type Slot } from "./slot.ts";
import { update } from "./update.ts";
import type { Told } from "./told.ts";

/**
 * Makes a bead, then what its program cannot set at once.
 * @throws {SwitchyardError} BD_FAILED: with `data.beadId`, where the bead was made but not all of it;
 * BEAD_NOT_FOUND (the parent, or what it depends on), TOO_LARGE
 */
export async function create(slot: Slot, wanted: NewBead, extra: CreateExtra = {}): Promise<Bead> {
  const { dependencies = [], ...given } = wanted;
  const fields = keepsMetadata(slot) ? given : withNote(given, extra.note);
  const parents = typeof given.parent === "string" ? [given.parent] : [];
  await needBeads(slot, [...parents, ...dependencies.map(({ depends_on_id }) => depends_on_id)]);
  const began = Date.now();
  const told = await tellCreate(slot, fields, extra);
  const id = idIn(told, wanted) ?? (await findMade(slot, { told, wanted, began }));
  // A bead that is there was made, whatever else went wrong, as a push after it.
  const there = told.fault === null ? null : await slot.reread(id, told);
  try {
    const made = there ?? (await slot.show(id));
    const patch = unlike(made, { ...plainFields(fields), ...withInherited(fields, made) });
    if (fieldsOf(patch).length > 0) await update(slot, { beadId: id, patch });
    for (const { depends_on_id: dependsOnId, type } of dependencies) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await addDependency(slot, id, { dependsOnId, type });
    }
  } catch (error) {
    if (!(error instanceof SwitchyardError)) throw error;
    throw failed(`${id} was made, but not all of it: ${error.message}`, {
      ...error.data,
      beadId: id,
      isMade: true,
    });
  }
  return slot.learned.get(id) ?? slot.show(id);
}

function withNote(fields: Fields, note: string | undefined): Fields {
  if (note === undefined) return fields;
  return { ...fields, notes: fields.notes ? `${fields.notes}\n\n${note}` : note };
}

type Fields = Omit<NewBead, "dependencies">;

/** What is empty is as if it had not been named. */
function plainFields(fields: Fields): BeadPatch {
  const there = Object.entries(fields).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(there);
}

/** A child has its parent's labels too, where its program gives them to it. */
function withInherited({ labels }: Fields, made: Bead): BeadPatch {
  return labels === undefined ? {} : { labels: [...new Set([...labels, ...(made.labels ?? [])])] };
}

async function tellCreate(slot: Slot, fields: Fields, extra: CreateExtra): Promise<Told> {
  const { status: _status, ...all } = plainFields(fields);
  // A text that is too long is told before anything is made.
  const flags = new Map(Object.entries(all).map(([field, value]) => [field, flagOf(slot, field, value)]));
  const skipped = new Set<string>(slot.program.name === "br" ? BR_SETS_LATER : []);
  const hasMetadata = extra.metadata !== undefined && keepsMetadata(slot);
  const metadata = hasMetadata ? [argument("metadata", JSON.stringify(extra.metadata))] : [];
  for (;;) {
    const now = Object.fromEntries(Object.entries(all).filter(([field]) => !skipped.has(field)));
    const { labels, ...plain }: BeadPatch = now;
    const { args, stdin } = fieldFlags(slot.program, plain);
    const labelling = labelFlags(slot.program, "labels", labels ?? []);
    // oxlint-disable-next-line no-await-in-loop -- each try depends on the last
    const told = await slot.tell(["create", "--json", ...args, ...labelling], {
      optional: metadata,
      ...(stdin === undefined ? {} : { stdin }),
    });
    if (told.fault?.kind !== "unknown_flag") return told;
    const { flag = "a flag" } = told.fault;
    const field = Object.keys(now).find((name) => flags.get(name) === flag);
    if (field === undefined || field === "title") throw notKnown(slot.program, flag);
    skipped.add(field);
  }
}

const BR_SETS_LATER = ["design", "acceptance_criteria", "notes"];

/** "--notes". @throws {SwitchyardError} TOO_LARGE */
function flagOf({ program }: Slot, field: string, value: unknown): string | undefined {
  if (field === "labels") return "--labels";
  return fieldFlags(program, { [field]: value }).args[0]?.split("=")[0];
}

/** The id of what was printed as made; null: nothing was. */
function idIn({ rows }: Told, { title }: NewBead): BeadId | null {
  const made = rows.map((row) => readBead(row)).find((bead) => bead?.title.trim() === title.trim());
  return made?.id ?? null;
}

interface Lost {
  readonly told: Told;
  readonly wanted: NewBead;
  /** Unix milliseconds. */
  readonly began: number;
}

/** Looks for a bead that may have been made. @throws {SwitchyardError} BD_FAILED: there is none, or nobody knows */
async function findMade(slot: Slot, { told, wanted, began }: Lost): Promise<BeadId> {
  const { program } = slot;
  if (isRefusal(told) && told.fault?.kind === "locked") throw failed(told.words);
  const why = told.fault?.message ?? `${program.name} ${program.version} did not say what it made.`;
  const list = await slot.list().catch((error: unknown) => {
    if (!(error instanceof SwitchyardError)) throw error;
    throw isRefusal(told) ? failed(told.words) : mayBeDone(null, why);
  });
  const found = list.filter(
    (bead) =>
      !slot.beads.has(bead.id) &&
      bead.title.trim() === wanted.title.trim() &&
      Date.parse(bead.created_at ?? "") >= began - CLOCK_MS,
  );
  const [only, another] = found;
  if (another !== undefined) throw mayBeDone(null, why);
  if (only !== undefined) return only.id;
  if (isRefusal(told)) throw failed(told.words);
  if (told.fault !== null) throw failed(`${told.fault.message} No bead was made.`);
  throw failed(`${program.name} ${program.version} said that it was done, but there is no new bead.`);
}

/** Times are kept in whole seconds, and a database server has a clock of its own. */
const CLOCK_MS = 2000;
