import type { ToolItem } from "@switchyard/core/session";
import { createMemo, createSignal, Show } from "solid-js";
import { CodeBlock } from "../../../markdown/CodeBlock.tsx";
import { Button } from "../../../ui/Button.tsx";
import { sessionWords as words } from "../../../words/session-words.ts";
import { createFullText } from "../transcript/full-text.ts";
import { ShowAll } from "../transcript/ShowAll.tsx";
import { commandOf } from "./tool-facts.ts";
import { lastLines, plainOutput } from "./plain-output.ts";

/** The whole input: the command as it was given, anything else as JSON. */
export function ToolInput(props: { tool: ToolItem }) {
  const command = () => commandOf(props.tool);
  return (
    <div class="tool-input">
      <CodeBlock
        text={command() ?? JSON.stringify(props.tool.input, null, 2) ?? ""}
        lang={command() === null ? "json" : "bash"}
      />
    </div>
  );
}

/** What a tool gave back: its last lines, more when asked, the whole where the log has it. */
export function ToolOutput(props: {
  tool: ToolItem;
  state: "needs" | "running" | "done" | "failed" | "idle";
  /** Whether the user opened the card: then its silence is said. */
  isAsked: boolean;
}) {
  const [all, setAll] = createSignal(false);
  const full = createFullText(() => props.tool);
  const text = createMemo(() => plainOutput(full.whole() ?? props.tool.output ?? ""));
  const part = createMemo(() => lastLines(text(), all() ? Infinity : LINES[props.state]));
  const isEmpty = () => text().trim() === "";
  return (
    <Show
      when={!isEmpty()}
      fallback={
        <Show when={props.isAsked && (props.state === "done" || props.state === "failed")}>
          <p class="tool-silent">{words.noOutput}</p>
        </Show>
      }
    >
      <div class="tool-output">
        <Show when={part().before > 0}>
          <Button variant="ghost" size={24} onClick={() => setAll(true)}>
            {words.showEarlierLines(part().before)}
          </Button>
        </Show>
        <pre tabindex="0" role="region" aria-label={words.output}>
          {part().shown}
          <Show when={props.state === "running"}>
            <span class="caret" aria-hidden="true" />
          </Show>
        </pre>
        <ShowAll of={full} />
      </div>
    </Show>
  );
}

/** How many last lines tell enough. */
const LINES = { needs: 8, running: 8, done: 4, idle: 4, failed: 20 };
