import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { lockFile } from "../data-folder/lock.ts";
import { watchFile } from "../data-folder/watch-file.ts";
import type { InstalledPack } from "./pack-store.ts";
import { type PackPlaces, readRecord, readRecordText, setRecordAside, writeRecord } from "./record.ts";
import { asStorageFault, storageFailed } from "./refuse.ts";

type Packs = readonly InstalledPack[];

/** Which packs are installed, the same for every process that has the data folder. */
export interface InstalledList {
  get(): Packs;
  /**
   * Makes another list of what stands on the disk, while nobody else does. It is written once `make` is done.
   * @throws {SwitchyardError} STORAGE_FAILED, and what `make` throws
   */
  change(make: (packs: Packs) => Packs | Promise<Packs>): Promise<void>;
  /** Hears of each change, also of one by another process. */
  onChanged(listener: () => void): () => void;
  close(): void;
}

/** Reads the list; a damaged one is set aside, and the user told in a line. */
export async function openInstalledList(
  places: PackPlaces,
  say: (line: string) => void,
): Promise<InstalledList> {
  let current = readRecord(places);
  let last: Promise<unknown> = Promise.resolve();
  const listeners = new Set<() => void>();
  let stopWatching: (() => void) | undefined;

  async function changeLocked(make: (packs: Packs) => Packs | Promise<Packs>): Promise<void> {
    const read = readRecord(places);
    const packs = await make(read.packs);
    if (read.isDamaged) say(setRecordAside(places, read.packs.length));
    const isSame = packs === read.packs && !read.isDamaged;
    const text = isSame ? read.text : await writeRecord(places, packs);
    take({ packs, text, isDamaged: false });
  }

  function take(read: typeof current): void {
    const isNews = read.text !== current.text;
    current = read;
    if (isNews) for (const listener of listeners) listener();
  }

  function change(make: (packs: Packs) => Packs | Promise<Packs>): Promise<void> {
    const changed = last.then(() => whileLocked(places.lock, () => changeLocked(make)));
    last = changed.catch(() => undefined);
    return changed.catch((error: unknown) => {
      throw asStorageFault(error);
    });
  }

  function look(): void {
    if (readRecordText(places) === current.text) return;
    const read = readRecord(places);
    if (!read.isDamaged) take(read);
    else void change((packs) => packs).catch(() => undefined);
  }

  // A list that can't be written now is so when it is changed: what could be read of it serves until then.
  if (current.isDamaged) await change((packs) => packs).catch(() => undefined);
  return {
    get: () => current.packs,
    change,
    onChanged(listener) {
      listeners.add(listener);
      stopWatching ??= watchFile(places.record, look);
      return () => listeners.delete(listener);
    },
    close: () => stopWatching?.(),
  };
}

/** The lock is the system's own, as the data folder's is: it ends with its process. */
async function whileLocked<T>(path: string, work: () => Promise<T>): Promise<T> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const lock = lockFile(path);
    if (lock !== undefined) {
      try {
        return await work();
      } finally {
        lock.close();
      }
    }
    if (performance.now() > end) throw storageFailed("Another Switchyard is changing the packs; wait for it");
    await delay(25);
  }
}

/** Another one only moves folders and writes the record while it has the lock. */
const PATIENCE_MS = 10_000;
