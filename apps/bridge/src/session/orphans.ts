import type { EndedOrphans, SessionId } from "@switchyard/core/protocol";
import type { ProcessHost } from "../process/host.ts";
import { type Leftover, reapLeftovers } from "../process/sweep.ts";
import { readTrees } from "../process/tree.ts";

/** What outlived its process and was ended, as long as this bridge lives: the last hundred times. */
export interface OrphanList {
  /** The same host; what the ends of its processes leave is taken note of. */
  watch(host: ProcessHost, sessionOf: (marker: string) => SessionId | null): ProcessHost;
  /** Ends what an earlier life of the bridge left running, and takes note of it. */
  reap(leftovers: readonly (Leftover & { sessionId: SessionId | null })[]): Promise<void>;
  /** The newest first. */
  list(): Orphans[];
}

export type Orphans = Omit<EndedOrphans, "backendId">;

export function makeOrphanList(): OrphanList {
  const list: Orphans[] = [];

  function note(found: Omit<Orphans, "at">): void {
    if (found.count === 0 && found.survivors.length === 0) return;
    list.unshift({ at: Math.floor(Date.now() / 1000), ...found });
    list.length = Math.min(list.length, KEPT);
  }

  return {
    watch: (host, sessionOf) => ({
      start(spec, onMessage) {
        const handle = host.start(spec, onMessage);
        // Attached before anyone else's, so that it is still known whose process it was.
        void handle.ended.then(({ orphansEnded, survivors }) =>
          note({
            sessionId: sessionOf(spec.marker),
            when: "process_end",
            count: orphansEnded,
            survivors: [...survivors],
          }),
        );
        return handle;
      },
    }),
    async reap(leftovers) {
      // Looked at before: of what ends with its group nothing else tells how many it were.
      const trees = await readTrees(leftovers.map(({ marker }) => ({ marker, pid: null })));
      const survivors = new Set((await reapLeftovers(leftovers)).survivors);
      for (const { marker, sessionId } of leftovers) {
        const pids = (trees.get(marker) ?? []).map(({ pid }) => pid);
        const left = pids.filter((pid) => survivors.delete(pid));
        note({ sessionId, when: "bridge_start", count: pids.length - left.length, survivors: left });
      }
      // Whose they are is not told everywhere.
      note({ sessionId: null, when: "bridge_start", count: 0, survivors: [...survivors] });
    },
    list: () => [...list],
  };
}

const KEPT = 100;
