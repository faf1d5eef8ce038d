import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { z } from "zod";
import type { InstalledPack } from "../packs/pack-store.ts";
import { parseJson } from "../parse-json.ts";

/** Which plug-ins ended the bridge; told on the disk before they can, since what ends a process asks nobody. */
export interface Endings {
  /** It ended a bridge, or stopped it for good: it is not run again as it is. */
  isHeld(pack: Content): boolean;
  /** A bridge ended while several were loaded, and it is not known which did it. */
  readonly areSuspect: boolean;
  /** From here on its load can end the process. */
  begins(pack: Content): void;
  /** Its load is over, or the bridge ends by itself. */
  settles(pack: Content): void;
  /** It is ending the process now. */
  ended(pack: Content): void;
}

type Content = Pick<InstalledPack, "hash" | "installedAt">;

/**
 * @param file its folder is there once something is installed; a file that cannot be written holds nobody back
 * @param installed what is not there any more is forgotten
 */
export function openEndings(file: string, installed: readonly Content[]): Endings {
  const before = readEndings(file);
  const known = new Set(installed.map(keyOf));
  const isThere = (key: string): boolean => known.has(key);
  const [first, ...others] = before.loading.filter(isThere);
  const held = new Set(before.held.filter(isThere));
  const isFound = first !== undefined && others.length === 0;
  if (isFound) held.add(first);
  const loading = new Set<string>();

  function write(): void {
    try {
      writeFileSync(`${file}.new`, JSON.stringify({ held: [...held], loading: [...loading] }), {
        mode: 0o600,
      });
      renameSync(`${file}.new`, file);
    } catch {
      // A disk that takes nothing is no reason not to load what was accepted.
    }
  }

  // For whoever asks beside this process.
  if (isFound) write();

  return {
    isHeld: (pack) => held.has(keyOf(pack)),
    areSuspect: others.length > 0,
    begins(pack) {
      loading.add(keyOf(pack));
      write();
    },
    settles(pack) {
      if (loading.delete(keyOf(pack))) write();
    },
    ended(pack) {
      held.add(keyOf(pack));
      loading.clear();
      write();
    },
  };
}

/** Whether one is held, as a bridge has written it down; for a process beside it. */
export function heldIn(file: string): Endings["isHeld"] {
  const held = new Set(readEndings(file).held);
  return (pack) => held.has(keyOf(pack));
}

/** For a process that loads what its user named, and nothing at each start. */
export const NO_ENDINGS: Endings = {
  isHeld: () => false,
  areSuspect: false,
  begins: () => undefined,
  settles: () => undefined,
  ended: () => undefined,
};

/** Installed again, as it is or otherwise, it is given another try. */
function keyOf({ hash, installedAt }: Content): string {
  return `${hash} ${installedAt}`;
}

const keys = z.array(z.string());
const Stored = z.object({ held: keys, loading: keys }).catch({ held: [], loading: [] });

function readEndings(file: string): z.infer<typeof Stored> {
  try {
    return Stored.parse(parseJson(readFileSync(file, "utf8")));
  } catch {
    return { held: [], loading: [] };
  }
}
