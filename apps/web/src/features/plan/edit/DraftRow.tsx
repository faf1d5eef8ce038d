import { createEffect, createMemo, createRenderEffect, on, Show } from "solid-js";
import { planWords } from "../../../words/plan-words.ts";
import { DRAFT_ID } from "../model/rows.ts";
import { TypeIcon } from "../tree/PlanIcons.tsx";
import { useTree } from "../tree/tree-context.ts";
import { RowNote } from "./RowNote.tsx";
import { LineField } from "./TitleField.tsx";

const words = planWords.edit;

/** The row of a bead that is not there yet: Enter makes it and stays for the next one, Esc ends. */
export function DraftRow() {
  const { plan, cursor, editor, rowHeight } = useTree();
  const at = createMemo((before: number) => {
    const index = plan.rows().at(DRAFT_ID);
    return index < 0 ? before : index;
  }, 0);
  const row = () => plan.rows().list[at()];
  const parent = () => plan.draft()?.parent ?? null;
  const label = () => {
    const above = parent();
    return above === null ? words.newBead : words.newBelow(plan.relations().get(above)?.title ?? above);
  };
  const end = () => {
    // One thing a press: what was refused is not thrown away with the row.
    if (editor.refusals.of(DRAFT_ID)) return editor.refusals.dismiss(DRAFT_ID);
    editor.dropDraft();
    cursor.focus(cursor.active());
  };
  let input: HTMLInputElement | undefined;
  const focus = () => input?.focus({ preventScroll: true });
  createEffect(on(plan.draft, focus, { defer: true }));
  const place = (element: HTMLDivElement) =>
    createRenderEffect(() => {
      element.style.setProperty("transform", `translateY(${at() * rowHeight()}px)`);
      element.style.setProperty("--level", String(row()?.level ?? 1));
    });
  return (
    <div
      ref={place}
      role="row"
      class="tree-row tree-draft"
      data-noted={editor.refusals.of(DRAFT_ID) ? "" : undefined}
      aria-rowindex={at() + 2}
      aria-level={row()?.level}
      aria-posinset={row()?.place}
      aria-setsize={row()?.siblings}
    >
      <div class="tree-cells">
        <span role="gridcell" class="tree-name">
          <span class="tree-twisty" />
          <span class="tree-type">
            <TypeIcon type="task" />
          </span>
          <LineField
            label={label()}
            placeholder={words.draftHint}
            text={editor.draftText()}
            ref={(element) => (input = element)}
            onText={(text) => editor.setDraftText(text)}
            onEnter={() => editor.saveDraft()}
            onEscape={end}
            onLeave={() => {
              if (editor.draftText().trim() === "" && !editor.refusals.of(DRAFT_ID)) editor.dropDraft();
            }}
          />
          <Show when={editor.refusals.of(DRAFT_ID)}>
            {(refusal) => (
              <RowNote
                refusal={refusal()}
                onDismiss={() => editor.refusals.dismiss(DRAFT_ID)}
                onDone={focus}
              />
            )}
          </Show>
        </span>
      </div>
    </div>
  );
}
