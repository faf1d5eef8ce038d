import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { checkCollisions, checkPath, type PackFile } from "./file-rules.ts";
import { PACK_LIMITS } from "./limits.ts";
import { inMebibytes, refuseEntry, refusePack, tooLarge, tooManyBytes, tooManyEntries } from "./refuse.ts";
import { readRegularFile } from "./regular-file.ts";

/**
 * The files of a .tgz, in memory: nothing is unpacked to the disk before all of it was looked at.
 * @throws {SwitchyardError} INVALID_PACK, TOO_LARGE
 */
export async function readArchive(path: string): Promise<PackFile[]> {
  const packed = await readRegularFile(path, PACK_LIMITS.packedBytes);
  if (packed === null)
    throw tooLarge(`the archive is no file of at most ${inMebibytes(PACK_LIMITS.packedBytes)}`);
  const { tarEntries } = await import("./tar-entries.ts");
  const files: PackFile[] = [];
  let entries = 0;
  let bytes = 0;
  for (const { path: written, type, content, isExecutable } of tarEntries(await unzip(packed.content))) {
    entries += 1;
    bytes += content.length;
    if (entries > PACK_LIMITS.entries) throw tooManyEntries();
    if (bytes > PACK_LIMITS.bytes) throw tooManyBytes();
    const name = type === "folder" ? written.replace(/\/$/, "") : written;
    if (type === "folder" && name === ".") continue;
    const inside = name.startsWith("./") ? name.slice(2) : name;
    checkPath(inside);
    if (type === "file") files.push({ path: inside, content, isExecutable });
  }
  checkCollisions(files.map(({ path: each }) => each));
  return withoutTopFolder(files);
}

/** Stops at the limit, so that an archive that never ends costs no more than one that fits. */
async function unzip(packed: Buffer): Promise<Buffer> {
  const most = Math.min(
    PACK_LIMITS.bytes + PACK_LIMITS.entries * HEADERS,
    Math.max(FREE_OF_RATIO, packed.length * PACK_LIMITS.ratio),
  );
  try {
    return await promisify(gunzip)(packed, { maxOutputLength: most });
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge(`it unpacks to more than ${Math.floor(most / 1024)} KiB`);
    throw refusePack("The archive is damaged, or is no .tgz.");
  }
}

/** What a tar writes beside the content of an entry, at most: its header, an extended one, and up to whole blocks. */
const HEADERS = 4096;
/** Below it, any ratio is harmless. */
const FREE_OF_RATIO = 1024 * 1024;

/** npm packs everything below `package/`, others below the name of their folder. */
function withoutTopFolder(files: readonly PackFile[]): PackFile[] {
  if (files.length === 0) throw refusePack("The archive has no files.");
  const manifests = files.filter(({ path }) => /^(?:[^/]+\/)?(?:pack\.yaml|package\.json)$/.test(path));
  const tops = new Set((manifests.length === 0 ? files : manifests).map(({ path }) => topOf(path)));
  const [top = null] = tops;
  if (top === null || tops.has(null) || (manifests.length === 0 && tops.size > 1)) return [...files];
  return files.map((file) => {
    if (topOf(file.path) !== top) throw refuseEntry(file.path, `lies outside the pack's folder ${top}/`);
    return { ...file, path: file.path.slice(top.length + 1) };
  });
}

function topOf(path: string): string | null {
  const end = path.indexOf("/");
  return end === -1 ? null : path.slice(0, end);
}
