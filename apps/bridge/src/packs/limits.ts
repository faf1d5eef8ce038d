const MIB = 1024 * 1024;

/** What a pack may take. Its personas are bounded further by their loader. */
export const PACK_LIMITS = {
  packedBytes: 16 * MIB,
  /** Of its own files together. */
  bytes: 32 * MIB,
  /** Files and folders of its own. */
  entries: 2000,
  /** Unpacked to packed, of an archive that is large once it is unpacked. Text rarely goes over 20. */
  ratio: 200,
  nameBytes: 255,
  pathBytes: 1024,
  /** What comes with a backend from npm. */
  dependencyBytes: 256 * MIB,
  dependencyEntries: 20_000,
} as const;

/** How many packs may wait to be accepted, and how long. */
export const MAX_STAGED = 4;
export const STAGED_MS = 15 * 60_000;

/** What is said of a pack goes out in one frame, with what is installed then. */
export const MAX_REVIEW_BYTES = 880 * 1024;
