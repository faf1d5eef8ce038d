import { createEffect, createMemo, createSignal, For, on, onCleanup, onMount, Show } from "solid-js";
import { createShortcut } from "../../keys/keyboard.ts";
import { useApp } from "../../state/app.ts";
import { createTails } from "../../state/tails.ts";
import { fleetWords as words } from "../../words/fleet-words.ts";
import { useGoToNeed } from "../signal/SignalPill.tsx";
import type { Fleet } from "./create-fleet.ts";
import { createOnScreen } from "./create-on-screen.ts";
import { createOrder } from "./create-order.ts";
import type { TileAsk } from "./create-tile-ask.ts";
import { stepInGrid } from "./grid-steps.ts";
import { readTailView } from "./tail-lines.ts";
import { Tile } from "./Tile.tsx";

/** The tiles: arrows walk them, Enter opens one, and what one asks is answered in it. */
export function FleetGrid(props: { fleet: Fleet }) {
  const app = useApp();
  const goToNeed = useGoToNeed();
  let grid!: HTMLUListElement;
  const tails = createTails(app.wire, readTailView);
  const onScreen = createOnScreen(() => grid);
  const asks = new Map<string, TileAsk>();
  const [isPointed, setPointed] = createSignal(false);
  const [isFocused, setFocused] = createSignal(false);
  const tiles = () => [...grid.querySelectorAll<HTMLElement>("[data-tile]")];
  const order = createOrder(() => props.fleet.ids(), {
    isHeld: () => isPointed() || isFocused(),
    // oxlint-disable-next-line solid/reactivity -- it is called where it is tracked
    isThere: (id) => props.fleet.isThere(id),
    tiles,
  });
  const [visited, setVisited] = createSignal<string>();
  /** The one that Tab leads to. */
  const current = createMemo(() => {
    const id = visited();
    return id !== undefined && order().includes(id) ? id : order()[0];
  });

  const focus = (tile: HTMLElement | undefined) => {
    tile?.querySelector<HTMLElement>(".tile-link")?.focus();
    tile?.scrollIntoView?.({ block: "nearest" });
  };
  const focusedId = () => document.activeElement?.closest<HTMLElement>("[data-tile]")?.dataset["tile"];
  const step = (key: string) => {
    const all = tiles();
    const at = all.findIndex((tile) => tile.dataset["tile"] === focusedId());
    if (at < 0) return focus(all.find((tile) => tile.dataset["tile"] === current()));
    focus(all[stepInGrid(key, { at, count: all.length, columns: columnsOf(grid) })]);
  };
  /** The next tile that asks or failed, from the one that was visited last; else wherever something waits. */
  const toNeed = (by: 1 | -1) => {
    const ids = order();
    const needy = (id: string) => (app.standing.statusOf(id)?.needs ?? 0) > 0;
    const from = ids.indexOf(focusedId() ?? "");
    const around = ids.map((_, at) => ids.at((from + by * (at + 1)) % ids.length) ?? "");
    const start = from < 0 && by === 1 ? ids : around;
    const id = start.find(needy);
    if (id === undefined) return goToNeed(by);
    focus(tiles().find((tile) => tile.dataset["tile"] === id));
  };
  createShortcut("nextNeed", () => toNeed(1));
  createShortcut("previousNeed", () => toNeed(-1));
  createShortcut("fleetNext", () => step("ArrowRight"));
  createShortcut("fleetPrevious", () => step("ArrowLeft"));
  createShortcut("fleetAnswer", () => asks.get(focusedId() ?? "")?.allow());
  createShortcut("fleetReject", () => asks.get(focusedId() ?? "")?.reject());

  onMount(() => {
    // A tile that goes takes the focus with it without a word: what is read here is where it is now.
    const look = () => setFocused(grid.contains(document.activeElement) && isByKeyboard());
    document.addEventListener("focusin", look);
    document.addEventListener("focusout", look);
    onCleanup(() => {
      document.removeEventListener("focusin", look);
      document.removeEventListener("focusout", look);
    });
  });
  createEffect(on(order, () => grid.contains(document.activeElement) || setFocused(false)));

  return (
    <ul
      ref={grid}
      class="fleet-grid"
      aria-label={words.tiles}
      data-size={props.fleet.size()}
      onPointerEnter={(event) => setPointed(event.pointerType !== "touch")}
      onPointerLeave={() => setPointed(false)}
      onKeyDown={(event) => {
        if (!isWalk(event)) return;
        event.preventDefault();
        step(event.key);
      }}
    >
      <For each={order()}>
        {(id) => (
          <Show when={app.sessions.get(id)}>
            {(session) => (
              <Tile
                session={session()}
                tails={tails}
                onScreen={onScreen}
                isCurrent={current() === id}
                onFocus={() => setVisited(id)}
                onAsk={(ask) => (ask === null ? asks.delete(id) : asks.set(id, ask))}
              />
            )}
          </Show>
        )}
      </For>
    </ul>
  );
}

/** Arrows in a card or form that lies over a tile are the card's. */
function isWalk(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey)
    return false;
  if (event.target instanceof Element && event.target.closest(".fleet-answer") !== null) return false;
  return event.key.startsWith("Arrow") || event.key === "Home" || event.key === "End";
}

/** A press of the mouse leaves the focus where it was: that holds nothing. */
function isByKeyboard(): boolean {
  return document.activeElement?.matches(":focus-visible") ?? false;
}

function columnsOf(grid: HTMLElement): number {
  return Math.max(1, getComputedStyle(grid).gridTemplateColumns.split(" ").length);
}
