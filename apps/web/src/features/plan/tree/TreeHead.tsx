import { Button } from "../../../ui/Button.tsx";
import { ChartGanttIcon, FoldVerticalIcon, ListTreeIcon, UnfoldVerticalIcon } from "../../../ui/icons.ts";
import { planWords as words } from "../../../words/plan-words.ts";
import type { Plan } from "../create-plan.ts";
import type { Scale } from "../model/scale.ts";
import { TimelineLabels } from "../timeline/Timeline.tsx";

/** What a screen has room for that is too narrow for both. */
export type TreeSide = "tree" | "timeline";

/** What stands in which column; it stays while the rows go by. */
export function TreeHead(props: {
  ref: (element: HTMLDivElement) => void;
  plan: Plan;
  scale: Scale;
  side: TreeSide;
  onSide: (side: TreeSide) => void;
}) {
  const isAnyFolded = () => props.plan.rows().list.some((row) => row.isParent && !row.isOpen);
  return (
    <div ref={props.ref} class="tree-head" role="row" aria-rowindex={1}>
      <div class="tree-cells">
        <span role="columnheader" class="tree-name">
          <span>{words.columns.bead}</span>
          <Button
            data-fold=""
            size={24}
            variant="ghost"
            icon={isAnyFolded() ? UnfoldVerticalIcon : FoldVerticalIcon}
            label={isAnyFolded() ? words.unfoldAll : words.foldAll}
            onClick={() => props.plan.foldAll(!isAnyFolded())}
          />
        </span>
        <span role="columnheader" class="tree-id">
          {words.columns.id}
        </span>
        <span role="columnheader" class="tree-priority">
          {words.columns.priority}
        </span>
        <span role="columnheader" class="tree-session">
          <span class="tree-side-word">{words.columns.session}</span>
          <Button
            class="tree-side"
            size={24}
            variant="ghost"
            icon={props.side === "tree" ? ChartGanttIcon : ListTreeIcon}
            label={props.side === "tree" ? words.showTimeline : words.showTree}
            onClick={() => props.onSide(props.side === "tree" ? "timeline" : "tree")}
          />
        </span>
      </div>
      <div role="columnheader" class="tree-time" aria-label={words.timeline[props.scale.mode]}>
        <TimelineLabels scale={props.scale} />
      </div>
    </div>
  );
}
