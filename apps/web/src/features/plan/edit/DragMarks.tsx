import { createMemo, createRenderEffect, Show } from "solid-js";
import { planWords } from "../../../words/plan-words.ts";
import type { Plan } from "../create-plan.ts";
import type { Dragged } from "./create-drag.ts";
import { type DropFault, dropRule, topmost } from "./drop-rules.ts";

const words = planWords.edit;

interface Marks {
  readonly plan: Plan;
  readonly dragged: Dragged;
}

/** Over the row that what is dragged would go below, or may not. */
export function DropMark(props: Marks & { rowHeight: number }) {
  const at = createMemo(() => {
    const { place } = props.dragged;
    return place === null || place === "top" ? -1 : props.plan.rows().at(place.below);
  });
  const fault = createMemo(() => faultOf(props));
  const put = (element: HTMLElement) =>
    createRenderEffect(() =>
      element.style.setProperty("transform", `translateY(${at() * props.rowHeight}px)`),
    );
  return (
    <Show when={at() >= 0}>
      <div ref={put} class="tree-drop" data-fault={fault() ?? undefined} aria-hidden="true">
        <i />
      </div>
    </Show>
  );
}

/** Over the head of the tree: what is let go there has no parent. */
export function TopZone(props: Marks) {
  return (
    <div
      class="tree-top-zone"
      data-over={props.dragged.place === "top" ? "" : undefined}
      data-fault={props.dragged.place === "top" ? (faultOf(props) ?? undefined) : undefined}
      aria-hidden="true"
    >
      <span>{words.dropTop}</span>
    </div>
  );
}

/** Beside the pointer: what is dragged, and what letting it go would do. */
export function DragChip(props: Marks) {
  const follow = (element: HTMLElement) =>
    createRenderEffect(() => {
      const { x, y } = props.dragged;
      element.style.setProperty("transform", `translate(${x + 14}px, ${y + 12}px)`);
    });
  const titleOf = (id: string) => props.plan.relations().get(id)?.title ?? id;
  const what = () => {
    const [only, ...others] = props.dragged.ids;
    return only !== undefined && others.length === 0 ? titleOf(only) : words.beads(props.dragged.ids.length);
  };
  const where = () => {
    const { place } = props.dragged;
    if (place === null) return words.dropNowhere;
    const fault = faultOf(props);
    if (fault !== null) return words.dropFaults[fault];
    return place === "top" ? words.dropTop : words.dropBelow(titleOf(place.below));
  };
  return (
    <div ref={follow} class="tree-drag-chip" data-fault={faultOf(props) ?? undefined} aria-hidden="true">
      <span class="strong cut">{what()}</span>
      <span class="cut">{where()}</span>
    </div>
  );
}

function faultOf({ plan, dragged }: Marks): DropFault | null {
  const beads = plan.relations();
  return dragged.place && dropRule(topmost(dragged.ids, beads), beads)(dragged.place);
}
