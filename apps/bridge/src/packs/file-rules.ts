import { isUtf8 } from "node:buffer";
import { countUnseen } from "@switchyard/core/persona";
import { PACK_LIMITS } from "./limits.ts";
import { printable, refuseEntry } from "./refuse.ts";

/** A file of a pack that was fetched, before it is written anywhere. */
export interface PackFile {
  /** Relative, with `/`; it has passed `checkPath`. */
  readonly path: string;
  readonly content: Buffer;
  readonly isExecutable: boolean;
}

/**
 * Refuses a path that would be another file on some system, or outside the pack.
 * @throws {SwitchyardError} INVALID_PACK
 */
export function checkPath(path: string): void {
  const fault = pathFault(path);
  if (fault !== null) throw refuseEntry(path, fault);
}

/** Why, as the end of a sentence; null: it may stand. */
export function pathFault(path: string): string | null {
  if (path === "") return "is an entry without a name";
  if (path.includes("\uFFFD")) return "has a name that is not UTF-8";
  if (/[\p{C}\p{Zl}\p{Zp}]/u.test(path) || countUnseen(path) > 0) return "has unseen characters in its name";
  if (path.includes("\\")) return "has a backslash in its name";
  if (path.startsWith("/")) return "is an absolute path";
  if (/^[a-z]:/i.test(path)) return "names a drive";
  if (path.includes(":")) return "has a colon in its name";
  const parts = path.split("/");
  if (parts.includes("..")) return "leads out of the pack";
  if (parts.some((part) => part === "" || NOT_ON_WINDOWS.test(part)))
    return "has a name that not every system takes";
  if (parts.some((part) => Buffer.byteLength(part) > PACK_LIMITS.nameBytes)) {
    return `has a name of more than ${PACK_LIMITS.nameBytes} bytes`;
  }
  if (Buffer.byteLength(path) > PACK_LIMITS.pathBytes)
    return `is a path of more than ${PACK_LIMITS.pathBytes} bytes`;
  return null;
}

/** It drops dots and blanks at the end of a name, and has devices by these names, whatever ends them. */
const NOT_ON_WINDOWS = /[. ]$|[<>"|?*]|^(?:con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³]|conin\$|conout\$)(?:\.|$)/i;

/**
 * Refuses two paths that are one file on a disk which tells no case apart, or writes accents its own way.
 * @throws {SwitchyardError} INVALID_PACK
 */
export function checkCollisions(paths: readonly string[]): void {
  const known = new Map<string, { path: string; isFile: boolean }>();
  for (const path of paths) {
    const parts = path.split("/");
    for (const count of parts.keys()) {
      const part = parts.slice(0, count + 1).join("/");
      const isFile = count === parts.length - 1;
      const folded = part.normalize("NFC").toUpperCase().toLowerCase();
      const other = known.get(folded);
      if (other === undefined) known.set(folded, { path: part, isFile });
      else if (other.path !== part) {
        throw refuseEntry(part, `is the same file as ${printable(other.path)} on some systems`);
      } else if (isFile || other.isFile) throw refuseEntry(part, "is there twice");
    }
  }
}

/**
 * Refuses what is no text: a pack of personas is data to be read.
 * @throws {SwitchyardError} INVALID_PACK
 */
export function checkText({ path, content }: PackFile): void {
  if (!isTextName(path)) {
    throw refuseEntry(path, "is no text file; a pack of personas has .md, .yaml, .yml, .json and .txt alone");
  }
  if (textOf(content) === null) throw refuseEntry(path, "is not UTF-8 text");
}

/** Also a name without an extension, as LICENSE. */
function isTextName(path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return /\.(?:md|ya?ml|json|txt)$/i.test(name) || !name.slice(1).includes(".");
}

/** Null: it is no text. */
export function textOf(content: Buffer): string | null {
  return isUtf8(content) && !content.includes(0) ? content.toString("utf8") : null;
}
