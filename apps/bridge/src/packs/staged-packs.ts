import { SwitchyardError } from "@switchyard/core/protocol";
import { MAX_STAGED, STAGED_MS } from "./limits.ts";
import type { LookedAt } from "./look-at-pack.ts";
import type { StagingPlace } from "./staging.ts";

/** A pack that was looked at and waits to be accepted. */
export interface StagedPack extends LookedAt {
  readonly place: StagingPlace;
}

/** The packs that wait to be accepted: a few, and for some minutes. */
export interface StagedPacks {
  /** The oldest goes where there are too many, and one with the same content. */
  keep(pack: StagedPack): Promise<void>;
  find(hash: string): StagedPack | undefined;
  /** @throws {SwitchyardError} PACK_NOT_FOUND */
  need(hash: string): StagedPack;
  /**
   * Hands it over: nobody else gets it.
   * @throws {SwitchyardError} PACK_NOT_FOUND
   */
  take(hash: string): StagedPack;
  drop(hash: string): Promise<void>;
  /** Drops all of them. */
  close(): Promise<void>;
}

export function makeStagedPacks(): StagedPacks {
  /** The oldest first. */
  const staged = new Map<string, { pack: StagedPack; timer: NodeJS.Timeout }>();

  function take(hash: string): StagedPack | undefined {
    const found = staged.get(hash);
    clearTimeout(found?.timer);
    staged.delete(hash);
    return found?.pack;
  }

  async function drop(hash: string): Promise<void> {
    // What can't be removed now is tidied when the packs are opened again.
    await take(hash)
      ?.place.remove()
      .catch(() => undefined);
  }

  return {
    async keep(pack) {
      const { hash } = pack.review;
      const same = drop(hash);
      staged.set(hash, { pack, timer: setTimeout(() => void drop(hash), STAGED_MS).unref() });
      const tooMany = [...staged.keys()].slice(0, -MAX_STAGED);
      await Promise.all([same, ...tooMany.map((each) => drop(each))]);
    },
    find: (hash) => staged.get(hash)?.pack,
    need: (hash) => staged.get(hash)?.pack ?? missing(hash),
    take: (hash) => take(hash) ?? missing(hash),
    drop,
    close: async () => void (await Promise.all([...staged.keys()].map((hash) => drop(hash)))),
  };
}

function missing(hash: string): never {
  throw new SwitchyardError(
    "PACK_NOT_FOUND",
    `The pack ${hash.slice(0, 16)} is not kept any more. Look at it again, then install it.`,
  );
}
