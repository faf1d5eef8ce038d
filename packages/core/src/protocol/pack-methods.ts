import { z } from "zod";
import { method, nothing } from "./method.ts";
import { PackHash, PackInfo, PackKind, PackReview } from "./pack.ts";
import { PackName } from "./pack-name.ts";

/** Packages of personas and backends, that people install and share. */
export const packMethods = {
  listPacks: method({
    summary: "The packs that are installed.",
    params: nothing,
    result: z.object({
      packs: z.array(PackInfo),
      /** The bridge was started without plug-ins. */
      isSafe: z.boolean(),
    }),
    errors: [],
  }),
  installPack: method({
    summary:
      "Fetches and checks a pack and says what it holds; with the `hash` of what was said, installs it or takes the place of the version before.",
    params: z.object({
      kind: PackKind,
      /** A folder, an archive (.tgz) or an npm name with or without a version. */
      spec: z.string().min(1).max(4096),
      /** What was looked at and accepted. */
      hash: PackHash.optional(),
    }),
    result: z.object({
      review: PackReview,
      /** Null: nothing is installed yet. */
      installed: PackInfo.nullable(),
    }),
    errors: ["INVALID_PACK", "PACK_CHANGED", "NPM_FAILED", "FOLDER_NOT_FOUND", "TOO_LARGE", "STORAGE_FAILED"],
  }),
  readPackFile: method({
    summary: "A file of a pack that is looked at, and the same file of the version before it.",
    params: z.object({ hash: PackHash, path: z.string().min(1).max(1024) }),
    result: z.object({
      /** Null: it is not there, or is no text. */
      before: z.string().nullable(),
      after: z.string().nullable(),
      isCut: z.boolean(),
    }),
    errors: ["PACK_NOT_FOUND"],
  }),
  discardPack: method({
    summary: "Drops a pack that was looked at and is not wanted.",
    params: z.object({ hash: PackHash }),
    result: nothing,
    errors: [],
  }),
  removePack: method({
    summary: "Removes an installed pack; sessions that were started with it keep what they have.",
    params: z.object({ kind: PackKind, name: PackName }),
    result: nothing,
    errors: ["PACK_NOT_FOUND", "STORAGE_FAILED"],
  }),
};
