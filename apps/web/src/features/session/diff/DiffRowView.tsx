import { For, Match, Show, Switch } from "solid-js";
import type { Run } from "../../../markdown/highlight-theme.ts";
import { piecesOf } from "../../../markdown/runs.ts";
import { toolWords as words } from "../../../words/tool-words.ts";
import { sessionWords } from "../../../words/session-words.ts";
import type { DiffRow } from "./diff-rows.ts";
import type { DiffLine } from "./line-diff.ts";

/** The highlighting of a line, where there is some. */
export type RunsOf = (line: DiffLine, region: number) => readonly Run[] | null;

/** One row of a diff. */
export function DiffRowView(props: {
  row: DiffRow;
  runsOf: RunsOf;
  isNumbered: boolean;
  onOpen: (gap: string) => void;
}) {
  const line = () => (props.row.kind === "line" ? props.row : null);
  const pair = () => (props.row.kind === "pair" ? props.row : null);
  const gap = () => (props.row.kind === "gap" ? props.row : null);
  return (
    <Switch>
      <Match when={line()}>
        {(row) => (
          <div class="diff-line" data-kind={row().line.kind}>
            <Show when={props.isNumbered}>
              <span class="diff-number">{row().line.oldNumber}</span>
              <span class="diff-number">{row().line.newNumber}</span>
            </Show>
            <Code line={row().line} runs={props.runsOf(row().line, row().region)} />
          </div>
        )}
      </Match>
      <Match when={pair()}>
        {(row) => (
          <div class="diff-pair">
            <For each={[row().left, row().right]}>
              {(line, side) => (
                <div class="diff-half" data-kind={line?.kind ?? "none"}>
                  <Show when={line}>
                    {(line) => (
                      <>
                        <Show when={props.isNumbered}>
                          <span class="diff-number">
                            {side() === 0 ? line().oldNumber : line().newNumber}
                          </span>
                        </Show>
                        <Code line={line()} runs={props.runsOf(line(), row().region)} />
                      </>
                    )}
                  </Show>
                </div>
              )}
            </For>
          </div>
        )}
      </Match>
      <Match when={gap()}>
        {(row) => (
          <Show
            when={row().id}
            fallback={
              <div class="diff-gap">
                {row().skipped === null ? words.apart : words.unchanged(row().skipped ?? 0)}
              </div>
            }
          >
            {(id) => (
              <button type="button" class="diff-gap" onClick={() => props.onOpen(id())}>
                {words.showUnchanged(row().skipped ?? 0)}
              </button>
            )}
          </Show>
        )}
      </Match>
    </Switch>
  );
}

const SIGNS = { same: " ", added: "+", removed: "−" } as const;

function Code(props: { line: DiffLine; runs: readonly Run[] | null }) {
  const shown = () => props.line.text.slice(0, LONGEST);
  const rest = () => props.line.text.length - shown().length;
  return (
    <>
      <span class="diff-mark" aria-hidden="true">
        {SIGNS[props.line.kind]}
      </span>
      <code>
        <Show when={props.line.kind !== "same"}>
          <span class="sr-only">
            {props.line.kind === "added" ? sessionWords.added : sessionWords.removed}{" "}
          </span>
        </Show>
        <For each={piecesOf(shown(), props.runs, props.line.marks)}>
          {(piece) => {
            const className = piece.syntax === "" ? undefined : `syn-${piece.syntax}`;
            if (piece.marked) return <mark class={className}>{piece.text}</mark>;
            return className === undefined ? piece.text : <span class={className}>{piece.text}</span>;
          }}
        </For>
        <Show when={rest() > 0}>
          <i>{words.moreCharacters(rest())}</i>
        </Show>
      </code>
    </>
  );
}

/** What is longer is no line that anybody reads. */
const LONGEST = 2_000;
