import { createMemo, For, Show } from "solid-js";
import { Markdown } from "../../markdown/Markdown.tsx";
import { Button } from "../../ui/Button.tsx";
import { PlusIcon } from "../../ui/icons.ts";
import { beadEditWords } from "../../words/bead-edit-words.ts";
import { beadWords as words } from "../../words/bead-words.ts";
import { AcceptancePart } from "./AcceptancePart.tsx";
import type { ShownBead } from "./BeadPage.tsx";
import { createFieldEdit } from "./edit/create-field-edit.ts";
import { beadFields } from "./edit/fields.ts";
import { TextPart } from "./edit/TextPart.tsx";
import { moreFields } from "./more-fields.ts";

/** The long texts of a bead; its acceptance criteria as a checklist where they are one. */
export function BeadTexts(props: ShownBead) {
  const edits = {
    description: createFieldEdit(props, beadFields.description),
    acceptance: createFieldEdit(props, beadFields.acceptance_criteria),
    design: createFieldEdit(props, beadFields.design),
    notes: createFieldEdit(props, beadFields.notes),
  };
  const empty = () =>
    Object.values(edits).filter(
      (edit) => edit.field.textOf(edit.field.valueOf(props.bead)).trim() === "" && !edit.isOpen(),
    );
  const isBlank = () => empty().length === Object.keys(edits).length;
  return (
    <>
      <TextPart edit={edits.description} canEdit={props.canEdit} text={props.bead.description}>
        <Markdown text={props.bead.description ?? ""} />
      </TextPart>
      <AcceptancePart {...props} edit={edits.acceptance} />
      <TextPart edit={edits.design} canEdit={props.canEdit} text={props.bead.design}>
        <Markdown text={props.bead.design ?? ""} />
      </TextPart>
      <TextPart edit={edits.notes} canEdit={props.canEdit} text={props.bead.notes}>
        <Markdown text={props.bead.notes ?? ""} />
      </TextPart>
      <Show when={isBlank()}>
        <p class="bead-none">{words.page.noTexts}</p>
      </Show>
      <Show when={props.canEdit && empty().length > 0}>
        <div class="bead-add-texts">
          <For each={empty()}>
            {(edit) => (
              <Button
                size={24}
                variant="ghost"
                icon={PlusIcon}
                aria-label={beadEditWords.addText(beadEditWords.names[edit.field.name])}
                onClick={() => edit.begin()}
              >
                {beadEditWords.names[edit.field.name]}
              </Button>
            )}
          </For>
        </div>
      </Show>
    </>
  );
}

/** Fields that this page has no place for, as the tracker writes them. */
export function BeadMore(props: ShownBead) {
  const fields = createMemo(() => moreFields(props.bead));
  return (
    <Show when={fields().length > 0}>
      <details class="bead-more">
        <summary>{words.page.more(fields().length)}</summary>
        <dl>
          <For each={fields()}>
            {(field) => (
              <>
                <dt>
                  <code>{field.name}</code>
                </dt>
                <dd>
                  <pre>{field.value}</pre>
                </dd>
              </>
            )}
          </For>
        </dl>
      </details>
    </Show>
  );
}
