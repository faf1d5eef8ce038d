import type { Bead } from "@switchyard/core/protocol";

/** A bead among others, with straight ways to those that it hangs together with. */
export interface Member {
  readonly bead: Bead;
  /** Its place in the order of ids. */
  readonly index: number;
  parent: Member | undefined;
  /** In the order of the work. */
  children: Member[];
  /** 0 for a root. */
  depth: number;
  /** Those that block it, done or not. */
  readonly blockers: Member[];
  /** Those that it blocks. */
  readonly blocked: Member[];
}

export function makeMember(bead: Bead, index: number): Member {
  return { bead, index, parent: undefined, children: [], depth: 0, blockers: [], blocked: [] };
}
