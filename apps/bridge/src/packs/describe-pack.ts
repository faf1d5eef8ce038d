import type { PackReview } from "@switchyard/core/protocol";

/** A persona as its pack alone tells of it. */
export type DescribedPersona = Pick<PackReview["personas"][number], "id" | "displayName" | "description">;

/** What a checked pack says of itself. */
export interface DescribedPack extends Pick<
  PackReview,
  "name" | "version" | "displayName" | "description" | "license" | "ignored"
> {
  readonly personas: readonly DescribedPersona[];
  /** The module of a backend, below its folder. */
  readonly entry: string | null;
  /** What npm has to install with it. */
  readonly dependencies: Readonly<Record<string, string>>;
}
