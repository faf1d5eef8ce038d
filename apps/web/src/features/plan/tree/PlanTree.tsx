import { createEffect, createMemo, createSignal, For, onMount, Show, untrack } from "solid-js";
import { createShortcut } from "../../../keys/keyboard.ts";
import { now } from "../../../state/clock.ts";
import { planWords as words } from "../../../words/plan-words.ts";
import type { Plan } from "../create-plan.ts";
import { daysScale, orderScale } from "../model/scale.ts";
import { TimelineGround, TimelineLinks } from "../timeline/Timeline.tsx";
import { createCursor } from "./create-cursor.ts";
import { createRowView } from "./create-row-view.ts";
import { PlanIconSheet } from "./PlanIcons.tsx";
import { PlanRow } from "./PlanRow.tsx";
import { placeIn } from "./remembered.ts";
import { createTip, SessionTip } from "./SessionTip.tsx";
import { swipeAway } from "./swipe-away.ts";
import { TreeContext } from "./tree-context.ts";
import { TreeHead, type TreeSide } from "./TreeHead.tsx";
import { makeTypeAhead, treeAct } from "./tree-keys.ts";
import "./tree.css";
import "../timeline/timeline.css";

export interface TreeActs {
  /** Opens the page of a bead. */
  open(id: string): void;
  start(id: string): void;
  openSession(sessionId: string): void;
}

/** The beads of a project as a tree beside their timeline, row by row. */
export function PlanTree(props: {
  plan: Plan;
  /** The bead whose page is open beside. */
  opened: string | undefined;
  pathOf: (id: string) => string;
  acts: TreeActs;
}) {
  // oxlint-disable-next-line solid/reactivity -- a tree is of one plan: another project has another one
  const { plan } = props;
  const memory = placeIn(plan.project.projectId);
  let scroller!: HTMLDivElement;
  let head!: HTMLDivElement;
  let body!: HTMLDivElement;
  const cursor = createCursor({
    rows: plan.rows,
    initial: memory.active,
    above: (id) => rowAbove(plan, id),
    show: (id) => view.show(id),
  });
  const tip = createTip();
  const [side, setSide] = createSignal<TreeSide>("tree");
  let pointed: string | undefined;
  const view = createRowView({
    scroller: () => scroller,
    head: () => head,
    body: () => body,
    rows: plan.rows,
    asked: plan.asked,
    initialTop: memory.top ?? 0,
    anchors: () => [pointed, cursor.active()].flatMap((id) => id ?? []),
    active: cursor.active,
    onTop: (top) => (memory.top = top),
  });
  createEffect(() => {
    const id = cursor.active();
    if (id !== undefined) memory.active = id;
  });

  // What is opened from elsewhere is where one is now.
  createEffect(() => {
    const id = props.opened;
    if (id === undefined || id === untrack(cursor.active) || untrack(plan.rows).at(id) < 0) return;
    cursor.set(id);
    view.show(id);
  });

  const inDays = createMemo(() => {
    const days = plan.days();
    return days && daysScale(days, now());
  });
  const inOrder = createMemo(() => orderScale(plan.waves()));
  const scale = createMemo(() => inDays() ?? inOrder());
  const critical = createMemo(() => new Set(plan.critical()));
  const ids = createMemo(() => {
    const { list, at } = { list: plan.rows().ids, at: plan.rows().at(cursor.active()) };
    const { from, to } = view.range();
    const seen = list.slice(from, to);
    const active = list[at];
    if (active === undefined || (at >= from && at < to)) return seen;
    // The row that has the keys stays in the page, wherever the view is.
    return at < from ? [active, ...seen] : [...seen, active];
  });

  createEffect(() => {
    const { width, mode, now: today } = scale();
    scroller.style.setProperty("--plan-time", `${width}px`);
    // Where the timeline is another side of the tree, nothing of it has a place before it is turned to.
    const shown = `${mode} ${side()}`;
    if (shown === lastShown) return;
    lastShown = shown;
    const room = scroller.clientWidth - treeWidth(scroller);
    scroller.scrollLeft = mode === "order" ? 0 : Math.max(0, today.left - room * 0.7);
  });
  let lastShown = "order tree";

  const typeAhead = makeTypeAhead((id) => plan.relations().get(id)?.title ?? "");
  const onKeyDown = (event: KeyboardEvent & { currentTarget: HTMLElement }) => {
    if (event.isComposing || event.defaultPrevented) return;
    const place = { rows: plan.rows(), active: cursor.active(), perPage: view.perPage() };
    const isOnControl = event.target instanceof Element && !event.target.matches("[role=row]");
    if (isOnControl && (event.key === "Enter" || event.key === " ")) return;
    const typed = typeAhead(event, place);
    const act = typed.isTaken ? undefined : treeAct(event, place);
    if (!typed.isTaken && act === undefined) return startOn(event);
    event.preventDefault();
    tip.close();
    if (typed.id !== undefined) return cursor.focus(typed.id);
    if (act?.kind === "go") return cursor.focus(act.id);
    if (act?.kind === "fold") return plan.fold(act.ids, act.isFolded);
    if (act?.kind === "tick") return plan.tick(act.id);
    if (act?.kind === "open") props.acts.open(act.id);
  };
  // The row that has the focus is meant, though another bead's page is open beside it.
  const startOn = (event: KeyboardEvent) => {
    const hasModifier = event.altKey || event.ctrlKey || event.metaKey || event.shiftKey;
    const id = beadAt(event.target);
    if (event.key !== "s" || hasModifier || id === undefined) return;
    event.preventDefault();
    props.acts.start(id);
  };
  const goOn = (step: 1 | -1) => {
    const at = plan.rows().at(cursor.active());
    const isIn = scroller.contains(document.activeElement);
    cursor.focus(plan.rows().ids[isIn ? at + step : at] ?? cursor.active());
  };
  createShortcut("planDown", () => goOn(1));
  createShortcut("planUp", () => goOn(-1));
  createShortcut("startOnBead", () => {
    const id = cursor.active();
    if (id !== undefined) props.acts.start(id);
  });
  createShortcut("planSession", () => {
    const id = cursor.active();
    const sessions = id === undefined ? [] : plan.sessionsOf(id);
    const element = scroller.querySelector<HTMLElement>(".tree-row[tabindex='0'] .tree-session");
    if (id === undefined || sessions[0] === undefined) return;
    if (sessions.length === 1 || element === null) return props.acts.openSession(sessions[0].sessionId);
    tip.enter({ id, element });
  });

  const onClick = (event: MouseEvent) => {
    const id = beadAt(event.target);
    if (id === undefined || !(event.target instanceof Element)) return;
    const isLink = event.target.closest("a") !== null;
    cursor.set(id);
    tip.close();
    if (!isLink && (event.ctrlKey || event.metaKey)) return plan.tick(id);
    const act = event.target.closest<HTMLElement>("[data-act]")?.dataset["act"];
    if (act === "fold") plan.toggleFold(id);
    else if (act === "tick") plan.tick(id);
    else if (act === "start") props.acts.start(id);
  };
  const onDoubleClick = (event: MouseEvent) => {
    const id = beadAt(event.target);
    const isControl =
      event.target instanceof Element && event.target.closest("a, button, [data-act]") !== null;
    if (id !== undefined && !isControl) props.acts.open(id);
  };
  const onPointerOver = (event: PointerEvent) => {
    const id = beadAt(event.target);
    pointed = id;
    const element = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-tip]") : null;
    tip.point(
      event.pointerType === "touch" || id === undefined || element === null ? undefined : { id, element },
    );
  };
  const onFocusIn = (event: FocusEvent) => {
    const id = beadAt(event.target);
    if (id !== undefined && id !== cursor.active()) cursor.set(id);
    const element = event.target instanceof HTMLElement && event.target.matches("[data-tip]") && event.target;
    if (id !== undefined && element) tip.point({ id, element });
  };

  onMount(() => swipeAway(scroller, () => setSide("timeline")));

  return (
    <TreeContext.Provider
      value={{
        plan,
        cursor,
        rowHeight: view.rowHeight,
        scale,
        isCritical: (id) => critical().has(id),
        opened: () => props.opened,
        pathOf: (id) => props.pathOf(id),
      }}
    >
      <PlanIconSheet />
      <div
        ref={scroller}
        class="tree"
        role="treegrid"
        aria-label={words.tree}
        aria-rowcount={plan.rows().ids.length + 1}
        aria-colcount={5}
        aria-multiselectable="true"
        data-mode={scale().mode}
        data-side={side()}
        onKeyDown={onKeyDown}
        onFocusIn={onFocusIn}
        onFocusOut={() => tip.point(undefined)}
        onScroll={() => tip.close()}
        onPointerLeave={() => {
          pointed = undefined;
          tip.point(undefined);
        }}
        onPointerOver={onPointerOver}
      >
        <TreeHead
          ref={(element) => (head = element)}
          plan={plan}
          scale={scale()}
          side={side()}
          onSide={setSide}
        />
        <div ref={body} class="tree-body" role="rowgroup" onClick={onClick} onDblClick={onDoubleClick}>
          <TimelineGround scale={scale()} />
          <TimelineLinks range={view.range()} />
          <For each={ids()}>
            {(id) => {
              const row = plan.rows().list[plan.rows().at(id)];
              const bead = plan.relations().get(id);
              return (
                <Show when={row && bead && { row, bead }} keyed>
                  {(first) => <PlanRow id={id} row={first.row} bead={first.bead} />}
                </Show>
              );
            }}
          </For>
        </div>
      </div>
      <SessionTip plan={plan} tip={tip} onLeave={() => cursor.focus(cursor.active())} />
    </TreeContext.Provider>
  );
}

function beadAt(target: EventTarget | null): string | undefined {
  return target instanceof Element ? target.closest<HTMLElement>("[data-bead]")?.dataset["bead"] : undefined;
}

function rowAbove(plan: Plan, id: string): string | undefined {
  const beads = plan.relations();
  for (let bead = beads.parentOf(id); bead !== undefined; bead = beads.parentOf(bead.id)) {
    if (plan.rows().at(bead.id) >= 0) return bead.id;
  }
  return undefined;
}

function treeWidth(scroller: HTMLElement): number {
  return Number.parseFloat(getComputedStyle(scroller).getPropertyValue("--plan-tree")) || 0;
}
