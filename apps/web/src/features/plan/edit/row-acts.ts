import { isClosed } from "@switchyard/beads";
import { type KeyName, keyTable } from "../../../keys/table.ts";
import type { MenuItem } from "../../../ui/Menu.tsx";
import { planWords } from "../../../words/plan-words.ts";
import type { Plan } from "../create-plan.ts";
import type { LayerKind } from "./layers.ts";
import type { PlanEditor } from "./plan-editor.ts";

const words = planWords.edit;

/** Something that can be done on a row, by its menu and by its key. */
export interface RowAct extends MenuItem {
  readonly key: KeyName;
  /** Whether it changes beads: where they are read-only, it is not offered. */
  readonly writes: boolean;
}

export interface RowActsOptions {
  readonly plan: Plan;
  readonly editor: PlanEditor;
  open(id: string): void;
  start(id: string): void;
  /** Shows what is chosen from, at the row. */
  show(kind: LayerKind, ids: readonly string[], id: string): void;
}

/** What can be done on a row. By a key the ticked beads are meant, wherever it is pressed; by the row's menu, if it is one of them. */
export function rowActs(
  { plan, editor, open, start, show }: RowActsOptions,
  { id, isKey }: { id: string; isKey: boolean },
): readonly RowAct[] {
  const bead = plan.relations().get(id);
  if (bead === undefined || editor.isMade(id)) return [];
  const ticked = [...plan.ticked()];
  const isTicked = plan.ticked().has(id);
  const own = isTicked ? ticked : [id];
  const many = isKey && ticked.length > 0 ? ticked : own;
  const done = isClosed(bead);
  const reads = [
    act("planOpen", words.open, () => open(id)),
    ...(done ? [] : [act("startOnBead", words.startSession, () => start(id))]),
    ...(done ? [] : [act("planTick", isTicked ? words.untick : words.tick, () => plan.tick(id))]),
  ];
  const fields = [
    act("planEdit", words.editTitle, () => editor.editTitle(id)),
    act("planStatus", words.of(words.statuses, many.length), () => show("status", many, id)),
    act("planPriority", words.of(words.priorities, many.length), () => show("priority", many, id)),
    act("planLabels", words.of(words.labels, many.length), () => show("labels", many, id)),
  ];
  const places = [
    act("planNewChild", words.newChild, () => editor.newBead(id)),
    act("planMove", words.moveTo, () => show("move", own, id)),
  ];
  const ends = [
    ...(done ? [] : [act("planClaim", words.claim, () => editor.claim(id))]),
    act("planClose", done ? words.reopen : words.close, () => editor.closeOrReopen(id)),
  ];
  return [
    ...reads.map((read) => ({ ...read, writes: false })),
    ...[fields, places, ends].flatMap(([first, ...rest]) =>
      first === undefined ? [] : [{ ...first, isParted: true }, ...rest],
    ),
  ];
}

function act(key: KeyName, label: string, run: () => void): RowAct {
  return { key, label, run, keys: keyTable[key].keys.at(-1) ?? "", writes: true };
}
