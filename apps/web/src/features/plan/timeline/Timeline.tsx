import { createEffect, createMemo, createRenderEffect, For } from "solid-js";
import { planWords as words } from "../../../words/plan-words.ts";
import { linkPaths } from "../model/links.ts";
import type { Scale, ScaleLabel } from "../model/scale.ts";
import type { RowRange } from "../tree/row-window.ts";
import { useTree } from "../tree/tree-context.ts";

/** What is said over the columns of the timeline. */
export function TimelineLabels(props: { scale: Scale }) {
  return (
    <For each={props.scale.labels}>
      {(label) => (
        <span ref={(element) => placeAt(element, label.x)} data-now={label.isNow ? "" : undefined}>
          {labelText(label, props.scale)}
        </span>
      )}
    </For>
  );
}

function labelText(label: ScaleLabel, scale: Scale): string {
  if (scale.mode === "order") return words.wave(label.at);
  return label.isNow ? words.today : words.day(label.at);
}

/** The column of now and the lines between columns, behind all rows. */
export function TimelineGround(props: { scale: Scale }) {
  const setNow = (element: HTMLElement) =>
    createRenderEffect(() => {
      element.style.setProperty("left", `${props.scale.now.left}px`);
      element.style.setProperty("width", `${props.scale.now.width}px`);
    });
  return (
    <div class="timeline-ground" aria-hidden="true">
      <div ref={setNow} class="timeline-now" data-mode={props.scale.mode} />
      <For each={props.scale.lines}>{(x) => <i ref={(element) => placeAt(element, x)} />}</For>
    </div>
  );
}

function placeAt(element: HTMLElement, x: number): void {
  element.style.setProperty("left", `${x}px`);
}

/** The connectors of the rows in the page; those of the critical path stand out. */
export function TimelineLinks(props: { range: RowRange }) {
  const { plan, scale, rowHeight } = useTree();
  const paths = createMemo(() =>
    linkPaths(plan.relations(), {
      rows: plan.rows(),
      scale: scale(),
      critical: plan.critical(),
      rowHeight: rowHeight(),
      ...props.range,
    }),
  );
  let element!: SVGSVGElement;
  createEffect(() => {
    const style = element.style;
    style.setProperty("transform", `translateY(${props.range.from * rowHeight()}px)`);
    style.setProperty("height", `${(props.range.to - props.range.from) * rowHeight()}px`);
    style.setProperty("width", `${scale().width}px`);
  });
  return (
    <svg ref={element} class="timeline-links" aria-hidden="true">
      <path d={paths().plain} />
      <path d={paths().critical} data-critical="" />
    </svg>
  );
}
