import {
  createEffect,
  createMemo,
  createSelector,
  createSignal,
  For,
  on,
  onMount,
  Show,
  untrack,
} from "solid-js";
import { now } from "../../../state/clock.ts";
import { planWords as words } from "../../../words/plan-words.ts";
import type { Plan } from "../create-plan.ts";
import { createDrag } from "../edit/create-drag.ts";
import { DragChip, DropMark, TopZone } from "../edit/DragMarks.tsx";
import { DraftRow } from "../edit/DraftRow.tsx";
import type { DropPlace } from "../edit/drop-rules.ts";
import { PlanLayer } from "../edit/PlanLayer.tsx";
import type { PlanEditor } from "../edit/plan-editor.ts";
import { DRAFT_ID } from "../model/rows.ts";
import { daysScale, orderScale } from "../model/scale.ts";
import { TimelineGround, TimelineLinks } from "../timeline/Timeline.tsx";
import { createCursor } from "./create-cursor.ts";
import { createRowView } from "./create-row-view.ts";
import { beadAt, createTreeInput, type TreeActs } from "./create-tree-input.ts";
import { keepFocus } from "./keep-focus.ts";
import { PlanIconSheet } from "./PlanIcons.tsx";
import { PlanRow } from "./PlanRow.tsx";
import { placeIn } from "./remembered.ts";
import { createTip, SessionTip } from "./SessionTip.tsx";
import { swipeAway } from "./swipe-away.ts";
import { TreeContext } from "./tree-context.ts";
import { TreeHead, type TreeSide } from "./TreeHead.tsx";
import "./tree.css";
import "../edit/edit.css";
import "../timeline/timeline.css";

/** The beads of a project as a tree beside their timeline, row by row. */
export function PlanTree(props: {
  plan: Plan;
  editor: PlanEditor;
  /** The bead whose page is open beside. */
  opened: string | undefined;
  pathOf: (id: string) => string;
  acts: TreeActs;
}) {
  // oxlint-disable-next-line solid/reactivity -- a tree is of one plan: another project has another one
  const { plan, editor } = props;
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
  const [pointed, setPointed] = createSignal<string | undefined>();
  const isPointedAt = createSelector(pointed);
  // Where nothing can be pointed at without a press, each row shows that it has more.
  const hasPointer = !matchMedia("(hover: none)").matches;
  const view = createRowView({
    scroller: () => scroller,
    head: () => head,
    body: () => body,
    rows: plan.rows,
    asked: plan.asked,
    initialTop: memory.top ?? 0,
    anchors: () => [pointed(), cursor.active()].flatMap((id) => id ?? []),
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
    const rows = plan.rows();
    const { from, to } = view.range();
    // The row that has the keys and the one that is being written stay in the page, wherever the view is.
    const kept = [rows.at(cursor.active()), rows.at(DRAFT_ID)].filter((at) => at >= 0).toSorted(byNumber);
    const idsAt = (places: readonly number[]) => places.flatMap((at) => rows.ids[at] ?? []);
    return [
      ...idsAt(kept.filter((at) => at < from)),
      ...rows.ids.slice(from, to),
      ...idsAt(kept.filter((at) => at >= to)),
    ];
  });
  keepFocus(() => scroller, ids);

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

  const drag = createDrag({
    scroller: () => scroller,
    placeAt,
    drop(ids, place) {
      editor.move(ids, place);
      cursor.focus(cursor.active());
    },
  });
  const input = createTreeInput({
    plan,
    editor,
    cursor,
    view,
    tip,
    drag,
    acts: () => props.acts,
    scroller: () => scroller,
  });
  function placeAt(x: number, y: number): DropPlace | null {
    const box = scroller.getBoundingClientRect();
    if (x < box.left || x > box.right || y < box.top || y > box.bottom) return null;
    if (y < box.top + head.offsetHeight) return "top";
    const id = plan.rows().ids[Math.floor((y - body.getBoundingClientRect().top) / view.rowHeight())];
    // Below the last row there is room for what has no parent.
    if (id === undefined) return "top";
    return id === DRAFT_ID || editor.isMade(id) ? null : { below: id };
  }
  createEffect(on(plan.draft, (draft) => draft && view.show(DRAFT_ID), { defer: true }));

  const onPointerOver = (event: PointerEvent) => {
    const id = beadAt(event.target);
    setPointed(id);
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
        editor,
        isPointed: (id) => !hasPointer || isPointedAt(id),
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
        data-dragging={drag.dragged() ? "" : undefined}
        onKeyDown={input.onKeyDown}
        onFocusIn={onFocusIn}
        onFocusOut={() => tip.point(undefined)}
        onScroll={() => tip.close()}
        onPointerLeave={() => {
          setPointed(undefined);
          tip.point(undefined);
        }}
        onPointerOver={onPointerOver}
      >
        <Show when={drag.dragged()}>{(dragged) => <TopZone plan={plan} dragged={dragged()} />}</Show>
        <TreeHead
          ref={(element) => (head = element)}
          plan={plan}
          scale={scale()}
          side={side()}
          onSide={setSide}
        />
        <div
          ref={body}
          class="tree-body"
          role="rowgroup"
          onClick={input.onClick}
          onDblClick={input.onDoubleClick}
          onContextMenu={input.onContextMenu}
          onPointerDown={input.onPointerDown}
        >
          <TimelineGround scale={scale()} />
          <TimelineLinks range={view.range()} />
          <For each={ids()}>
            {(id) => {
              if (id === DRAFT_ID) return <DraftRow />;
              const row = plan.rows().list[plan.rows().at(id)];
              const bead = plan.relations().get(id);
              return (
                <Show when={row && bead && { row, bead }} keyed>
                  {(first) => <PlanRow id={id} row={first.row} bead={first.bead} />}
                </Show>
              );
            }}
          </For>
          <Show when={drag.dragged()}>
            {(dragged) => <DropMark plan={plan} dragged={dragged()} rowHeight={view.rowHeight()} />}
          </Show>
        </div>
      </div>
      <Show when={drag.dragged()}>{(dragged) => <DragChip plan={plan} dragged={dragged()} />}</Show>
      <PlanLayer plan={plan} editor={editor} actsOf={(id) => input.actsOf(id, false)} />
      <SessionTip plan={plan} tip={tip} onLeave={() => cursor.focus(cursor.active())} />
    </TreeContext.Provider>
  );
}

function byNumber(a: number, b: number): number {
  return a - b;
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
