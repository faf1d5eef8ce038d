import { type Accessor, createSignal } from "solid-js";
import { recall, remember } from "../../../state/local.ts";

/** Which beads of a project's tree are folded. */
export interface Folds {
  readonly folded: Accessor<ReadonlySet<string>>;
  toggle(id: string): void;
  set(ids: Iterable<string>, isFolded: boolean): void;
}

/** Folds that this browser remembers, for each project its own. */
export function createFolds(projectId: string): Folds {
  const key = `plan.folded.${projectId}`;
  return makeFolds(read(recall(key)), (ids) => remember(key, ids.size === 0 ? null : [...ids].join("\n")));
}

/** Folds that last as long as what is looked for. */
export function createPassingFolds(): Folds & { clear(): void } {
  const folds = makeFolds(new Set(), () => undefined);
  return { ...folds, clear: () => folds.set(folds.folded(), false) };
}

function makeFolds(initial: ReadonlySet<string>, keep: (ids: ReadonlySet<string>) => void): Folds {
  const [folded, setFolded] = createSignal(initial);
  const put = (next: ReadonlySet<string>) => {
    setFolded(next);
    keep(next);
  };
  return {
    folded,
    toggle(id) {
      const next = new Set(folded());
      if (!next.delete(id)) next.add(id);
      put(next);
    },
    set(ids, isFolded) {
      const next = new Set(folded());
      for (const id of [...ids]) {
        if (isFolded) next.add(id);
        else next.delete(id);
      }
      if (next.size !== folded().size || isFolded) put(next);
    },
  };
}

function read(text: string | null): ReadonlySet<string> {
  return new Set(text?.split("\n").filter((id) => id !== ""));
}
