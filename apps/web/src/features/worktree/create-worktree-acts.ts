import type { ResultOf, WorktreeId } from "@switchyard/core/protocol";
import { createSignal } from "solid-js";
import type { Worktrees } from "../../state/worktrees.ts";
import { toast } from "../../ui/toast.ts";
import { worktreeWords } from "../../words/worktree-words.ts";
import { toWireError, type WireError } from "../../wire/wire-error.ts";

export type WorktreeAct = "merge" | "remove";

/** What is said of the act that was asked for last. */
export type ActTold =
  /** Whether it is to be removed. */
  | { readonly kind: "asks" }
  | { readonly kind: "refused"; readonly act: WorktreeAct; readonly error: WireError }
  | { readonly kind: "merged"; readonly result: ResultOf<"mergeWorktree"> };

/** Merging one worktree back and clearing it away; what stands against it is told in place. */
export interface WorktreeActs {
  busy(): WorktreeAct | null;
  told(): ActTold | null;
  merge(): Promise<void>;
  askToRemove(): void;
  remove(): Promise<void>;
  dismiss(): void;
}

export function createWorktreeActs(worktrees: Worktrees, worktreeId: () => WorktreeId): WorktreeActs {
  const [busy, setBusy] = createSignal<WorktreeAct | null>(null);
  const [told, setTold] = createSignal<ActTold | null>(null);

  async function run(act: WorktreeAct, work: () => Promise<ActTold | null>): Promise<void> {
    if (busy() !== null) return;
    setBusy(act);
    try {
      setTold(await work());
    } catch (thrown) {
      setTold({ kind: "refused", act, error: toWireError(thrown) });
    }
    setBusy(null);
  }

  return {
    busy,
    told,
    merge: () => run("merge", async () => ({ kind: "merged", result: await worktrees.merge(worktreeId()) })),
    askToRemove: () => setTold({ kind: "asks" }),
    remove: () =>
      run("remove", async () => {
        const { branch, isBranchKept } = await worktrees.remove(worktreeId());
        toast(worktreeWords.removed(branch, isBranchKept));
        return null;
      }),
    dismiss: () => setTold(null),
  };
}
