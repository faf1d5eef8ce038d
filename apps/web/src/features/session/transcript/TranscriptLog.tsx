import { createEffect, createMemo, on, onCleanup, Show, untrack } from "solid-js";
import { waitsInBatch } from "../../../state/status.ts";
import { EmptyState } from "../../../ui/EmptyState.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { ArrowDownIcon, SquareTerminalIcon } from "../../../ui/icons.ts";
import { Keyed } from "../../../ui/Keyed.tsx";
import { Skeleton } from "../../../ui/Skeleton.tsx";
import { sessionWords as words } from "../../../words/session-words.ts";
import { createShortcut } from "../../../keys/keyboard.ts";
import { toolKeys } from "../tool/tool-keys.ts";
import { PendingBlocks } from "../composer/PendingBlocks.tsx";
import { FindBar } from "../find/FindBar.tsx";
import { createLogWindow } from "../scroll/create-log-window.ts";
import { backendName, useSession } from "../session-context.ts";
import { createParts, guessHeight, type Line, type PartFacts } from "./create-lines.ts";
import { createHit } from "./create-hit.ts";
import { createMoves, type LogMoves, placeOf } from "./create-moves.ts";
import { LoadFailed } from "./LoadFailed.tsx";
import { RowMemory } from "./row-memory.ts";
import { foldTools } from "./fold-tools.ts";
import { isSamePrompt, StickyPrompt, stuckPrompt } from "./StickyPrompt.tsx";
import { TurnSection } from "./TurnSection.tsx";
import "./transcript.css";
import "./tool.css";

/**
 * The transcript: follows its end, lets go when the user reads, loads what is above and below as it is come near
 * to, and has the rows around the view in the page alone.
 */
export function TranscriptLog(props: {
  ref: (moves: LogMoves) => void;
  /** A chunk to go to. */
  at?: number | undefined;
  onArrived?: (() => void) | undefined;
  isFinding: boolean;
  onFound: () => void;
}) {
  const view = useSession();
  let log!: HTMLDivElement;
  let before!: HTMLDivElement;
  let after!: HTMLDivElement;
  const parts = createParts(() => view.pages.shown);
  const lines = createMemo(() => parts().flatMap((part) => part.lines()));
  const byKey = createMemo(() => new Map(lines().map((line) => [line.key, line])));
  const scroll = createLogWindow({
    log: () => log,
    spaces: () => ({ before, after }),
    keys: createMemo(() => [...byKey().keys()]),
    guess(key) {
      const line = byKey().get(key);
      return line ? guessHeight(line) : 0;
    },
    came: () => view.pages.came,
    isNewest: () => !view.pages.hasNewer,
    onMove: () => void moves.loadNear(log),
  });
  const memory = new Map<string, unknown>();
  const moves = createMoves({ view, scroll, lines, memory, log: () => log });
  props.ref(moves);
  createShortcut(toolKeys.foldAll, () => foldTools(lines(), memory));
  const visible = createMemo(() => groupLines(lines().slice(scroll.range().from, scroll.range().to)));
  const firstKey = createMemo(() => scroll.first()?.key);
  const stuck = createMemo(() => stuckPrompt(lines(), firstKey()), null, { equals: isSamePrompt });
  const hit = createHit({ moves, scroll, log: () => log });
  const jump = async (seq: number) => {
    await hit.arrive(seq);
    props.onArrived?.();
  };
  createEffect(() => {
    if (!view.loading && props.at !== undefined) void jump(props.at);
  });
  createEffect(
    on(
      () => view.loading,
      (loading) => !loading && view.start && props.at === undefined && moves.toPlace(view.start),
    ),
  );
  createEffect(
    on(
      () => props.isFinding,
      (isFinding) => !isFinding && hit.clear(),
      { defer: true },
    ),
  );
  createEffect(() => view.pages.follow(scroll.following()));
  // What the user sends is where they look.
  createEffect(
    on(
      () => view.pending.length,
      (count, before) => count > (before ?? 0) && moves.toEnd(),
      { defer: true },
    ),
  );
  onCleanup(() => {
    if (!view.loading) view.leave(scroll.following() ? null : placeOf(view.pages, byKey(), scroll.seen()));
  });
  const isEmpty = () => !view.loading && !view.loadError && lines().length === 0 && view.pending.length === 0;
  const lastPart = () => (view.pages.hasNewer ? undefined : parts().at(-1)?.key);
  return (
    <div class="log-frame">
      <StickyPrompt of={stuck()} onPress={(line) => scroll.reveal(line.key, 0)} />
      <Show when={props.isFinding}>
        <FindBar
          log={() => log}
          from={untrack(moves.seqInView)}
          hit={hit.key()}
          onHit={(found, words) => void hit.stand(found?.seq ?? null, words)}
          onClose={props.onFound}
        />
      </Show>
      <div class="log" role="log" aria-live="off" aria-label={words.transcript} tabindex="0" ref={log}>
        <div class="log-content">
          <Show when={view.pages.hasOlder && !view.loading}>
            <p class="log-more">{words.older}</p>
          </Show>
          <Show when={view.loading}>
            <div class="turn-column log-loading">
              <Skeleton label={words.loading} lines={["half", "full", "long", "short", "full", "half"]} />
            </div>
          </Show>
          <LoadFailed />
          <div ref={before} />
          <RowMemory.Provider value={memory}>
            <Keyed each={visible()} by={(group) => group.part.key}>
              {(group) => (
                <TurnSection
                  part={group().part}
                  lines={group().lines}
                  isLast={group().part.key === lastPart()}
                  hit={hit.key()}
                  mount={scroll.mount}
                />
              )}
            </Keyed>
          </RowMemory.Provider>
          <div ref={after} />
          <Show when={view.pages.hasNewer} fallback={<PendingBlocks />}>
            <p class="log-more">{words.newer}</p>
          </Show>
        </div>
      </div>
      <Show when={isEmpty()}>
        <div class="log-empty">
          <EmptyState icon={SquareTerminalIcon} title={words.emptyTitle}>
            {waitsInBatch(view.info) ? words.emptyWaits : words.emptyBody(backendName(view))}
          </EmptyState>
        </div>
      </Show>
      <Show when={!scroll.following()}>
        <button type="button" class="jump" onClick={() => moves.toEnd()}>
          <Icon of={ArrowDownIcon} size={14} />
          {scroll.fresh() > 0 ? words.newItems(scroll.fresh()) : words.jumpToEnd}
        </button>
      </Show>
    </div>
  );
}

interface Group {
  readonly part: PartFacts;
  readonly lines: readonly Line[];
}

function groupLines(lines: readonly Line[]): Group[] {
  const groups: { part: PartFacts; lines: Line[] }[] = [];
  for (const line of lines) {
    const last = groups.at(-1);
    if (last?.part === line.part) last.lines.push(line);
    else groups.push({ part: line.part, lines: [line] });
  }
  return groups;
}
