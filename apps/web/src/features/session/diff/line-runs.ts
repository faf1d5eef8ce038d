import type { FileDiff } from "@switchyard/core/protocol";
import { createEffect, createSignal, onCleanup } from "solid-js";
import { highlight } from "../../../markdown/highlight.ts";
import type { Run } from "../../../markdown/highlight-theme.ts";
import { languageOfPath } from "../../../markdown/language-names.ts";
import type { FileChange } from "./file-change.ts";
import type { RunsOf } from "./DiffRowView.tsx";

/** The highlighting of both sides of a change; each line takes that of the side it stands on. */
export function createLineRuns(change: () => FileChange | null): RunsOf {
  const [sides, setSides] = createSignal<readonly Sides[]>([]);
  createEffect(() => {
    const shown = change();
    const language = shown === null ? null : languageOfPath(shown.path);
    if (shown === null || language === null) return setSides([]);
    let current = true;
    onCleanup(() => (current = false));
    const regions = shown.regions.slice(0, MOST_REGIONS);
    void Promise.all(regions.map(({ diff }) => sidesOf(diff, language))).then(
      (all) => current && setSides(all),
    );
  });
  return (line, region) => {
    const side = sides()[region];
    if (side === undefined) return null;
    if (line.kind === "removed") return side.old?.[(line.oldNumber ?? 0) - side.oldStart] ?? null;
    return side.fresh?.[(line.newNumber ?? 0) - side.newStart] ?? null;
  };
}

interface Sides {
  readonly old: readonly Run[][] | null;
  readonly fresh: readonly Run[][] | null;
  readonly oldStart: number;
  readonly newStart: number;
}

const MOST_REGIONS = 40;

async function sidesOf(diff: FileDiff, language: string): Promise<Sides> {
  const [old, fresh] = await Promise.all([
    highlight(diff.oldText ?? "", language),
    highlight(diff.newText, language),
  ]);
  return { old, fresh, oldStart: diff.oldStart ?? 1, newStart: diff.newStart ?? 1 };
}
