import { existsSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { PackInfo, type PackKind, type PackName } from "@switchyard/core/protocol";
import { v4 as uuid } from "uuid";
import { z } from "zod";
import { moveAside } from "../data-folder/move-aside.ts";
import { replaceFile } from "../data-folder/replace-file.ts";
import { parseJson } from "../parse-json.ts";
import { pathFault } from "./file-rules.ts";
import type { InstalledPack } from "./pack-store.ts";

/** Where packs are kept. */
export interface PackPlaces {
  /** Which packs are installed: the one that says so. */
  readonly record: string;
  readonly lock: string;
  /** Which backends ended a bridge. */
  readonly endings: string;
  readonly staging: string;
  folderOf(kind: PackKind): string;
  /** No two contents share one, so that a session keeps the files that it began with. */
  folderFor(pack: { kind: PackKind; name: PackName; hash: string }): string;
}

export function packPlaces(dataFolder: string): PackPlaces {
  const root = join(dataFolder, "packs");
  const folderOf = (kind: PackKind): string => join(root, kind);
  return {
    record: join(root, "packs.json"),
    lock: join(root, "lock"),
    endings: join(root, "endings.json"),
    staging: join(root, "staging"),
    folderOf,
    folderFor: ({ kind, name, hash }) =>
      join(folderOf(kind), `${name.replace("/", "+")}@${hash.slice(0, 16)}`),
  };
}

/** The list as it stands in the record. */
export interface ReadRecord {
  readonly packs: readonly InstalledPack[];
  /** Its bytes, to see whether it changes; null: there is none. */
  readonly text: string | null;
  /** Not all of it could be read. */
  readonly isDamaged: boolean;
}

/** Reads what can be read of the record; none is an empty one. */
export function readRecord(places: PackPlaces): ReadRecord {
  const text = readRecordText(places);
  if (text === null) return { packs: [], text, isDamaged: false };
  const file = RecordFile.safeParse(parseJson(text));
  const entries = file.success ? file.data.packs : [];
  const packs = firstOfEach(entries.flatMap((each) => StoredPack.safeParse(each).data ?? [])).map((pack) =>
    inItsPlace(pack, places),
  );
  return { packs, text, isDamaged: !file.success || packs.length < entries.length };
}

/** Moves a damaged record away, to be written anew; gives a line that tells the user. */
export function setRecordAside({ record }: PackPlaces, kept: number): string {
  const rest = kept === 0 ? "It is empty now" : "What could be read of it is kept";
  const moved = moveAside(record);
  const where =
    moved === null ? "" : ` The damaged one is ${moved}; remove it when it is of no use any more.`;
  return `The list of installed packs, ${record}, is damaged. ${rest}; add the packs that are missing again.${where}`;
}

/** Null: there is none; "": it can't be read. */
export function readRecordText({ record }: PackPlaces): string | null {
  try {
    return readFileSync(record, "utf8").replace(/^\uFEFF/, "");
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ENOENT" ? null : "";
  }
}

/**
 * Writes it at once or not at all; gives its bytes. They are always others, so that it is heard of everywhere when a
 * pack has the files again that it had before.
 */
export async function writeRecord(places: PackPlaces, packs: readonly InstalledPack[]): Promise<string> {
  const text = `${JSON.stringify({ change: uuid(), packs: packs.map((pack) => stored(pack)) }, null, 2)}\n`;
  await replaceFile(places.record, text);
  return text;
}

/** Whether a damaged one was set aside: folders that none names may be wanted again then. */
export function hasDamagedRecord({ record }: PackPlaces): boolean {
  return existsSync(`${record}.damaged-1`);
}

const RecordFile = z.looseObject({ packs: z.array(z.unknown()) });

/** Its folder follows from its name and its hash, so that no record can name another one. */
const StoredPack = PackInfo.omit({ state: true, reason: true }).extend({
  /** Below its folder, with `/`. */
  entry: z
    .string()
    .refine((path) => pathFault(path) === null)
    .nullable(),
});
type StoredPack = z.infer<typeof StoredPack>;

function inItsPlace(pack: StoredPack, places: PackPlaces): InstalledPack {
  const folder = places.folderFor(pack);
  return { ...pack, folder, entry: pack.entry === null ? null : join(folder, pack.entry) };
}

function stored({ folder, ...pack }: InstalledPack): StoredPack {
  return { ...pack, entry: pack.entry === null ? null : relative(folder, pack.entry).replaceAll(sep, "/") };
}

/** One kind and name stand for one pack. */
function firstOfEach(packs: readonly StoredPack[]): StoredPack[] {
  const seen = new Set<string>();
  return packs.filter(({ kind, name }) => {
    const key = `${kind} ${name}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
