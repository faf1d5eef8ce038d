import type { ToolItem } from "@switchyard/core/session";
import { createMemo, createSignal, Index, lazy, Show, Suspense } from "solid-js";
import { Button } from "../../../../ui/Button.tsx";
import { CopyButton } from "../../../../ui/CopyButton.tsx";
import { SearchIcon, WrapIcon } from "../../../../ui/icons.ts";
import { sessionWords } from "../../../../words/session-words.ts";
import { toolWords as words } from "../../../../words/tool-words.ts";
import { bytes } from "../../format.ts";
import { createFullText } from "../../transcript/full-text.ts";
import { createKept } from "../../transcript/row-memory.ts";
import { plainOutput } from "../plain-output.ts";
import type { ToolState } from "../tool-state.ts";
import { OutputLine } from "./OutputLine.tsx";
import { readTail } from "./tail.ts";
import "./output.css";

const WholeOutput = lazy(async () => ({ default: (await import("./WholeOutput.tsx")).WholeOutput }));

/** What a tool gave back: its last lines, the whole when asked for, to be searched and copied. */
export function ToolOutput(props: {
  tool: ToolItem;
  state: ToolState;
  /** Whether the user opened the card: then its silence is said. */
  isAsked: boolean;
}) {
  const [isAll, setAll] = createKept<boolean>(`all:${props.tool.id}`);
  const [wraps, setWraps] = createKept<boolean>(`wrap:${props.tool.id}`);
  const [isFinding, setFinding] = createSignal(false);
  const full = createFullText(() => props.tool);
  const text = () => full.whole() ?? props.tool.output ?? "";
  const tail = createMemo(() => readTail(text(), LINES[props.state]));
  const isEmpty = createMemo(() => text().trim() === "");
  // Prose is read, a terminal's lines are looked through.
  const isWrapped = () => wraps() ?? props.tool.toolKind !== "execute";
  const hasMore = () => tail().before > 0 || full.missing() !== undefined;
  const showAll = async () => {
    if (full.missing() !== undefined) await full.load();
    setAll(true);
  };
  const find = () => {
    setFinding(true);
    void showAll();
  };
  return (
    <Show
      when={!isEmpty()}
      fallback={
        <Show when={props.isAsked && (props.state === "done" || props.state === "failed")}>
          <p class="tool-silent">{sessionWords.noOutput}</p>
        </Show>
      }
    >
      <div
        class="tool-output"
        data-wrap={isWrapped() ? "" : undefined}
        data-finding={isFinding() ? "" : undefined}
      >
        <div class="tool-acts">
          <Show when={hasMore() || isAll() === true}>
            <Button variant="ghost" size={24} icon={SearchIcon} label={words.searchOutput} onClick={find} />
          </Show>
          <Button
            variant="ghost"
            size={24}
            icon={WrapIcon}
            label={words.wrap}
            aria-pressed={isWrapped()}
            onClick={() => setWraps(!isWrapped())}
          />
          <CopyButton text={() => plainOutput(text())} label={words.copyOutput} />
        </div>
        <Show
          when={isAll() === true}
          fallback={
            <>
              <Show when={hasMore()}>
                <Button
                  variant="ghost"
                  size={24}
                  class="output-more"
                  aria-expanded={false}
                  busy={full.busy()}
                  onClick={() => void showAll()}
                >
                  {moreWords(full.missing(), tail())}
                </Button>
              </Show>
              <pre tabindex="0" role="region" aria-label={sessionWords.output}>
                <Index each={tail().lines}>
                  {(line, at) => (
                    <OutputLine
                      line={line()}
                      isFollowed={at < tail().lines.length - 1}
                      hasCaret={props.state === "running" && at === tail().lines.length - 1}
                    />
                  )}
                </Index>
              </pre>
            </>
          }
        >
          <Suspense>
            <WholeOutput
              text={text()}
              isWrapped={isWrapped()}
              isFinding={isFinding()}
              onFinding={setFinding}
              follows={props.state === "running"}
            />
            <Button
              variant="ghost"
              size={24}
              class="output-more"
              aria-expanded={true}
              onClick={() => setAll(false)}
            >
              {words.showLastLines}
            </Button>
          </Suspense>
        </Show>
      </div>
    </Show>
  );
}

/** How many last lines tell enough. */
const LINES: Record<ToolState, number> = { needs: 8, running: 8, done: 4, idle: 4, failed: 20 };

function moreWords(missing: number | undefined, tail: ReturnType<typeof readTail>): string {
  return missing === undefined
    ? words.showLines(tail.before + tail.lines.length)
    : sessionWords.showAll(bytes(missing));
}
