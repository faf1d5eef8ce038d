import { isDeepStrictEqual } from "node:util";
import { type Bead, type BeadId, SwitchyardError } from "@switchyard/core/protocol";
import { notDone } from "./failures.ts";
import { argument } from "./flags.ts";
import type { Slot } from "./slot.ts";

export interface MetadataChange {
  readonly key: string;
  /** From what the key holds now; undefined: nothing. */
  readonly change: (before: unknown) => unknown;
}

/** @throws {SwitchyardError} NOT_SUPPORTED: this tracker keeps none; BEAD_NOT_FOUND, BD_FAILED, TOO_LARGE */
export async function metadata(slot: Slot, beadId: BeadId, { key, change }: MetadataChange): Promise<Bead> {
  if (!keepsMetadata(slot)) throw noMetadata(slot);
  const before = await slot.show(beadId);
  const was = before.metadata?.[key];
  const value = change(was);
  if (value === undefined || isDeepStrictEqual(was, value)) return before;
  const all = slot.can.mergesMetadata ? { [key]: value } : { ...before.metadata, [key]: value };
  const told = await slot.tell(["update", beadId, argument("metadata", JSON.stringify(all)), "--json"]);
  if (told.fault?.kind === "unknown_flag") throw noMetadata(slot);
  const now = await slot.reread(beadId, told);
  if (isDeepStrictEqual(now.metadata?.[key], JSON.parse(JSON.stringify(value)))) return now;
  throw notDone({ program: slot.program, beadId, told, instead: `the metadata of ${beadId} is as it was` });
}

export function keepsMetadata({ program, can }: Slot): boolean {
  return program.name === "bd" && can.metadata;
}

function noMetadata({ program: { name, version } }: Slot): SwitchyardError {
  return new SwitchyardError("NOT_SUPPORTED", `${name} ${version} keeps no metadata of beads.`);
}
