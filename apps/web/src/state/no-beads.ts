import type { Beads } from "@switchyard/beads";

/** The beads of a project before any are known. */
export const NO_BEADS: Beads = {
  list: [],
  get: () => undefined,
  parentOf: () => undefined,
  childrenOf: () => [],
  blockersOf: () => [],
  blocks: () => [],
  isBlocked: () => false,
  isReady: () => false,
  openBlockersOf: () => [],
  progressOf: () => ({ closed: 0, total: 0 }),
  roots: [],
  depthOf: () => 0,
  family: {
    list: [],
    get: () => undefined,
    roots: [],
    preOrder: [],
    chains: () => ({ order: [], isApart: () => true }),
  },
};
