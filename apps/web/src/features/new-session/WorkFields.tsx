import { type JSX, Show } from "solid-js";
import { useApp } from "../../state/app.ts";
import { Field } from "../../ui/Field.tsx";
import { FolderIcon } from "../../ui/icons.ts";
import { SelectField } from "../../ui/SelectField.tsx";
import { beadWords } from "../../words/bead-words.ts";
import { words } from "../../words/en.ts";
import { BeadField } from "./BeadField.tsx";
import type { StartForm } from "./form.ts";

/** What the session works on and where: a bead of a project, or any folder. */
export function WorkFields(props: { form: StartForm; note: JSX.Element }) {
  const app = useApp();
  const hasProjects = () => app.projects.list().length > 0;
  const project = () => props.form.place.project();
  const chooseProject = (projectId: string) => {
    props.form.set("project", projectId);
    props.form.set("bead", null);
  };
  const folder = (label: string) => (
    <Field
      label={label}
      hideLabel={label !== words.start.folder}
      icon={FolderIcon}
      size={34}
      mono
      value={props.form.folder()}
      onValue={(folder) => props.form.set("folder", folder)}
      error={props.form.error("folder")}
      note={props.note}
    />
  );
  return (
    <Show when={hasProjects()} fallback={folder(words.start.folder)}>
      <div class="start-work" data-bead={props.form.on.beads() === undefined ? undefined : ""}>
        <Show when={props.form.on.beads()}>{(beads) => <BeadField form={props.form} beads={beads()} />}</Show>
        <div class="start-place">
          <SelectField
            label={beadWords.field.folder}
            icon={FolderIcon}
            value={project()?.projectId ?? ""}
            onValue={chooseProject}
            options={[
              ...app.projects.list().map((one) => ({
                value: one.projectId as string,
                label: app.projects.nameOf(one.projectId),
              })),
              { value: "", label: beadWords.field.anotherFolder },
            ]}
            aside={<Show when={project()}>{(known) => <code class="cut">{known().path}</code>}</Show>}
            error={project() === undefined ? undefined : props.form.error("folder")}
            note={project() === undefined ? undefined : props.note}
          />
          <Show when={project() === undefined}>{folder(beadWords.field.path)}</Show>
        </div>
      </div>
    </Show>
  );
}
