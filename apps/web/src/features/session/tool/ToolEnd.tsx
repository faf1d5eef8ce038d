import type { FileDiff } from "@switchyard/core/protocol";
import type { RequestItem, ToolItem } from "@switchyard/core/session";
import { createMemo, Show } from "solid-js";
import { StatusGlyph } from "../../../ui/StatusGlyph.tsx";
import { sessionWords } from "../../../words/session-words.ts";
import { toolWords as words } from "../../../words/tool-words.ts";
import { resolvedWords } from "../../ask/resolved-words.ts";
import { createNow } from "../clock.ts";
import { sumOf } from "../diff/counts.ts";
import { duration, stopwatch } from "../format.ts";
import { Sums } from "./Sums.tsx";
import { exitCodeOf, type ToolState } from "./tool-state.ts";

/** What became of a call, and how long it took or takes. */
export function ToolEnd(props: {
  tool: ToolItem;
  request: RequestItem | null;
  /** Those of the sub-agent that it started. */
  calls: number;
  isRestart: boolean;
  state: ToolState;
  diffs: readonly FileDiff[];
}) {
  const sums = createMemo(() => sumOf(props.diffs));
  const took = () => props.tool.updatedAt - props.tool.at;
  return (
    <>
      <Show when={props.state === "needs"}>{sessionWords.waitingForYou}</Show>
      <Show when={props.request && resolvedWords(props.request, props.isRestart)}>
        {(ended) => <span class="tool-decided">{ended()}</span>}
      </Show>
      <Show when={props.calls > 0}>
        <span>{sessionWords.calls(props.calls)}</span>
      </Show>
      <Show when={props.diffs.length > 0}>
        <Sums {...sums()} />
      </Show>
      <Show when={exitCodeOf(props.tool)}>{(code) => <span>{words.exit(code())}</span>}</Show>
      <Show when={props.state === "running"}>
        <Clock since={props.tool.at} />
        <StatusGlyph glyph="running" label={sessionWords.toolStates.in_progress} />
      </Show>
      <Show when={props.state === "done" || props.state === "failed"}>
        <Show when={took() >= 1000 && props.diffs.length === 0}>
          <span>{duration(took())}</span>
        </Show>
      </Show>
      <Show when={props.state === "done"}>
        <StatusGlyph glyph="check" label={sessionWords.toolStates.completed} />
      </Show>
      <Show when={props.state === "failed"}>
        <StatusGlyph glyph="failed" label={sessionWords.toolStates.failed} />
      </Show>
    </>
  );
}

function Clock(props: { since: number }) {
  const now = createNow();
  return <span>{stopwatch(now() - props.since)}</span>;
}
