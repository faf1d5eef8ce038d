import type { Accessor } from "solid-js";
import { createShortcut, isPress } from "../../../keys/keyboard.ts";
import type { KeyName } from "../../../keys/table.ts";
import type { Anchor } from "../../../ui/place-layer.ts";
import { toast } from "../../../ui/toast.ts";
import type { Plan } from "../create-plan.ts";
import type { Drag } from "../edit/create-drag.ts";
import type { LayerKind } from "../edit/layers.ts";
import type { PlanEditor } from "../edit/plan-editor.ts";
import { type RowAct, rowActs } from "../edit/row-acts.ts";
import type { Cursor } from "./create-cursor.ts";
import type { RowView } from "./create-row-view.ts";
import { createTicking } from "./create-ticking.ts";
import type { Tip } from "./SessionTip.tsx";
import { idNear, makeTypeAhead, treeAct } from "./tree-keys.ts";

export interface TreeActs {
  /** Opens the page of a bead. */
  open(id: string): void;
  start(id: string): void;
  openSession(sessionId: string): void;
}

export interface TreeInputOptions {
  readonly plan: Plan;
  readonly editor: PlanEditor;
  readonly cursor: Cursor;
  readonly view: RowView;
  readonly tip: Tip;
  readonly drag: Drag;
  readonly acts: Accessor<TreeActs>;
  readonly scroller: () => HTMLElement;
}

/** What keys and pointer do in the tree: walking, folding, ticking, opening, and the acts on rows. */
export function createTreeInput(of: TreeInputOptions) {
  const { plan, editor, cursor, view, tip } = of;
  const ticking = createTicking(plan);
  const typeAhead = makeTypeAhead((id) => plan.relations().get(id)?.title ?? "");

  const actsOf = (id: string, isKey: boolean): readonly RowAct[] =>
    rowActs(
      {
        plan,
        editor,
        open: (bead) => of.acts().open(bead),
        start: (bead) => of.acts().start(bead),
        show: (kind, ids, at) => show(kind, ids, rowAnchor(at)),
      },
      { id, isKey },
    );
  function show(kind: LayerKind, ids: readonly string[], anchor: Anchor): void {
    tip.close();
    editor.layers.show({ kind, ids, anchor, back: () => cursor.focus(cursor.active()) });
  }
  function rowAnchor(id: string): Anchor {
    view.show(id);
    const row = () => of.scroller().querySelector(`[data-bead="${CSS.escape(id)}"] .tree-title`);
    return { getBoundingClientRect: () => (row() ?? of.scroller()).getBoundingClientRect() };
  }
  function runByKey(key: KeyName, id: string | undefined): boolean {
    const act = id === undefined ? undefined : actsOf(id, true).find((known) => known.key === key);
    if (act === undefined) return false;
    const why = act.writes ? editor.whyNot() : null;
    if (why === null) act.run();
    else toast(why);
    return true;
  }

  function onKeyDown(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
    if (event.isComposing || event.defaultPrevented || event.target instanceof HTMLInputElement) return;
    const place = { rows: plan.rows(), active: cursor.active(), perPage: view.perPage() };
    const isOnControl = event.target instanceof Element && !event.target.matches("[role=row]");
    if (isOnControl && (event.key === "Enter" || event.key === " ")) return;
    const typed = typeAhead(event, place);
    const act = typed.isTaken ? undefined : treeAct(event, place);
    if (!typed.isTaken && act === undefined) return actOnRow(event);
    event.preventDefault();
    tip.close();
    if (act?.kind === "tick-to") {
      ticking.to(act.id, cursor.active());
      return cursor.focus(act.id);
    }
    ticking.rest();
    if (typed.id !== undefined) return cursor.focus(typed.id);
    if (act?.kind === "go") return cursor.focus(act.id);
    if (act?.kind === "fold") return plan.fold(act.ids, act.isFolded);
    if (act?.kind === "tick") return ticking.one(act.id);
    if (act?.kind === "tick-all") return ticking.all();
    if (act?.kind === "open") runByKey("planOpen", act.id);
  }
  // The row that has the focus is meant, though another bead's page is open beside it.
  function actOnRow(event: KeyboardEvent): void {
    const id = beadAt(event.target);
    const key = ROW_KEYS.find((name) => isPress(event, name));
    if (id === undefined || key === undefined) return;
    event.preventDefault();
    runByKey(key, id);
  }
  function goOn(step: 1 | -1): void {
    const at = plan.rows().at(cursor.active());
    const isIn = of.scroller().contains(document.activeElement);
    cursor.focus((isIn ? idNear(plan.rows(), at + step, at) : undefined) ?? cursor.active());
  }
  createShortcut("planDown", () => goOn(1));
  createShortcut("planUp", () => goOn(-1));
  for (const key of ROW_KEYS) {
    createShortcut(key, () => {
      // Behind a bead's page that covers it all nothing is changed unseen.
      const isSeen = of.scroller().checkVisibility?.({ visibilityProperty: true }) ?? true;
      if (isSeen || key === "startOnBead") runByKey(key, cursor.active());
    });
  }
  createShortcut("planSession", () => {
    const id = cursor.active();
    const sessions = id === undefined ? [] : plan.sessionsOf(id);
    const element = of.scroller().querySelector<HTMLElement>(".tree-row[tabindex='0'] .tree-session");
    if (id === undefined || sessions[0] === undefined) return;
    if (sessions.length === 1 || element === null) return of.acts().openSession(sessions[0].sessionId);
    tip.enter({ id, element });
  });

  function onClick(event: MouseEvent): void {
    const id = beadAt(event.target);
    if (id === undefined || !(event.target instanceof Element)) return;
    const isLink = event.target.closest("a") !== null;
    const from = cursor.active();
    cursor.set(id);
    tip.close();
    if (event.target.closest(UNTOUCHED) !== null || editor.isMade(id)) return;
    if (event.shiftKey) {
      event.preventDefault();
      return ticking.to(id, from);
    }
    ticking.rest();
    if (!isLink && (event.ctrlKey || event.metaKey)) return plan.tick(id);
    const control = event.target.closest<HTMLElement>("[data-act]");
    const act = control?.dataset["act"];
    if (act === "fold") plan.toggleFold(id);
    else if (act === "tick") plan.tick(id);
    else if (act === "start") of.acts().start(id);
    else if (act === "child") editor.newBead(id);
    else if (act === "more" && control) show("acts", [id], control);
  }
  function onDoubleClick(event: MouseEvent): void {
    const id = beadAt(event.target);
    if (id === undefined || !(event.target instanceof Element)) return;
    const isControl = event.target.closest(`button, [data-act], .tree-session a, ${UNTOUCHED}`) !== null;
    if (isControl || editor.isMade(id)) return;
    if (event.target.closest(".tree-name") !== null && editor.whyNot() === null) editor.editTitle(id);
    else runByKey("planOpen", id);
  }
  function onContextMenu(event: MouseEvent): void {
    const id = beadAt(event.target);
    const isOwn = event.target instanceof Element && event.target.closest(UNTOUCHED) === null;
    if (id === undefined || !isOwn) return;
    event.preventDefault();
    cursor.focus(id);
    const isPointer = event.button === 2 || event.ctrlKey;
    const at = new DOMRect(event.clientX, event.clientY, 0, 0);
    show("acts", [id], isPointer ? { getBoundingClientRect: () => at } : rowAnchor(id));
  }
  function onPointerDown(event: PointerEvent): void {
    const id = beadAt(event.target);
    if (id === undefined || !(event.target instanceof Element)) return;
    // The text between two rows is not what is asked for.
    if (event.shiftKey && event.target.closest(UNTOUCHED) === null) event.preventDefault();
    if (event.shiftKey || event.ctrlKey || event.metaKey) return;
    if (editor.whyNot() !== null || editor.isMade(id)) return;
    if (event.target.closest(`button, ${UNTOUCHED}`) !== null || !event.target.closest(".tree-cells")) return;
    of.drag.press(event, () => (plan.ticked().has(id) ? [...plan.ticked()] : [id]));
  }
  return { actsOf, onKeyDown, onClick, onDoubleClick, onContextMenu, onPointerDown };
}

/** The acts of rows that have keys of their own; those of the treegrid pattern are in `treeAct`. */
const ROW_KEYS = [
  "startOnBead",
  "planEdit",
  "planStatus",
  "planPriority",
  "planLabels",
  "planNewChild",
  "planMove",
  "planClaim",
  "planClose",
] as const satisfies readonly KeyName[];

/** What in a row has the pointer for itself. */
const UNTOUCHED = "input, .tree-note";

export function beadAt(target: EventTarget | null): string | undefined {
  return target instanceof Element ? target.closest<HTMLElement>("[data-bead]")?.dataset["bead"] : undefined;
}
