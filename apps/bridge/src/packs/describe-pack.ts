import type { PackReview } from "@switchyard/core/protocol";

/** What a checked pack says of itself. */
export interface DescribedPack extends Pick<
  PackReview,
  "name" | "version" | "displayName" | "description" | "license" | "personas" | "ignored"
> {
  /** The module of a backend, below its folder. */
  readonly entry: string | null;
  /** What npm has to install with it. */
  readonly dependencies: Readonly<Record<string, string>>;
}
