import { Header, Pax } from "tar";
import { refuseEntry, refusePack } from "./refuse.ts";

export interface TarEntry {
  /** As the archive writes it; nothing of it is checked but that it is whole. */
  readonly path: string;
  readonly type: "file" | "folder";
  /** A part of the archive's bytes. */
  readonly content: Buffer;
  readonly isExecutable: boolean;
}

/**
 * The entries of a tar archive. Whatever is neither a file nor a folder is refused, and so is an archive that is cut
 * off, damaged, or hides a part of a name behind a NUL.
 * @throws {SwitchyardError} INVALID_PACK
 */
export function* tarEntries(tar: Buffer): Generator<TarEntry> {
  // What extended headers say of the next entry.
  let next: Pax | undefined;
  let at = 0;
  while (at + BLOCK <= tar.length && !isEmpty(tar.subarray(at, at + BLOCK))) {
    const header = headerAt(tar, at, next);
    const path = next?.path ?? header.path ?? "";
    if (next?.path === undefined && hasHiddenName(tar.subarray(at, at + BLOCK))) throw hidden(path);
    const size = header.size ?? 0;
    const start = at + BLOCK;
    if (!Number.isSafeInteger(size) || size < 0 || start + size > tar.length) throw damaged();
    const content = tar.subarray(start, start + size);
    at = start + Math.ceil(size / BLOCK) * BLOCK;

    if (header.type === "ExtendedHeader") next = Pax.parse(plain(content, path), next);
    else if (header.type === "NextFileHasLongPath") next = new Pax({ path: longPath(content) });
    // It says nothing of names; git writes the commit there.
    else if (header.type !== "GlobalExtendedHeader") {
      next = undefined;
      yield {
        path,
        type: typeOf(header.type, path),
        content,
        isExecutable: ((header.mode ?? 0) & 0o111) !== 0,
      };
    }
  }
  // Readers that go on behind the end would find more than this one.
  if (next !== undefined || !isEmpty(tar.subarray(at))) throw damaged();
}

function headerAt(tar: Buffer, at: number, next: Pax | undefined): Header {
  try {
    const header = new Header(tar, at, next);
    if (header.cksumValid) return header;
  } catch {
    // A number that no file has.
  }
  throw damaged();
}

const BLOCK = 512;

function isEmpty(bytes: Buffer): boolean {
  // By the system: it may be all that an archive has.
  return bytes.equals(Buffer.alloc(bytes.length));
}

/** In the name, or in what POSIX has before it. */
function hasHiddenName(header: Buffer): boolean {
  const isPosix = header.toString("latin1", 257, 263) === "ustar\0";
  return hasHiddenPart(header.subarray(0, 100)) || (isPosix && hasHiddenPart(header.subarray(345, 475)));
}

/** Readers stop at a NUL; what stands behind it is for other readers. */
function hasHiddenPart(name: Buffer): boolean {
  const end = name.indexOf(0);
  return end !== -1 && !isEmpty(name.subarray(end));
}

function hidden(path: string): Error {
  return refuseEntry(path, "has a NUL in its name");
}

function plain(content: Buffer, path: string): string {
  if (content.includes(0)) throw hidden(path);
  return content.toString("utf8");
}

function longPath(content: Buffer): string {
  const name = content.at(-1) === 0 ? content.subarray(0, -1) : content;
  const path = name.toString("utf8");
  if (name.includes(0)) throw hidden(path);
  return path;
}

function typeOf(type: string | undefined, path: string): TarEntry["type"] {
  if (type === "File" || type === "OldFile") return "file";
  if (type === "Directory") return "folder";
  throw refuseEntry(path, `is ${KINDS.get(type ?? "") ?? "neither a file nor a folder"}`);
}

const KINDS: ReadonlyMap<string, string> = new Map([
  ["SymbolicLink", "a symbolic link"],
  ["Link", "a hard link"],
  ["NextFileHasLongLinkpath", "a link"],
  ["CharacterDevice", "a device"],
  ["BlockDevice", "a device"],
  ["FIFO", "a pipe"],
]);

function damaged(): Error {
  return refusePack("The archive is damaged or cut off. Fetch it again.");
}
