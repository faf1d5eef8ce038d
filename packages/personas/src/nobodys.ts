import { isAboutFolder, MANIFEST } from "./list-files.ts";
import type { OpenPack } from "./open-pack.ts";
import { folderPlace } from "./own-persona.ts";
import type { ReadPersona } from "./persona-made.ts";
import { PARTS } from "./templates.ts";

/** A file that is nobody's, and why. */
interface NobodysFile {
  readonly file: string;
  readonly field: "file";
  readonly value: string;
}

/** The files that no persona has: of those that may belong to one which can't be read, nothing is said. */
export function nobodysFiles(
  pack: OpenPack,
  { read, isListed }: { read: readonly ReadPersona[]; isListed: boolean },
): NobodysFile[] {
  const inFolders = read.filter(({ path }) => path.endsWith("/persona.md"));
  const owners = new Map(inFolders.map((each) => [folderPlace(each.path).folder, each]));
  const isAnyUnread = [...owners.values()].some(isUnread);
  const reasonFor = (path: string): string | null => {
    if (path.startsWith(PARTS)) return isAnyUnread ? null : "no template has it";
    const { folder } = folderPlace(path);
    const owner = owners.get(folder);
    if (owner !== undefined) return isUnread(owner) ? null : `it is no task of "${owner.persona?.id}"`;
    if (!isListed) return "it has no head that names a persona";
    const asFolder = path.replace(/\.md$/, "/persona.md");
    if (pack.isUsed(asFolder)) return `${asFolder} is read instead`;
    if (path === `${folder}/persona.md` || folder === "") return `${MANIFEST} does not name it`;
    // It is told of the persona that it belongs to.
    return pack.has(`${folder}/persona.md`) ? null : "no persona has it";
  };
  const isNobodys = (path: string): boolean =>
    path.endsWith(".md") && !pack.isUsed(path) && !isAboutFolder(path);
  return pack.paths.filter(isNobodys).flatMap((file) => {
    const value = reasonFor(file);
    return value === null ? [] : [{ file, field: "file", value }];
  });
}

/** Which files are its can't be told. */
function isUnread({ persona }: ReadPersona): boolean {
  return persona === null || persona.templates.length === 0;
}
