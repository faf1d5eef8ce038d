import type { ParamsOf, ResultOf } from "@switchyard/core/protocol";
import { type Accessor, createEffect, createMemo, createSignal, onCleanup, untrack } from "solid-js";
import type { App } from "../../state/app.ts";
import { toWireError } from "../../wire/wire-error.ts";
import { branchFault } from "./branch-fault.ts";

/** What the user wants of a worktree. */
export interface WorktreeWish {
  readonly isOn: boolean;
  /** As it was typed; null: as the bridge names it. */
  readonly branch: string | null;
}

export const noWorktree = (): WorktreeWish => ({ isOn: false, branch: null });

/** The worktree that a start would make. */
export interface StartWorktree {
  isOn(): boolean;
  turn(on: boolean): void;
  /** What it would be; null: not told yet, or there is none. */
  preview(): ResultOf<"previewWorktree"> | null;
  /** What was typed, else the name that it would get. */
  branch(): string;
  /** Null: as the bridge names it. */
  setBranch(name: string | null): void;
  /** What is wrong with what was typed. */
  branchFault(): string | undefined;
  /** Why there can be none, or why that can't be told. */
  fault(): string | undefined;
  /** What the start is asked for. */
  asked(): { worktree?: { branch?: string } };
}

/** `place` names what the worktree is for; null: that is not known yet. */
export function createStartWorktree(
  app: App,
  place: Accessor<ParamsOf<"previewWorktree"> | null>,
  [wish, setWish]: readonly [Accessor<WorktreeWish>, (change: Partial<WorktreeWish>) => void],
): StartWorktree {
  const [told, setTold] = createSignal<Told | null>(null);
  const key = createMemo(() => (wish().isOn ? JSON.stringify(place()) : "null"));

  createEffect(() => {
    const own = key();
    const params = untrack(place);
    if (own === "null" || params === null || app.connection.link() !== "live") return;
    let isOver = false;
    const ask = async () => {
      const answer = await app.wire.call("previewWorktree", params).then(
        (preview) => ({ key: own, preview, fault: preview.fault ?? undefined }),
        (thrown: unknown) => ({ key: own, preview: null, fault: toWireError(thrown).message }),
      );
      if (!isOver) setTold(answer);
    };
    // A message that is being written names no branch yet.
    const settled = setTimeout(() => void ask(), untrack(told) === null ? 0 : SETTLED_MS);
    onCleanup(() => {
      isOver = true;
      clearTimeout(settled);
    });
  });

  const typed = () => wish().branch?.trim() ?? null;
  const preview = () => (wish().isOn && told()?.fault === undefined ? (told()?.preview ?? null) : null);
  return {
    isOn: () => wish().isOn,
    turn: (isOn) => setWish({ isOn }),
    preview,
    branch: () => wish().branch ?? preview()?.branch ?? "",
    setBranch: (branch) => setWish({ branch }),
    branchFault() {
      const name = typed();
      return wish().isOn && name !== null ? branchFault(name) : undefined;
    },
    // What was told of another place says nothing of this one.
    fault: () => (told()?.key === key() ? told()?.fault : undefined),
    asked() {
      if (!wish().isOn) return {};
      const branch = typed();
      return { worktree: branch === null ? {} : { branch } };
    },
  };
}

interface Told {
  readonly key: string;
  readonly preview: ResultOf<"previewWorktree"> | null;
  readonly fault: string | undefined;
}

const SETTLED_MS = 300;
