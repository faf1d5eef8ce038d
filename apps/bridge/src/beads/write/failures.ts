import { type BeadId, SwitchyardError } from "@switchyard/core/protocol";
import type { Program } from "../program.ts";
import type { Told } from "./told.ts";

export interface Refused {
  readonly program: Program;
  readonly beadId: BeadId;
  readonly told: Told;
  /** What is not as it was to be, as a clause: "the status of ab-1 is open". */
  readonly instead: string;
  /** It was to be closed: what guards it may be passed over. */
  readonly isClosing?: boolean;
}

/** Why a bead is not as it was to be, though it was read back: in the program's own words, where it has any. */
export function notDone({ program, beadId, told, instead, isClosing = false }: Refused): SwitchyardError {
  const { fault } = told;
  if (fault?.kind === "unknown_flag") return notKnown(program, fault.flag ?? "a flag");
  const words = wordsOn(beadId, told);
  const canForce = isClosing && /--force|cannot (?:close|modify pinned)/.test(words);
  if (words !== "") return failed(words, canForce ? { canForce: true, beadId } : { beadId });
  if (fault !== null) return failed(`${fault.message} It was not done: ${instead}.`, { beadId });
  return failed(`${program.name} ${program.version} said that it was done, but ${instead}.`, { beadId });
}

/** Nobody knows whether it was done: it cannot be asked for. */
export function mayBeDone(beadId: BeadId | null, why: string): SwitchyardError {
  const data = beadId === null ? {} : { beadId };
  return failed(`${why} It may have been done: look before you try again.`, { ...data, mayBeDone: true });
}

export function notKnown({ name, version }: Program, flag: string): SwitchyardError {
  return failed(`${name} ${version} cannot do that: it does not know ${flag}.`);
}

export function failed(message: string, data: Readonly<Record<string, unknown>> = {}): SwitchyardError {
  return new SwitchyardError("BD_FAILED", message, data);
}

/** What was said of a bead, or of all. */
export function wordsOn(beadId: BeadId, { words, failed }: Told): string {
  return failed.get(beadId) ?? words;
}

/** Whether the program has said itself that it did not do it. */
export function isRefusal({ fault, words }: Told): boolean {
  return fault !== null && words !== "" && fault.kind !== "unfinished" && fault.kind !== "cut";
}
