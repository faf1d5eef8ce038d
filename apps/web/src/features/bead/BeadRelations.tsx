import { BeadId } from "@switchyard/core/protocol";
import { createMemo, createSignal, createUniqueId, For, type JSX, Show } from "solid-js";
import { createShortcut } from "../../keys/keyboard.ts";
import { useApp } from "../../state/app.ts";
import { Button } from "../../ui/Button.tsx";
import { PlusIcon, XIcon } from "../../ui/icons.ts";
import { Keyed } from "../../ui/Keyed.tsx";
import { beadEditWords } from "../../words/bead-edit-words.ts";
import { beadWords as words } from "../../words/bead-words.ts";
import { BeadLink } from "./BeadLink.tsx";
import type { ShownBead } from "./BeadPage.tsx";
import { type Act, createAct } from "./edit/create-act.ts";
import { createFieldEdit, type FieldEdit, refOf } from "./edit/create-field-edit.ts";
import { beadFields } from "./edit/fields.ts";
import { NewChild } from "./edit/NewChild.tsx";
import { NewDependency } from "./edit/NewDependency.tsx";
import { ParentEditor } from "./edit/ParentEditor.tsx";
import { PencilButton } from "./edit/PencilButton.tsx";
import { Refused } from "./edit/Refused.tsx";
import { type RelatedBead, relatedTo } from "./related.ts";

type Adding = "dependency" | "child" | null;

/** What a bead is part of, its own parts, and what else it hangs together with, both ways. */
export function BeadRelations(props: ShownBead) {
  const parentEdit = createFieldEdit(props, beadFields.parent);
  const [adding, setAdding] = createSignal<Adding>(null);
  const parent = () => props.beads.parentOf(props.bead.id);
  const children = () => props.beads.childrenOf(props.bead.id);
  const progress = () => props.beads.progressOf(props.bead.id);
  const related = createMemo(() => relatedTo(props.bead, props.beads));
  // They outlive their lines, which are gone until the tracker refused it.
  const removals = new Map<string, Act>();
  const removalOf = (id: string): Act => {
    const known = removals.get(id) ?? createAct();
    removals.set(id, known);
    return known;
  };
  const isMoving = () => props.canEdit && parentEdit.isOpen();
  const hasAny = () => parent() !== undefined || children().length > 0 || related().length > 0;
  const isAddingChild = () => props.canEdit && adding() === "child";
  let adds: HTMLDivElement | undefined;
  const onDone = () => {
    setAdding(null);
    queueMicrotask(() => adds?.querySelector("button")?.focus());
  };
  createShortcut("planMove", () => {
    if (props.canEdit) parentEdit.begin();
  });
  createShortcut("planNewChild", () => {
    if (props.canEdit) setAdding("child");
  });
  return (
    <Show when={props.canEdit || hasAny()}>
      <div>
        <dl class="bead-relations">
          <Show when={isMoving() || parent() !== undefined}>
            <Parent {...props} edit={parentEdit} isOpen={isMoving()} />
          </Show>
          <Keyed each={related()} by={(group) => group.label}>
            {(group) => (
              <>
                <dt>{group().label}</dt>
                <dd>
                  <Keyed each={group().others} by={(other) => other.id}>
                    {(other) => (
                      <Relation
                        {...props}
                        other={other()}
                        label={group().label}
                        removal={removalOf(other().id)}
                        onDone={onDone}
                      />
                    )}
                  </Keyed>
                </dd>
              </>
            )}
          </Keyed>
          <Show when={children().length > 0 || isAddingChild()}>
            <dt>
              {words.page.children}
              <Show when={children().length > 0}>
                <span class="bead-progress">{words.page.progress(progress().closed, progress().total)}</span>
              </Show>
            </dt>
            <dd>
              <For each={children().map((child) => child.id)}>
                {(id) => (
                  <BeadLink
                    projectId={props.projectId}
                    id={id}
                    bead={props.beads.get(id)}
                    beads={props.beads}
                  />
                )}
              </For>
              <Show when={isAddingChild()}>
                <NewChild {...props} onDone={onDone} />
              </Show>
            </dd>
          </Show>
        </dl>
        <Show when={props.canEdit && adding() === "dependency"}>
          <NewDependency {...props} onDone={onDone} />
        </Show>
        <Show when={props.canEdit}>
          <div class="bead-add-texts" ref={adds}>
            <AddButton onClick={() => setAdding("child")}>{beadEditWords.newChild}</AddButton>
            <AddButton onClick={() => setAdding("dependency")}>{beadEditWords.addDependency}</AddButton>
            <Show when={parent() === undefined && !isMoving()}>
              <AddButton onClick={() => parentEdit.begin()}>{beadEditWords.parent}</AddButton>
            </Show>
          </div>
        </Show>
      </div>
    </Show>
  );
}

function AddButton(props: { onClick: () => void; children: JSX.Element }) {
  return (
    <Button size={24} variant="ghost" icon={PlusIcon} onClick={() => props.onClick()}>
      {props.children}
    </Button>
  );
}

function Parent(props: ShownBead & { edit: FieldEdit; isOpen: boolean }) {
  const pencil = createUniqueId();
  const id = () => props.beads.parentOf(props.bead.id)?.id ?? "";
  return (
    <>
      <dt>{words.fields.parent}</dt>
      <dd>
        <Show
          when={props.isOpen}
          fallback={
            <div class="bead-relation">
              <BeadLink
                projectId={props.projectId}
                id={id()}
                bead={props.beads.get(id())}
                beads={props.beads}
              />
              <Show when={props.canEdit}>
                <PencilButton
                  id={pencil}
                  label={beadEditWords.changeParent}
                  onClick={() => props.edit.begin()}
                />
              </Show>
            </div>
          }
        >
          <ParentEditor
            {...props}
            onDone={() => queueMicrotask(() => document.getElementById(pencil)?.focus())}
          />
        </Show>
      </dd>
    </>
  );
}

function Relation(
  props: ShownBead & { other: RelatedBead; label: string; removal: Act; onDone: () => void },
) {
  const app = useApp();
  const remove = () => {
    const { id, way } = props.other;
    const [own, other] = [refOf(props), BeadId.safeParse(id)];
    props.onDone();
    void props.removal.run(() =>
      way === "in" && other.success
        ? app.beadEdits.removeDependency({ ...own, beadId: other.data }, own.beadId)
        : app.beadEdits.removeDependency(own, id),
    );
  };
  return (
    <>
      <div class="bead-relation">
        <BeadLink
          projectId={props.projectId}
          id={props.other.id}
          bead={props.other.bead}
          beads={props.beads}
        />
        <Show when={props.canEdit}>
          <Button
            size={24}
            variant="ghost"
            class="bead-pencil"
            icon={XIcon}
            label={beadEditWords.removeDependency(props.label, props.other.id)}
            busy={props.removal.isBusy()}
            onClick={remove}
          />
        </Show>
      </div>
      <Refused
        why={props.removal.refusal()?.message}
        again={() => props.removal.again()}
        dismiss={() => props.removal.dismiss()}
      />
    </>
  );
}
