import type { PackInfo, PackKind, PackName, PackReview } from "@switchyard/core/protocol";

/** A pack in its place, as it was accepted. */
export interface InstalledPack extends Omit<PackInfo, "state" | "reason"> {
  /** Its files, absolute; no two contents share one. */
  readonly folder: string;
  /** The module of a backend, absolute. */
  readonly entry: string | null;
}

/** The packs of a data folder: fetched, checked and looked at first, then moved into place at once or not at all. */
export interface PackStore {
  /** In the order in which they were first installed. */
  list(): readonly InstalledPack[];
  /**
   * Fetches a pack and checks it; nothing of it runs and nothing is installed.
   * @throws {SwitchyardError} INVALID_PACK, FOLDER_NOT_FOUND, NPM_FAILED, TOO_LARGE, STORAGE_FAILED
   */
  review(kind: PackKind, spec: string): Promise<PackReview>;
  /**
   * Installs what was looked at.
   * @throws {SwitchyardError} PACK_NOT_FOUND where it is no longer kept, PACK_CHANGED, STORAGE_FAILED
   */
  accept(hash: string): Promise<InstalledPack>;
  /** What is looked at, as long as it is kept. */
  reviewOf(hash: string): PackReview | undefined;
  /** @throws {SwitchyardError} PACK_NOT_FOUND */
  readFile(
    hash: string,
    path: string,
  ): Promise<{ before: string | null; after: string | null; isCut: boolean }>;
  /** Drops what was looked at. */
  discard(hash: string): Promise<void>;
  /**
   * Takes it from the list; its files stay until the bridge starts again, for sessions that use them.
   * @throws {SwitchyardError} PACK_NOT_FOUND, STORAGE_FAILED
   */
  remove(kind: PackKind, name: PackName): Promise<void>;
  /** What is asked for to have the newest of a pack. */
  newestSpec(pack: InstalledPack): string;
  /** Whether its files are still those that were accepted. */
  isAsAccepted(pack: InstalledPack): Promise<boolean>;
  /** Remembers which backend a pack brings. */
  loaded(name: PackName, backendId: NonNullable<PackInfo["backendId"]>): Promise<void>;
  /** Hears of each change, also of one by another process. */
  onChanged(listener: () => void): () => void;
  close(): Promise<void>;
}
