import type { FileDiff } from "@switchyard/core/protocol";
import { createEffect, createMemo, createSignal, For, onCleanup, Show } from "solid-js";
import { highlight } from "../../../markdown/highlight.ts";
import type { Run } from "../../../markdown/highlight-theme.ts";
import { languageOfPath } from "../../../markdown/language-names.ts";
import { piecesOf } from "../../../markdown/runs.ts";
import { Button } from "../../../ui/Button.tsx";
import { sessionWords as words } from "../../../words/session-words.ts";
import { cutHunks, hunksOf } from "./hunks.ts";
import { countChanges, type DiffLine } from "./line-diff.ts";

/** A file's change, line by line with its numbers; over 40 lines it folds. */
export function DiffView(props: { file: FileDiff; lines: readonly DiffLine[]; showPath: boolean }) {
  const [limit, setLimit] = createSignal(FOLD_AT);
  const cut = createMemo(() => cutHunks(hunksOf(props.lines, CONTEXT), limit()));
  const runsOf = createLineRuns(() => props.file);
  const label = () => {
    const { added, removed } = countChanges(props.lines);
    return words.diffOf(props.file.path, added, removed);
  };
  return (
    <div class="diff">
      <Show when={props.showPath}>
        <div class="diff-path">
          <code>{props.file.path}</code>
        </div>
      </Show>
      <div class="diff-lines" role="region" tabindex="0" aria-label={label()}>
        <For each={cut().hunks}>
          {(hunk) => (
            <>
              <Show when={hunk.skipped > 0}>
                <div class="diff-gap">{words.unchanged(hunk.skipped)}</div>
              </Show>
              <For each={hunk.lines}>{(line) => <Line line={line} runs={runsOf(line)} />}</For>
            </>
          )}
        </For>
      </div>
      <Show when={cut().rest > 0}>
        <Button variant="ghost" size={24} onClick={() => setLimit(limit() + MORE)}>
          {words.showMoreLines(cut().rest)}
        </Button>
      </Show>
    </div>
  );
}

const FOLD_AT = 40;
const MORE = 2_000;
const CONTEXT = 3;

const MARKS = { same: " ", added: "+", removed: "−" } as const;

function Line(props: { line: DiffLine; runs: readonly Run[] | null }) {
  return (
    <div class="diff-line" data-kind={props.line.kind}>
      <span class="diff-number">{props.line.oldNumber}</span>
      <span class="diff-number">{props.line.newNumber}</span>
      <span class="diff-mark" aria-hidden="true">
        {MARKS[props.line.kind]}
      </span>
      <code>
        <Show when={props.line.kind !== "same"}>
          <span class="sr-only">{props.line.kind === "added" ? words.added : words.removed} </span>
        </Show>
        <For each={piecesOf(props.line.text, props.runs, props.line.mark)}>
          {(piece) => {
            const className = piece.syntax === "" ? undefined : `syn-${piece.syntax}`;
            return piece.marked ? (
              <mark class={className}>{piece.text}</mark>
            ) : (
              <span class={className}>{piece.text}</span>
            );
          }}
        </For>
      </code>
    </div>
  );
}

/** The highlighting of both sides; each line takes that of the side it stands on. */
function createLineRuns(file: () => FileDiff): (line: DiffLine) => readonly Run[] | null {
  const [before, setBefore] = createSignal<Run[][] | null>(null);
  const [after, setAfter] = createSignal<Run[][] | null>(null);
  createEffect(() => {
    const { path, oldText, newText } = file();
    const language = languageOfPath(path);
    if (language === null) return;
    let current = true;
    onCleanup(() => (current = false));
    void highlight(oldText ?? "", language).then((lines) => current && setBefore(lines));
    void highlight(newText, language).then((lines) => current && setAfter(lines));
  });
  return (line) => {
    if (line.kind === "removed") return before()?.[(line.oldNumber ?? 0) - 1] ?? null;
    return after()?.[(line.newNumber ?? 0) - 1] ?? null;
  };
}
