import type { RequestItem, ToolItem } from "@switchyard/core/session";
import { createMemo, createUniqueId, For, type JSX, Show } from "solid-js";
import { Button } from "../../../ui/Button.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import {
  ArrowDownIcon,
  BracesIcon,
  ChevronDownIcon,
  ChevronRightIcon,
  MaximizeIcon,
} from "../../../ui/icons.ts";
import { toolWords as words } from "../../../words/tool-words.ts";
import { isNothing } from "../../ask/input-parts.ts";
import { useChanges } from "../../changes/session-changes.ts";
import { DiffView } from "../diff/DiffView.tsx";
import { byFile } from "../diff/file-change.ts";
import { inputDiffs } from "../diff/input-diffs.ts";
import { Pictures } from "../pictures/Pictures.tsx";
import { useSession } from "../session-context.ts";
import { ALL_TOOLS, type AllTools } from "../transcript/fold-tools.ts";
import { createKept, foldKey, inputKey } from "../transcript/row-memory.ts";
import { countCalls, type Row } from "../transcript/rows.ts";
import { ToolOutput } from "./output/ToolOutput.tsx";
import { shortPath, targetOf } from "./tool-facts.ts";
import { toolIcon } from "./tool-icon.ts";
import { stateOf, verbOf } from "./tool-state.ts";
import { ToolEnd } from "./ToolEnd.tsx";
import { ToolInput } from "./ToolInput.tsx";

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
  const changes = useChanges();
  const [chosen, setChosen] = createKept<boolean>(foldKey(props.tool.id));
  const [asksInput, setAsksInput] = createKept<boolean>(inputKey(props.tool.id));
  const [all] = createKept<AllTools>(ALL_TOOLS);
  const ofAll = () => {
    const choice = all();
    return choice && props.tool.at <= choice.until ? choice.isOpen : undefined;
  };
  const bodyId = createUniqueId();
  const state = () => stateOf(props.tool, props.request, props.running);
  const target = () => targetOf(props.tool, verbOf(props.tool));
  // Until it is done the input tells what would become of the files; what failed changed nothing.
  const isTold = () => props.tool.diff !== null;
  const diffs = createMemo(() =>
    state() === "failed" && !isTold() ? [] : (props.tool.diff ?? inputDiffs(props.tool.input)),
  );
  const files = createMemo(() => byFile(diffs()));
  // On a phone an edit is read when it is asked for.
  const opensItself = () =>
    (diffs().length > 0 && !isPhone()) ||
    props.tool.images.length > 0 ||
    (state() === "failed" && props.tool.output !== null) ||
    (state() === "running" && (props.tool.output !== null || props.rows.length > 0));
  const isOpen = () => chosen() ?? ofAll() ?? opensItself();
  const hasInput = () => !isNothing(props.tool.input);
  // A diff tells what an edit was given; whoever opens another call wants to see it.
  const showsInput = () => hasInput() && (asksInput() ?? (chosen() === true && diffs().length === 0));
  const openDiff = (path: string) => changes?.open({ kind: "call", toolCallId: props.tool.toolCallId, path });
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
          <ToolEnd
            tool={props.tool}
            request={props.request}
            calls={countCalls(props.rows)}
            isRestart={props.isRestart}
            state={state()}
            diffs={diffs()}
          />
          <Show when={state() !== "needs"} fallback={<Icon of={ArrowDownIcon} size={14} />}>
            <Icon of={isOpen() ? ChevronDownIcon : ChevronRightIcon} size={14} />
          </Show>
        </span>
      </button>
      <Show when={isOpen()}>
        <div class="tool-body" id={bodyId}>
          <Show when={hasInput() || (diffs().length > 0 && changes)}>
            <div class="tool-acts">
              <Show when={diffs().length > 0 && changes}>
                <Button
                  variant="ghost"
                  size={24}
                  icon={MaximizeIcon}
                  label={words.openDiff}
                  onClick={() => openDiff(diffs()[0]?.path ?? "")}
                />
              </Show>
              <Show when={hasInput()}>
                <Button
                  variant="ghost"
                  size={24}
                  icon={BracesIcon}
                  label={showsInput() ? words.hideInput : words.showInput}
                  aria-pressed={showsInput()}
                  onClick={() => setAsksInput(!showsInput())}
                />
              </Show>
            </div>
          </Show>
          <Show when={showsInput()}>
            <ToolInput tool={props.tool} />
          </Show>
          <For each={files()}>
            {(diffs) => (
              <DiffView
                diffs={diffs}
                of={props.tool.id}
                showPath={files().length > 1}
                isExcerpt={!isTold()}
                onOpen={() => openDiff(diffs[0]?.path ?? "")}
              />
            )}
          </For>
          <Pictures images={props.tool.images} from={target().text} />
          <Show when={diffs().length === 0 || chosen() === true || state() === "failed"}>
            <ToolOutput
              tool={props.tool}
              state={state()}
              isAsked={chosen() === true && diffs().length === 0 && props.tool.images.length === 0}
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

function isPhone(): boolean {
  return matchMedia("(max-width: 640px)").matches;
}
