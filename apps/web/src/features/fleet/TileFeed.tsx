import type { FileDiff, SessionInfo } from "@switchyard/core/protocol";
import { createEffect, For, type JSX, Match, on, onCleanup, onMount, Show, Switch } from "solid-js";
import { Icon } from "../../ui/Icon.tsx";
import { LightbulbIcon } from "../../ui/icons.ts";
import { StatusGlyph } from "../../ui/StatusGlyph.tsx";
import { fleetWords as words } from "../../words/fleet-words.ts";
import { askedOf, isQuestion } from "../ask/asked.ts";
import { requestLine } from "../inbox/request-line.ts";
import { createNow } from "../session/clock.ts";
import { duration, stopwatch } from "../session/format.ts";
import { shortPath } from "../session/tool/tool-facts.ts";
import { toolIcon } from "../session/tool/tool-icon.ts";
import { createCounts } from "./create-counts.ts";
import type { TileAsk } from "./create-tile-ask.ts";
import type { TailLine, ToolLine } from "./tail-lines.ts";

/** The last lines of a session, and below them what it asks. */
export function TileFeed(props: {
  session: SessionInfo;
  lines: readonly TailLine[];
  /** Stands where there is no line. */
  empty: string;
  ask: TileAsk;
}) {
  return (
    <div class="tile-feed">
      <Show
        when={props.lines.length > 0}
        fallback={
          <Show when={props.ask.count() === 0}>
            <p class="tile-prose tile-faint">{props.empty}</p>
          </Show>
        }
      >
        <For each={props.lines}>{(line) => <Line line={line} cwd={props.session.cwd} />}</For>
      </Show>
      <Show when={props.ask.request()}>
        <AskLine ask={props.ask} cwd={props.session.cwd} />
      </Show>
    </div>
  );
}

/** A line never changes: another takes its place, and those that stay have nothing to do. */
function Line(props: { line: TailLine; cwd: string }): JSX.Element {
  // oxlint-disable-next-line solid/reactivity -- see above
  const { line } = props;
  switch (line.kind) {
    case "prose":
      return <For each={line.text.split("\n")}>{(part) => <p class="tile-prose">{part}</p>}</For>;
    case "you":
      return (
        <p class="tile-prose">
          <span class="tile-faint">{words.you}</span> {line.text}
        </p>
      );
    case "error":
      return <p class="tile-prose text-danger">{line.text}</p>;
    case "note":
      return <p class="tile-prose tile-faint">{line.text}</p>;
    case "output":
      return (
        <p class="tile-line tile-output">
          <code class="cut">{line.text}</code>
        </p>
      );
    case "thought":
      return (
        <p class="tile-line">
          <Icon of={LightbulbIcon} size={12} />
          <Thinking since={line.since} />
        </p>
      );
    case "tool":
      return <Tool line={line} cwd={props.cwd} />;
    case "files":
      return (
        <p class="tile-prose tile-faint">
          {words.files(new Set(line.diffs.map(({ path }) => path)).size)} <Changes diffs={line.diffs} />
        </p>
      );
  }
}

function Thinking(props: { since: number }) {
  const now = createNow();
  return <span>{words.thinking(duration(now() - props.since))}</span>;
}

function Tool(props: { line: ToolLine; cwd: string }) {
  const target = () => shortPath(props.line.text, props.cwd);
  return (
    <p class="tile-line">
      <Icon of={toolIcon(props.line.toolKind)} size={12} />
      <Show when={props.line.isCode} fallback={<span class="cut grow">{target()}</span>}>
        <code class="cut grow">{target()}</code>
      </Show>
      <Switch>
        <Match when={props.line.diffs}>{(diffs) => <Changes diffs={diffs()} />}</Match>
        <Match when={props.line.state === "runs"}>
          <Running since={props.line.since} />
        </Match>
        <Match when={props.line.state === "failed"}>
          <StatusGlyph glyph="failed" size={14} label={words.toolStates.failed} />
        </Match>
        <Match when={props.line.state === "done"}>
          <StatusGlyph glyph="check" size={14} label={words.toolStates.done} />
        </Match>
      </Switch>
    </p>
  );
}

function Running(props: { since: number }) {
  const now = createNow();
  const ms = () => now() - props.since;
  return (
    <>
      <Show when={ms() >= LONG_MS}>
        <span class="tile-clock">{stopwatch(ms())}</span>
      </Show>
      <StatusGlyph glyph="running" size={14} label={words.toolStates.runs} />
    </>
  );
}

/** Work of a moment shows no clock. */
const LONG_MS = 3000;

function Changes(props: { diffs: readonly FileDiff[] }) {
  const counts = createCounts(() => props.diffs);
  return (
    <span class="tile-changes">
      <Show when={counts()}>
        {(lines) => (
          <>
            <Show when={lines().added > 0 || lines().removed === 0}>
              <span data-sign="added" aria-hidden="true">
                {words.added(lines().added)}
              </span>
              <span class="sr-only">{words.addedLines(lines().added)}</span>
            </Show>
            <Show when={lines().removed > 0}>
              {" "}
              <span data-sign="removed" aria-hidden="true">
                {words.removed(lines().removed)}
              </span>
              <span class="sr-only">{words.removedLines(lines().removed)}</span>
            </Show>
          </>
        )}
      </Show>
    </span>
  );
}

/** What waits for the user: its whole input where a tile has room for it, else one line of it. */
function AskLine(props: { ask: TileAsk; cwd: string }) {
  let box!: HTMLDivElement;
  const measure = () => {
    // What is measured is the whole input: it has to be there for that.
    props.ask.setFits(true);
    queueMicrotask(() => props.ask.setFits(box.scrollHeight <= (box.parentElement?.clientHeight ?? 0)));
  };
  onMount(() => {
    const watcher = typeof ResizeObserver === "undefined" ? null : new ResizeObserver(measure);
    if (box.parentElement !== null) watcher?.observe(box.parentElement);
    onCleanup(() => watcher?.disconnect());
  });
  createEffect(on(() => props.ask.request()?.requestId, measure));
  const asked = () => {
    const request = props.ask.request();
    return request && askedOf(request);
  };
  const kind = () => {
    const one = asked();
    return one === undefined || isQuestion(one) ? undefined : one.toolKind;
  };
  const line = () => {
    const request = props.ask.request();
    return request && requestLine(request);
  };
  return (
    <div ref={box} class="tile-ask">
      <Show
        when={props.ask.parts()}
        fallback={
          <Show when={line()}>
            {(one) => (
              <p class={kind() === undefined ? "tile-prose" : "tile-line"}>
                <Show when={kind()}>{(of) => <Icon of={toolIcon(of())} size={12} />}</Show>
                <Show when={one().isCode} fallback={<b class={kind() && "cut"}>{one().text}</b>}>
                  <code class="cut grow">
                    <b>{shortPath(one().text, props.cwd)}</b>
                  </code>
                </Show>
              </p>
            )}
          </Show>
        }
      >
        {(parts) => (
          <For each={parts()}>
            {(part, at) => (
              <p class="tile-exact">
                <Show
                  when={at() === 0 && kind()}
                  fallback={<span class="tile-faint">{part.label === "" ? "" : `${part.label} `}</span>}
                >
                  {(of) => <Icon of={toolIcon(of())} size={12} />}
                </Show>
                <code>{at() === 0 ? <b>{part.text}</b> : part.text}</code>
              </p>
            )}
          </For>
        )}
      </Show>
    </div>
  );
}
