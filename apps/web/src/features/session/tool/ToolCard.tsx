import type { RequestItem, ToolItem } from "@switchyard/core/session";
import { createMemo, createUniqueId, type JSX, Show } from "solid-js";
import { Icon } from "../../../ui/Icon.tsx";
import { ArrowDownIcon, ChevronDownIcon, ChevronRightIcon } from "../../../ui/icons.ts";
import { StatusGlyph } from "../../../ui/StatusGlyph.tsx";
import { sessionWords as words } from "../../../words/session-words.ts";
import { isNothing } from "../approval/request-facts.ts";
import { resolvedWords } from "../approval/resolved-words.ts";
import { createNow } from "../clock.ts";
import { countChanges, diffLines } from "../diff/line-diff.ts";
import { duration, stopwatch } from "../format.ts";
import { useSession } from "../session-context.ts";
import { createKept, foldKey } from "../transcript/row-memory.ts";
import type { Row } from "../transcript/rows.ts";
import { DiffView } from "../diff/DiffView.tsx";
import { toolIcon } from "./tool-icon.ts";
import { shortPath, targetOf } from "./tool-facts.ts";
import { ToolInput, ToolOutput } from "./ToolText.tsx";

/**
 * A tool call: one line until it matters. Edits, failures, running programs and calls that wait for the
 * user are open; a press opens any, with its whole input.
 */
export function ToolCard(props: {
  tool: ToolItem;
  request: RequestItem | null;
  /** The calls of the sub-agent that it started. */
  rows: readonly Row[];
  /** Whether its turn runs: a call without an end in an ended turn runs no more. */
  running: boolean;
  isRestart: boolean;
  children?: JSX.Element;
}) {
  const view = useSession();
  const [chosen, setChosen] = createKept<boolean>(foldKey(props.tool.id));
  const bodyId = createUniqueId();
  const state = () => stateOf(props);
  const target = () => targetOf(props.tool, verbOf(props.tool));
  const diffs = createMemo(() =>
    (props.tool.diff ?? []).map((file) => {
      const lines = diffLines(file.oldText, file.newText);
      return { file, lines, ...countChanges(lines) };
    }),
  );
  const opensItself = () =>
    diffs().length > 0 ||
    (state() === "failed" && props.tool.output !== null) ||
    (state() === "running" && (props.tool.output !== null || props.rows.length > 0));
  const isOpen = () => chosen() ?? opensItself();
  return (
    <article class="tool" data-state={state()}>
      <button
        type="button"
        class="tool-head"
        aria-expanded={isOpen()}
        aria-controls={isOpen() ? bodyId : undefined}
        onClick={() => setChosen(!isOpen())}
      >
        <Icon of={toolIcon(props.tool.toolKind)} size={14} />
        <span class="tool-verb">{verbOf(props.tool)}</span>
        <Show when={target().isCode} fallback={<span class="cut">{target().text}</span>}>
          <code class="cut">{shortPath(target().text, view.info.cwd)}</code>
        </Show>
        <span class="tool-end">
          <ToolEnd {...props} state={state()} changes={diffs()} />
          <Show when={state() !== "needs"} fallback={<Icon of={ArrowDownIcon} size={14} />}>
            <Icon of={isOpen() ? ChevronDownIcon : ChevronRightIcon} size={14} />
          </Show>
        </span>
      </button>
      <Show when={isOpen()}>
        <div class="tool-body" id={bodyId}>
          <Show when={chosen() === true && !isNothing(props.tool.input)}>
            <ToolInput tool={props.tool} />
          </Show>
          {diffs().map(({ file, lines }) => (
            <DiffView file={file} lines={lines} showPath={diffs().length > 1} />
          ))}
          <Show when={diffs().length === 0 || chosen() === true || state() === "failed"}>
            <ToolOutput
              tool={props.tool}
              state={state()}
              isAsked={chosen() === true && diffs().length === 0}
            />
          </Show>
          <Show when={props.rows.length > 0}>
            <div class="tool-nested stack">{props.children}</div>
          </Show>
        </div>
      </Show>
    </article>
  );
}

type ToolState = "needs" | "running" | "done" | "failed" | "idle";

function stateOf(of: { tool: ToolItem; request: RequestItem | null; running: boolean }): ToolState {
  if (of.request && !of.request.resolved && of.running) return "needs";
  if (of.tool.status === "completed") return "done";
  if (of.tool.status === "failed") return "failed";
  return of.running ? "running" : "idle";
}

function verbOf(tool: ToolItem): string {
  const isOfNoKind = tool.toolKind === "other" || tool.toolKind === "think";
  // Programs that have no names for their tools repeat the kind or the title.
  const isNamed = ![tool.toolKind, tool.title, ""].includes(tool.name);
  if (isOfNoKind && isNamed) return tool.name;
  if (tool.toolKind === "edit" && tool.diff?.[0]?.oldText === null) return words.verbs.write;
  return words.verbs[tool.toolKind];
}

function ToolEnd(props: {
  tool: ToolItem;
  request: RequestItem | null;
  rows: readonly Row[];
  isRestart: boolean;
  state: ToolState;
  changes: readonly { added: number; removed: number }[];
}) {
  const sum = (of: "added" | "removed") => props.changes.reduce((total, file) => total + file[of], 0);
  return (
    <>
      <Show when={props.state === "needs"}>{words.waitingForYou}</Show>
      <Show when={props.request && resolvedWords(props.request, props.isRestart)}>
        {(ended) => <span class="tool-decided">{ended()}</span>}
      </Show>
      <Show when={props.rows.length > 0}>
        <span>{words.calls(props.rows.length)}</span>
      </Show>
      <Show when={props.changes.length > 0}>
        <Changes added={sum("added")} removed={sum("removed")} />
      </Show>
      <Show when={props.state === "running"}>
        <Clock since={props.tool.at} />
        <StatusGlyph glyph="running" label={words.toolStates.in_progress} />
      </Show>
      <Show when={props.state === "done"}>
        <Show when={props.tool.updatedAt - props.tool.at >= 1000 && props.changes.length === 0}>
          <span>{duration(props.tool.updatedAt - props.tool.at)}</span>
        </Show>
        <StatusGlyph glyph="check" label={words.toolStates.completed} />
      </Show>
      <Show when={props.state === "failed"}>
        <StatusGlyph glyph="failed" label={words.toolStates.failed} />
      </Show>
    </>
  );
}

/** "+6 −2". */
export function Changes(props: { added: number; removed: number }) {
  return (
    <span class="changes">
      <span class="changes-added">+{props.added}</span> <span class="changes-removed">−{props.removed}</span>
    </span>
  );
}

function Clock(props: { since: number }) {
  const now = createNow();
  return <span>{stopwatch(now() - props.since)}</span>;
}
