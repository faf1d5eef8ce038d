import { codeName } from "@switchyard/core/persona";
import { type PersonaProblem, SwitchyardError } from "@switchyard/core/protocol";
import { StartError } from "../start-error.ts";
import { PACK_LIMITS } from "./limits.ts";

/** A file or an entry that no pack may have; `fault` ends the sentence that its name begins. */
export function refuseEntry(path: string, fault: string): SwitchyardError {
  const file = path === "" ? '""' : printable(path);
  return new SwitchyardError("INVALID_PACK", `The pack is refused: ${file} ${fault}.`, {
    problems: [{ file, line: 1, message: fault }],
  });
}

/** What is wrong in the text of a pack, each with its place. `isCut`: there is more than that. */
export function refuseProblems(problems: readonly PersonaProblem[], isCut = false): SwitchyardError {
  const [first] = problems;
  const others = problems.length === 1 ? "" : ` (${isCut ? "at least " : ""}${problems.length - 1} more)`;
  const place = first === undefined ? "" : `${printable(first.file)}:${first.line}: ${first.message}`;
  return new SwitchyardError("INVALID_PACK", `The pack is refused: ${place}${others}`, {
    problems: problems.slice(0, MAX_TOLD),
  });
}

/** They go out in one frame. */
const MAX_TOLD = 200;

/** `message`: whole sentences. */
export function refusePack(message: string): SwitchyardError {
  return new SwitchyardError("INVALID_PACK", message);
}

export function tooLarge(message: string): SwitchyardError {
  return new SwitchyardError("TOO_LARGE", `The pack is refused: ${message}.`);
}

export function tooManyEntries(): SwitchyardError {
  return tooLarge(`it has more than ${PACK_LIMITS.entries} files and folders`);
}

export function tooManyBytes(): SwitchyardError {
  return tooLarge(`its files have more than ${inMebibytes(PACK_LIMITS.bytes)}`);
}

export function inMebibytes(bytes: number): string {
  return `${bytes / (1024 * 1024)} MiB`;
}

/** A fault of the disk on our side, for its user; anything else stays what it is. */
export function asStorageFault(error: unknown): unknown {
  if (error instanceof SwitchyardError || !(error instanceof Error)) return error;
  const reason = error instanceof StartError ? error.message : "code" in error ? String(error.code) : null;
  if (reason === null) return error;
  if (NOT_WRITABLE.has(reason)) {
    return storageFailed(`The data folder can't be written (${reason}). Look at its rights and its disk`);
  }
  return storageFailed(
    `The packs could not be changed (${reason}). Look at the room and the rights of the data folder`,
  );
}

const NOT_WRITABLE: ReadonlySet<string> = new Set(["EROFS", "EACCES", "EPERM"]);

export function storageFailed(message: string): SwitchyardError {
  return new SwitchyardError("STORAGE_FAILED", `${message}, then try again.`);
}

/** The name of a file that somebody else chose: in one line, and nothing of it unseen. */
export function printable(name: string): string {
  const cut = name.length > MAX_SHOWN_NAME ? `${name.slice(0, MAX_SHOWN_NAME)}…` : name;
  return cut.replaceAll(/[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu, codeName);
}

const MAX_SHOWN_NAME = 200;
