import { createSignal, type JSX, Show } from "solid-js";
import { createShortcut } from "../../keys/keyboard.ts";
import { Button } from "../../ui/Button.tsx";
import { PlusIcon } from "../../ui/icons.ts";
import { Menu } from "../../ui/Menu.tsx";
import { beadEditWords } from "../../words/bead-edit-words.ts";
import { beadWords as words } from "../../words/bead-words.ts";
import { BeadBudget } from "../usage/BeadBudget.tsx";
import { BeadOrigin } from "./BeadOrigin.tsx";
import type { ShownBead } from "./BeadPage.tsx";
import { beadState } from "./bead-state.ts";
import { BeadStateMark } from "./BeadStateMark.tsx";
import { ChoiceValue } from "./edit/ChoiceValue.tsx";
import { assigneesOf, priorityChoices, statusChoices } from "./edit/choices.ts";
import { createFieldEdit } from "./edit/create-field-edit.ts";
import { beadFields } from "./edit/fields.ts";
import { LabelsFact } from "./edit/LabelsFact.tsx";
import { LineFact } from "./edit/LineFact.tsx";
import { Flashing } from "./Flashing.tsx";
import { stateLine } from "./state-line.ts";
import { when } from "./when.ts";

/** What the tracker tells of a bead in single values; those that are empty are left out, and can be added. */
export function BeadFacts(props: ShownBead) {
  const bead = () => props.bead;
  const edits = {
    status: createFieldEdit(props, beadFields.status),
    priority: createFieldEdit(props, beadFields.priority),
    assignee: createFieldEdit(props, beadFields.assignee),
    estimate: createFieldEdit(props, beadFields.estimated_minutes),
    due: createFieldEdit(props, beadFields.due_at),
    defer: createFieldEdit(props, beadFields.defer_until),
    external: createFieldEdit(props, beadFields.external_ref),
  };
  // Its key is this page's while it is closed too, and no other bead's behind it.
  createShortcut("planStatus", () => undefined);
  const [hasLabelsOpen, setLabelsOpen] = createSignal(false);
  const addable = () => {
    const empty = [edits.assignee, edits.estimate, edits.due, edits.defer, edits.external]
      .filter((edit) => edit.field.valueOf(bead()) === null && !edit.isOpen())
      .map((edit) => ({ label: beadEditWords.names[edit.field.name], run: () => edit.begin() }));
    const hasLabels = hasLabelsOpen() || (bead().labels ?? []).length > 0;
    return hasLabels ? empty : [...empty, { label: words.fields.labels, run: () => setLabelsOpen(true) }];
  };
  const stateMark = () => (
    <>
      <BeadStateMark state={beadState(bead(), props.beads).name} />
      {stateLine(bead(), props.beads)}
    </>
  );
  const priority = () => (
    <>
      {words.priority(bead().priority)}
      <span class="text-3">{words.priorities[bead().priority]}</span>
    </>
  );
  return (
    <div>
      <dl class="bead-facts">
        <Fact name={words.fields.state} value={stateLine(bead(), props.beads)}>
          <Show
            when={props.canEdit && beadState(bead(), props.beads).name !== "closed"}
            fallback={stateMark()}
          >
            <ChoiceValue
              edit={edits.status}
              now={bead().status}
              options={statusChoices(props.beads)}
              shortcut="planStatus"
            >
              {stateMark()}
            </ChoiceValue>
          </Show>
        </Fact>
        <Fact name={words.fields.priority} value={words.priority(bead().priority)}>
          <Show when={props.canEdit} fallback={priority()}>
            <ChoiceValue
              edit={edits.priority}
              now={bead().priority}
              options={priorityChoices}
              shortcut="planPriority"
            >
              {priority()}
            </ChoiceValue>
          </Show>
        </Fact>
        <LineFact
          edit={edits.assignee}
          canEdit={props.canEdit}
          value={bead().assignee}
          suggestions={assigneesOf(props.beads)}
        />
        <LabelsFact {...props} isOpen={hasLabelsOpen()} onOpen={setLabelsOpen} />
        <LineFact
          edit={edits.estimate}
          canEdit={props.canEdit}
          value={given(bead().estimated_minutes, words.minutes)}
        />
        <LineFact edit={edits.due} canEdit={props.canEdit} value={given(bead().due_at, when)} type="date" />
        <LineFact
          edit={edits.defer}
          canEdit={props.canEdit}
          value={given(bead().defer_until, when)}
          type="date"
        />
        <BeadBudget projectId={props.projectId} beadId={bead().id} />
        <Fact name={words.fields.created} value={given(bead().created_at, when)}>
          {given(bead().created_at, when)}
          <Show when={bead().created_by}>{(who) => <span class="text-3">{words.byWhom(who())}</span>}</Show>
        </Fact>
        <BeadOrigin {...props} />
        <Fact name={words.fields.started} value={given(bead().started_at, when)} />
        <Fact name={words.fields.updated} value={given(bead().updated_at, when)} />
        <Fact name={words.fields.closed} value={given(bead().closed_at, when)} />
        <Fact name={words.fields.reason} value={bead().close_reason} />
        <Fact name={words.fields.owner} value={bead().owner} />
        <LineFact
          edit={edits.external}
          canEdit={props.canEdit}
          value={bead().external_ref}
          {...(isAddress(bead().external_ref) && { link: <Reference to={bead().external_ref ?? ""} /> })}
        />
      </dl>
      <Show when={props.canEdit && addable().length > 0}>
        <Menu
          label={beadEditWords.addField}
          items={addable()}
          trigger={(trigger) => (
            <Button {...trigger} class="bead-add" size={24} variant="ghost" icon={PlusIcon}>
              {beadEditWords.addField}
            </Button>
          )}
        />
      </Show>
    </div>
  );
}

function Fact(props: { name: string; value: string | undefined; children?: JSX.Element }) {
  return (
    <Show when={props.value}>
      {(value) => (
        <>
          <dt>{props.name}</dt>
          <dd>
            <Flashing value={value()}>{props.children ?? value()}</Flashing>
          </dd>
        </>
      )}
    </Show>
  );
}

function Reference(props: { to: string }) {
  return (
    <a class="link" href={props.to} target="_blank" rel="noreferrer">
      {props.to}
    </a>
  );
}

function isAddress(text: string | undefined): boolean {
  return /^https?:\/\//.test(text ?? "");
}

function given<T>(value: T | undefined, tell: (value: T) => string): string | undefined {
  return value === undefined || value === "" ? undefined : tell(value);
}
