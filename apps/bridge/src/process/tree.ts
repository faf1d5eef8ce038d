import type { TreeProcess } from "@switchyard/core/protocol";
import { lookAtProc } from "./tree-by-proc.ts";
import { lookByPs } from "./tree-by-ps.ts";
import { membersOf, type TreeRoot } from "./tree-members.ts";

export type { TreeRoot } from "./tree-members.ts";

/** All processes of the machine at one moment, and what can be told of some of them. */
export interface ProcessTable {
  readonly processes: readonly SeenProcess[];
  /** Null: it is gone. */
  describe(pid: number): Promise<ProcessFacts | null>;
}

export interface SeenProcess {
  readonly pid: number;
  readonly parentPid: number;
  readonly group: number;
  /** Null: it carries none, or the system does not tell. */
  readonly marker: string | null;
}

export type ProcessFacts = Pick<TreeProcess, "command" | "memoryBytes">;

/**
 * What belongs to each of these processes, by its marker, itself first and what it started below what started
 * it. The machine is looked at once for all; where the system does not tell, each tree is empty.
 */
export async function readTrees(roots: readonly TreeRoot[]): Promise<ReadonlyMap<string, TreeProcess[]>> {
  const table = roots.length === 0 ? null : await look();
  const members = membersOf(table?.processes ?? [], roots);
  const trees = new Map<string, TreeProcess[]>();
  for (const [marker, processes] of members) {
    trees.set(marker, table === null ? [] : await describeAll(table, processes));
  }
  return trees;
}

function look(): Promise<ProcessTable | null> {
  if (process.platform === "linux") return lookAtProc();
  return process.platform === "win32" ? Promise.resolve(null) : lookByPs();
}

async function describeAll(table: ProcessTable, processes: readonly SeenProcess[]): Promise<TreeProcess[]> {
  const described = await Promise.all(
    processes.map(async ({ pid, parentPid }) => {
      const facts = await table.describe(pid);
      return facts === null ? null : { pid, parentPid, ...facts };
    }),
  );
  return described.filter((each) => each !== null);
}
