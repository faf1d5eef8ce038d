import { For, Show } from "solid-js";
import { isMod } from "../../keys/keyboard.ts";
import { useApp } from "../../state/app.ts";
import { Button } from "../../ui/Button.tsx";
import { Field, TextArea } from "../../ui/Field.tsx";
import { FolderIcon, ListTreeIcon } from "../../ui/icons.ts";
import { SelectField } from "../../ui/SelectField.tsx";
import { captureWords as words } from "../../words/capture-words.ts";
import { BeadPicker } from "../bead/BeadPicker.tsx";
import { priorityChoices, typeChoices } from "../bead/edit/choices.ts";
import type { Capture } from "./create-capture.ts";
import { writeDraft } from "./drafts.ts";

/** What a bead has from its beginning; all but the title may stay as it is. */
export function CaptureFields(props: { capture: Capture; onMake: () => void }) {
  const app = useApp();
  const draft = () => props.capture.draft;
  const suggestions = () => (draft().parent === null ? props.capture.suggestions() : []);
  const onTitleKey = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.isComposing || isMod(event)) return;
    event.preventDefault();
    props.onMake();
  };
  return (
    <>
      <Field
        label={words.fields.title}
        size={34}
        placeholder={words.titlePlaceholder}
        spellcheck={true}
        data-autofocus=""
        value={draft().title}
        onValue={(title) => writeDraft({ title })}
        onKeyDown={onTitleKey}
        error={props.capture.error("title")}
        note={<Origin capture={props.capture} />}
      />
      <Show when={props.capture.project()}>
        {(project) => (
          <>
            <div class="capture-row">
              <SelectField
                label={words.fields.type}
                value={draft().type}
                options={[...typeChoices(app.beads.of(project().projectId).relations())]}
                onValue={(type) => writeDraft({ type })}
              />
              <SelectField
                label={words.fields.priority}
                value={draft().priority}
                options={[...priorityChoices]}
                onValue={(priority) => writeDraft({ priority })}
              />
              <SelectField
                label={words.fields.project}
                icon={FolderIcon}
                value={project().projectId}
                options={app.projects.list().map((one) => ({
                  value: one.projectId,
                  label: app.projects.nameOf(one.projectId),
                }))}
                onValue={(id) => writeDraft({ project: id, parent: null })}
              />
            </div>
            <div class="capture-parent">
              <BeadPicker
                projectId={project().projectId}
                label={words.fields.parent}
                aside={words.optional}
                chosen={draft().parent}
                onPick={(parent) => writeDraft({ parent })}
                clearLabel={words.noParent}
              />
              <For each={suggestions()}>
                {(id) => (
                  <Button size={24} icon={ListTreeIcon} onClick={() => writeDraft({ parent: id })}>
                    {words.suggested(id)}
                  </Button>
                )}
              </For>
            </div>
          </>
        )}
      </Show>
      <TextArea
        label={words.fields.description}
        aside={words.optional}
        value={draft().description}
        onValue={(description) => writeDraft({ description })}
        error={props.capture.error("description")}
      />
      <Field
        label={words.fields.labels}
        aside={words.optional}
        size={34}
        placeholder={words.labelsPlaceholder}
        value={draft().labels}
        onValue={(labels) => writeDraft({ labels })}
        error={props.capture.error("labels")}
      />
    </>
  );
}

/** The session that it comes from is kept with it. */
function Origin(props: { capture: Capture }) {
  const app = useApp();
  return (
    <Show when={props.capture.draft.origin}>
      {(origin) => <>{words.origin(app.sessions.get(origin().sessionId)?.title)}</>}
    </Show>
  );
}
