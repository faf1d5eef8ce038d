import { useNavigate } from "@solidjs/router";
import { createComputed, createEffect, on, onCleanup, onMount, Show } from "solid-js";
import { ariaKeys, createShortcut } from "../../keys/keyboard.ts";
import { sessionPath } from "../../state/sessions.ts";
import { Button } from "../../ui/Button.tsx";
import { Count } from "../../ui/Count.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { ArrowDownIcon } from "../../ui/icons.ts";
import { Keyed } from "../../ui/Keyed.tsx";
import { inboxWords as words } from "../../words/inbox-words.ts";
import { BatchBox } from "./BatchBox.tsx";
import { useInbox } from "./create-inbox.ts";
import { InboxRow } from "./InboxRow.tsx";
import { markAllRead } from "./mark-read.ts";
import { keepInPlace } from "./keep-in-place.ts";
import { SnoozedLine } from "./SnoozedLine.tsx";
import type { Group } from "./inbox-model.ts";

/**
 * The list. What is read or about to be pressed does not move: while the pointer is in it nothing does, and new
 * things wait behind a button at its foot; by keyboard the row in focus keeps its place on screen.
 */
export function InboxList() {
  const inbox = useInbox();
  const navigate = useNavigate();
  let list!: HTMLElement;
  const rowOf = (key: string | undefined) =>
    [...list.querySelectorAll<HTMLElement>(ROW)].find((row) => row.dataset["inboxRow"] === key);
  const focusChosen = () => rowOf(inbox.chosen()?.item.key)?.focus();
  const move = (to: 1 | -1 | "first" | "last") => {
    if (inbox.move(to)) queueMicrotask(focusChosen);
  };
  const open = () => {
    const chosen = inbox.chosen();
    if (chosen !== undefined) navigate(sessionPath(chosen.item.session.sessionId));
  };

  createShortcut("inboxDown", () => move(1));
  createShortcut("inboxUp", () => move(-1));
  createShortcut("inboxOpen", open);
  // Once for all boxes: of several bindings of a key only one acts.
  createShortcut("inboxTick", () => {
    const chosen = inbox.chosen();
    if (chosen === undefined || chosen.isGone || !rowOf(chosen.item.key)?.closest("[role=group]")) return;
    inbox.ticks.set(chosen.item, !inbox.ticks.has(chosen.item));
  });
  createShortcut("inboxAllRead", () => markAllRead(inbox));

  const anchor = keepInPlace(() => list);
  createComputed(on(inbox.groups, anchor.measure, { defer: true }));
  createEffect(on(inbox.groups, anchor.restore, { defer: true }));
  // The focus goes along with what is chosen, unless it is at work elsewhere.
  createEffect(
    on(
      () => inbox.chosen()?.item.key,
      () => {
        const at = document.activeElement;
        if (at === null || at === document.body || list.contains(at)) focusChosen();
      },
    ),
  );
  // A row that came apart from its box, or into one, is another element.
  createEffect(
    on(inbox.groups, () => {
      if (document.activeElement === document.body) focusChosen();
    }),
  );
  const release = () => inbox.setHeld(false);
  onMount(() => window.addEventListener("keydown", release, true));
  onCleanup(() => window.removeEventListener("keydown", release, true));

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    const to = MOVES[event.key];
    const isOnRow = event.target instanceof Element && event.target.matches(ROW);
    if (to !== undefined) {
      event.preventDefault();
      move(to);
    } else if (event.key === "Enter" && isOnRow && event.target === rowOf(inbox.chosen()?.item.key)) {
      event.preventDefault();
      open();
    }
  };

  return (
    <section
      ref={list}
      class="inbox-list"
      aria-label={words.title}
      onKeyDown={onKeyDown}
      onPointerMove={(event) => event.pointerType === "mouse" && inbox.setHeld(true)}
      onPointerLeave={release}
    >
      <Show when={inbox.rows().length === 0}>
        <p class="inbox-none">{words.empty.title}</p>
      </Show>
      <Keyed each={inbox.groups()} by={(group) => group.kind}>
        {(group) => <GroupPart group={group()} />}
      </Keyed>
      <SnoozedLine />
      <Show when={inbox.fresh() > 0}>
        <button type="button" class="inbox-fresh" title={words.freshTitle} onClick={() => inbox.letIn()}>
          <Icon of={ArrowDownIcon} size={12} />
          {words.fresh(inbox.fresh())}
        </button>
      </Show>
    </section>
  );
}

const ROW = "[data-inbox-row]";

const MOVES: Readonly<Record<string, 1 | -1 | "first" | "last">> = {
  ArrowDown: 1,
  ArrowUp: -1,
  Home: "first",
  End: "last",
};

function GroupPart(props: { group: Group }) {
  const inbox = useInbox();
  const isNeed = () => props.group.kind === "approval" || props.group.kind === "question";
  const label = () => words.groups[props.group.kind];
  return (
    <section class="inbox-group" data-kind={props.group.kind} aria-label={label()}>
      <h2>
        {label()}
        <Count value={props.group.count} tone={isNeed() ? "signal" : "neutral"} />
        <Show when={props.group.kind === "finished"}>
          <span class="grow" />
          <Button
            size={24}
            variant="ghost"
            keys="Shift+E"
            aria-keyshortcuts={ariaKeys("inboxAllRead")}
            onClick={() => markAllRead(inbox)}
          >
            {words.markAllRead}
          </Button>
        </Show>
      </h2>
      <ul>
        <Keyed each={props.group.entries} by={(entry) => entry.key}>
          {(entry) => {
            const box = () => {
              const now = entry();
              return now.type === "box" ? now : undefined;
            };
            const row = () => {
              const now = entry();
              return now.type === "row" ? now.row : undefined;
            };
            return (
              <li>
                <Show when={row()}>{(shown) => <InboxRow row={shown()} />}</Show>
                <Show when={box()}>{(shown) => <BatchBox label={shown().label} rows={shown().rows} />}</Show>
              </li>
            );
          }}
        </Keyed>
      </ul>
    </section>
  );
}
