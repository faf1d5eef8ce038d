import { z } from "zod";
import { BackendId, PersonaId } from "./ids.ts";
import { PackName } from "./pack-name.ts";
import { PersonaInfo } from "./persona.ts";

/** What a pack brings: personas, which are data; or a backend, which is code that runs as you. */
export const PackKind = z.enum(["personas", "backend"]);
export type PackKind = z.infer<typeof PackKind>;

/** SHA-256 in hex over the kind and the name of a pack, and every file of it and its path. */
export const PackHash = z.string().regex(/^[0-9a-f]{64}$/, "must be a SHA-256 in hex");

/** What a pack says of itself, and where it was had from. */
const described = {
  kind: PackKind,
  name: PackName,
  version: z.string(),
  displayName: z.string(),
  description: z.string(),
  license: z.string().nullable(),
  /** As it was asked for: a folder, an archive, or an npm name with or without a version. */
  spec: z.string(),
  origin: z.enum(["folder", "archive", "npm"]),
  hash: PackHash,
};

/** A pack that is installed. */
export const PackInfo = z.object({
  ...described,
  /** Unix ms. */
  installedAt: z.number().int(),
  /**
   * `loading`: its code is being loaded; `failed`, with the reason; `changed`: its files are no longer those that
   * were accepted; `safe`: the bridge was started without plug-ins; `off`: its backend is turned off, and was not loaded.
   */
  state: z.enum(["ready", "loading", "failed", "changed", "safe", "off"]),
  reason: z.string().nullable(),
  personas: z.array(PersonaId),
  /** Of a backend that has been loaded once. */
  backendId: BackendId.nullable(),
});
export type PackInfo = z.infer<typeof PackInfo>;

const overrides = PersonaInfo.shape.overrides;

/** A persona of a pack, and how it stands to others of its id outside of any project. */
const ReviewedPersona = z.object({
  id: PersonaId,
  displayName: z.string(),
  description: z.string(),
  /** The one that is used in its stead; null: none stands before it. */
  yieldsTo: overrides.element.nullable(),
  /** Those that it stands before, the next one first. */
  overrides,
});

/** A pack that has been fetched and checked, to be looked at before it is installed. */
export const PackReview = z.object({
  ...described,
  bytes: z.number().int().nonnegative(),
  personas: z.array(ReviewedPersona),
  /** The packages that come with a backend, as name@version. */
  dependencies: z.array(z.string()),
  /** The one that it takes the place of; null: it is new. */
  before: z.object({ version: z.string(), hash: PackHash }).nullable(),
  /** Its own files, less those of its dependencies. */
  files: z.array(
    z.object({
      path: z.string(),
      bytes: z.number().int().nonnegative(),
      change: z.enum(["added", "changed", "removed", "same"]),
      /** How many characters it has that nobody sees: tags, direction marks, zero widths. */
      unseen: z.number().int().nonnegative(),
    }),
  ),
  /** What it asks for and doesn't get. */
  ignored: z.array(z.object({ file: z.string(), field: z.string(), value: z.string() })),
});
export type PackReview = z.infer<typeof PackReview>;
