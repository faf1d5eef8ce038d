import type { DatabaseSync } from "node:sqlite";
import type { WorktreeId } from "@switchyard/core/protocol";
import { parseJson } from "../parse-json.ts";
import { StoredWorktree } from "../worktrees/stored-worktree.ts";
import { readable, text } from "./row.ts";
import type { Writer } from "./writer.ts";

/** The worktrees that were made and not cleared away. */
export interface WorktreeTable {
  save(worktree: StoredWorktree): void;
  remove(worktreeId: WorktreeId): void;
  get(worktreeId: WorktreeId): StoredWorktree | undefined;
  /** In the order in which they were made. */
  list(): StoredWorktree[];
}

export function makeWorktreeTable(db: DatabaseSync, writer: Writer): WorktreeTable {
  const upsert = db.prepare(
    `INSERT INTO worktrees (worktree_id, record) VALUES (?, ?)
     ON CONFLICT (worktree_id) DO UPDATE SET record = excluded.record`,
  );
  const drop = db.prepare("DELETE FROM worktrees WHERE worktree_id = ?");
  const rows = db.prepare("SELECT record FROM worktrees ORDER BY number").all();
  const worktrees = new Map(
    readable(rows, (row) => StoredWorktree.parse(parseJson(text(row, "record")))).map((each) => [
      each.worktreeId,
      each,
    ]),
  );

  return {
    save(worktree) {
      const { worktreeId } = worktree;
      worktrees.set(worktreeId, worktree);
      const json = JSON.stringify(worktree);
      writer.write(() => upsert.run(worktreeId, json));
    },
    remove(worktreeId) {
      worktrees.delete(worktreeId);
      writer.write(() => drop.run(worktreeId));
    },
    get: (worktreeId) => worktrees.get(worktreeId),
    list: () => [...worktrees.values()],
  };
}
