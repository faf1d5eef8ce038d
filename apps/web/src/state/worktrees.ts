import type { ProjectId, ResultOf, WorktreeId, WorktreeInfo } from "@switchyard/core/protocol";
import { type Accessor, createSignal, onCleanup, untrack } from "solid-js";
import { toWireError, type WireError } from "../wire/wire-error.ts";
import type { App } from "./app.ts";
import { onConnect } from "./on-connect.ts";

/** The worktrees that were made for sessions, read as long as the owner of the caller lives. */
export interface Worktrees {
  /** Null: not read yet. */
  readonly list: Accessor<readonly WorktreeInfo[] | null>;
  /** Why they could not be read last; what was read before stays. */
  readonly error: Accessor<WireError | null>;
  reload(): Promise<void>;
  /** Both reject with a `WireError` in the bridge's words. */
  merge(worktreeId: WorktreeId): Promise<ResultOf<"mergeWorktree">>;
  remove(worktreeId: WorktreeId): Promise<ResultOf<"removeWorktree">>;
}

/** Those of one project, or of all where none is named. */
export function createWorktrees(
  { wire, connection }: Pick<App, "wire" | "connection">,
  projectId: Accessor<ProjectId | null>,
): Worktrees {
  const [list, setList] = createSignal<readonly WorktreeInfo[] | null>(null);
  const [error, setError] = createSignal<WireError | null>(null);
  let reading: Promise<void> | null = null;
  let isStale = false;
  let isOver = false;

  async function read(): Promise<void> {
    isStale = false;
    const id = untrack(projectId);
    try {
      const { worktrees } = await wire.call("listWorktrees", id === null ? {} : { projectId: id });
      if (isOver) return;
      setList(worktrees);
      setError(null);
    } catch (thrown) {
      if (!isOver) setError(toWireError(thrown));
    }
    if (isStale && !isOver) await read();
  }

  /** Changes come in bursts: one reading at a time, and one more after it. */
  function reload(): Promise<void> {
    isStale = true;
    reading ??= read().finally(() => (reading = null));
    return reading;
  }

  onConnect(connection, () => void reload());
  onCleanup(wire.on("worktrees-changed", () => void reload()));
  onCleanup(() => (isOver = true));

  return {
    list,
    error,
    reload,
    // A refusal, too, tells of something that is not as it was shown.
    merge: (worktreeId) => wire.call("mergeWorktree", { worktreeId }).finally(() => void reload()),
    remove: (worktreeId) => wire.call("removeWorktree", { worktreeId }).finally(() => void reload()),
  };
}
