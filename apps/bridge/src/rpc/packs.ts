import { type PackInfo, type ResultOf, SwitchyardError } from "@switchyard/core/protocol";
import type { InstalledPack, PackStore } from "../packs/pack-store.ts";
import type { Handlers } from "../server/handlers.ts";

type Names = "listPacks" | "installPack" | "readPackFile" | "discardPack" | "removePack";

export interface PackOptions {
  readonly packs: PackStore;
  /** What became of a pack of a backend. @default it is ready */
  readonly packState?: (pack: InstalledPack) => Pick<PackInfo, "state" | "reason">;
  /** Resolves once it is known what becomes of one that is being loaded. @default it is known */
  readonly settled?: (pack: InstalledPack) => Promise<void>;
  /** The bridge was started without plug-ins. @default false */
  readonly isSafe?: boolean;
}

/** Handlers of the packages of personas and backends. */
export function packHandlers(options: PackOptions): Pick<Handlers, Names> {
  const { packs } = options;
  return {
    listPacks: () => packList(options),
    async installPack({ kind, spec, hash }) {
      const kept = hash === undefined ? undefined : packs.reviewOf(hash);
      const isAsked = kept?.kind === kind && kept.spec === spec;
      const review = isAsked ? kept : await packs.review(kind, spec);
      if (hash === undefined) return { review, installed: null };
      if (review.hash !== hash) {
        await packs.discard(review.hash);
        throw new SwitchyardError(
          "PACK_CHANGED",
          "The pack is no longer what was looked at. Look at it again.",
        );
      }
      const pack = await packs.accept(hash);
      // Whoever installed it is told whether it can be used.
      if (kind === "backend") await options.settled?.(pack);
      return { review, installed: packInfo(pack, options) };
    },
    readPackFile: ({ hash, path }) => packs.readFile(hash, path),
    async discardPack({ hash }) {
      await packs.discard(hash);
      return {};
    },
    async removePack({ kind, name }) {
      await packs.remove(kind, name);
      return {};
    },
  };
}

/** What is installed, as clients see it; the files of personas are looked at anew. */
export async function packList(options: PackOptions): Promise<ResultOf<"listPacks">> {
  const { packs, isSafe = false } = options;
  const shown = packs.list().map(async (pack): Promise<PackInfo> => {
    const isChanged = pack.kind === "personas" && !(await packs.isAsAccepted(pack));
    return { ...packInfo(pack, options), ...(isChanged ? CHANGED : {}) };
  });
  return { packs: await Promise.all(shown), isSafe };
}

const CHANGED: Pick<PackInfo, "state" | "reason"> = {
  state: "changed",
  reason: "Its files are no longer those that were accepted. Install it again.",
};

function packInfo(pack: InstalledPack, { packState = isReady }: PackOptions): PackInfo {
  const { folder: _folder, entry: _entry, ...told } = pack;
  return { ...told, ...(pack.kind === "backend" ? packState(pack) : isReady()) };
}

function isReady(): Pick<PackInfo, "state" | "reason"> {
  return { state: "ready", reason: null };
}
