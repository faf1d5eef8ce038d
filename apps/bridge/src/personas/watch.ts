import { type FSWatcher, watch } from "node:fs";
import { basename, dirname } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { PersonaLibrary, PersonasHere } from "./library.ts";
import type { PersonaPlace } from "./sources.ts";

/** Hears when the personas that clients were told of change on the disk. Nothing is watched while no client is there. */
export interface PersonaWatch {
  /** Clients were told of those of a place. */
  told(place: PersonaPlace, here: PersonasHere): void;
  /** How many clients are connected. */
  clients(count: number): void;
  close(): void;
}

export interface PersonaWatchOptions {
  readonly personas: PersonaLibrary;
  /** What was told is out of date: it is forgotten, and watched again once it was asked for again. */
  readonly changed: () => void;
  /** How long what is heard is gathered. @default 200 */
  readonly settleMs?: number;
}

interface Told extends Pick<PersonasHere, "stamps"> {
  readonly place: PersonaPlace;
  folders: readonly string[];
}

export function makePersonaWatch({ personas, changed, settleMs = 200 }: PersonaWatchOptions): PersonaWatch {
  /** By key; the one that was told last stands last. */
  const places = new Map<string, Told>();
  const watchers = new Map<string, FSWatcher | null>();
  let clientCount = 0;
  let timer: NodeJS.Timeout | undefined;
  let looking = Promise.resolve();

  function heard(): void {
    // It is not put off by what follows: of a flood each part is seen.
    timer ??= setTimeout(() => {
      timer = undefined;
      looking = looking.then(look).catch(forget);
    }, settleMs).unref();
  }

  async function look(): Promise<void> {
    for (const known of [...places.values()]) {
      // oxlint-disable-next-line no-await-in-loop -- the first that differs is enough
      const now = await personas(known.place);
      if (clientCount === 0) return;
      if (!isDeepStrictEqual(now.stamps, known.stamps)) {
        forget();
        changed();
        return;
      }
      known.folders = now.folders;
    }
    arm();
  }

  /** What comes into a folder before it is watched is not heard: so one more look follows. */
  function arm(): void {
    const wanted = new Set([...places.values()].flatMap(({ folders }) => folders.slice(0, MAX_FOLDERS)));
    for (const [folder, watcher] of watchers) {
      if (wanted.has(folder)) continue;
      watcher?.close();
      watchers.delete(folder);
    }
    for (const folder of wanted) {
      if (watchers.has(folder)) continue;
      watchers.set(
        folder,
        watchNearest(folder, () => drop(folder)),
      );
      heard();
    }
  }

  /** What it watched may have come, or may be another folder by now: after a look it is watched anew. */
  function drop(folder: string): void {
    watchers.get(folder)?.close();
    watchers.delete(folder);
    heard();
  }

  function forget(): void {
    clearTimeout(timer);
    timer = undefined;
    places.clear();
    arm();
  }

  return {
    told(place, { folders, stamps }) {
      if (clientCount === 0) return;
      const key = JSON.stringify([place.cwd, place.project?.path]);
      const before = places.get(key);
      places.delete(key);
      places.set(key, { place, folders, stamps });
      const [oldest] = places.keys();
      if (places.size > MAX_PLACES && oldest !== undefined) places.delete(oldest);
      arm();
      // Whoever asked has the new ones, and no other client.
      if (before !== undefined && !isDeepStrictEqual(before.stamps, stamps)) changed();
    },
    clients(count) {
      clientCount = count;
      if (count === 0) forget();
    },
    close() {
      clientCount = 0;
      forget();
    },
  };
}

const MAX_PLACES = 8;
/** Of one place; a system has few watches to give. */
const MAX_FOLDERS = 200;

/** Watches a folder, or the nearest above it for when it comes; null: that can't be, and it is seen when asked for. */
function watchNearest(folder: string, heard: () => void, expected?: string): FSWatcher | null {
  try {
    const watcher = watch(folder, { persistent: false }, (_, name) => {
      const isMeant = expected === undefined ? name?.startsWith(".") !== true : name === expected;
      if (isMeant || name === null) heard();
    });
    watcher.on("error", () => watcher.close());
    return watcher;
  } catch (error) {
    const isAbsent = error instanceof Error && "code" in error && ABSENT.has(String(error.code));
    const above = dirname(folder);
    return isAbsent && above !== folder ? watchNearest(above, heard, basename(folder)) : null;
  }
}

const ABSENT: ReadonlySet<string> = new Set(["ENOENT", "ENOTDIR"]);
