import { createEffect, createMemo, createSignal, on, Show } from "solid-js";
import { Button } from "../../../ui/Button.tsx";
import { EmptyState } from "../../../ui/EmptyState.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { ArrowDownIcon, RotateCwIcon, SquareTerminalIcon, TriangleAlertIcon } from "../../../ui/icons.ts";
import { Note } from "../../../ui/Note.tsx";
import { Skeleton } from "../../../ui/Skeleton.tsx";
import { sessionWords as words } from "../../../words/session-words.ts";
import { PendingBlocks } from "../composer/PendingBlocks.tsx";
import { Keyed } from "../../../ui/Keyed.tsx";
import { createFollowScroll, type FollowScroll } from "../scroll/create-follow.ts";
import { backendName, useSession } from "../session-context.ts";
import { stuckSection } from "../scroll/stuck-section.ts";
import { StickyPrompt } from "./StickyPrompt.tsx";
import { TurnSection } from "./TurnSection.tsx";
import "./transcript.css";
import "./tool.css";

/** The transcript: follows its end, lets go when the user reads, loads older turns at the top. */
export function TranscriptLog(props: { ref: (scroll: FollowScroll) => void }) {
  const view = useSession();
  const [stuck, setStuck] = createSignal<number | null>(null);
  let log!: HTMLDivElement;
  let content!: HTMLDivElement;
  let loadingOlder = false;
  const sections = () => view.transcript.sections;
  const items = createMemo(() => sections().reduce((sum, section) => sum + section.items.length, 0));
  const loadOlder = async () => {
    if (loadingOlder || view.loading || !view.hasOlder) return;
    loadingOlder = true;
    await scroll.keepPlace(() => view.loadOlder()).catch(() => undefined);
    loadingOlder = false;
  };
  const onScroll = () => {
    setStuck(stuckSection(log));
    if (log.scrollTop < NEAR_TOP && log.scrollHeight > log.clientHeight) void loadOlder();
  };
  const scroll = createFollowScroll({ log: () => log, content: () => content, items, onScroll });
  props.ref(scroll);
  // What the user sends is where they look.
  createEffect(
    on(
      () => view.pending.length,
      (count, before) => count > (before ?? 0) && scroll.toEnd(),
      { defer: true },
    ),
  );
  const isEmpty = () => !view.loading && !view.loadError && items() === 0 && view.pending.length === 0;
  return (
    <div class="log-frame">
      <StickyPrompt stuck={stuck()} onPress={(key) => toSection(log, key)} />
      <div class="log" role="log" aria-live="off" aria-label={words.transcript} tabindex="0" ref={log}>
        <div class="log-content" ref={content}>
          <Show when={view.hasOlder && !view.loading}>
            <p class="log-older">{words.older}</p>
          </Show>
          <Show when={view.loading}>
            <div class="turn-column log-loading">
              <Skeleton label={words.loading} lines={["half", "full", "long", "short", "full", "half"]} />
            </div>
          </Show>
          <Show when={view.loadError}>
            {(error) => (
              <div class="turn-column">
                <Note
                  tone="danger"
                  icon={<Icon of={TriangleAlertIcon} />}
                  title={words.loadFailed}
                  actions={
                    <Button
                      size={24}
                      icon={RotateCwIcon}
                      onClick={() => void view.loadOlder().catch(() => undefined)}
                    >
                      {words.ends.retry}
                    </Button>
                  }
                >
                  {error().message}
                </Note>
              </div>
            )}
          </Show>
          <Keyed each={sections()} by={(section) => section.key}>
            {(section) => (
              <TurnSection section={section()} isLast={section().key === sections().at(-1)?.key} />
            )}
          </Keyed>
          <PendingBlocks />
        </div>
      </div>
      <Show when={isEmpty()}>
        <div class="log-empty">
          <EmptyState icon={SquareTerminalIcon} title={words.emptyTitle}>
            {words.emptyBody(backendName(view))}
          </EmptyState>
        </div>
      </Show>
      <Show when={!scroll.following()}>
        <button type="button" class="jump" onClick={() => scroll.toEnd()}>
          <Icon of={ArrowDownIcon} size={14} />
          {scroll.fresh() > 0 ? words.newItems(scroll.fresh()) : words.jumpToEnd}
        </button>
      </Show>
    </div>
  );
}

/** Older turns are read before the top is reached, in CSS pixels. */
const NEAR_TOP = 600;

function toSection(log: HTMLElement, key: number): void {
  log.querySelector(`[data-key="${key}"]`)?.scrollIntoView({ block: "start" });
}
