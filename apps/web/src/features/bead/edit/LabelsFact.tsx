import { BeadLabel } from "@switchyard/core/protocol";
import { createSignal, createUniqueId, For, onMount, Show } from "solid-js";
import { createShortcut } from "../../../keys/keyboard.ts";
import { useApp } from "../../../state/app.ts";
import { Button } from "../../../ui/Button.tsx";
import { Chip } from "../../../ui/Chip.tsx";
import { Combobox, type ComboOption } from "../../../ui/Combobox.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { PlusIcon, XIcon } from "../../../ui/icons.ts";
import { WireError } from "../../../wire/wire-error.ts";
import { beadEditWords as words } from "../../../words/bead-edit-words.ts";
import type { ShownBead } from "../BeadPage.tsx";
import { Flashing } from "../Flashing.tsx";
import { labelsOf } from "./choices.ts";
import { PencilButton } from "./PencilButton.tsx";
import { Refused } from "./Refused.tsx";

/** The labels of a bead; while they are edited each can be taken off, and others put on. */
export function LabelsFact(props: ShownBead & { isOpen: boolean; onOpen: (isOpen: boolean) => void }) {
  const id = createUniqueId();
  const labels = () => props.bead.labels ?? [];
  const isOpen = () => props.canEdit && props.isOpen;
  createShortcut("planLabels", () => {
    if (props.canEdit) props.onOpen(true);
  });
  const close = () => {
    props.onOpen(false);
    queueMicrotask(() => document.getElementById(id)?.focus());
  };
  return (
    <Show when={isOpen() || labels().length > 0}>
      <dt>{words.labels}</dt>
      <dd>
        <Show
          when={isOpen()}
          fallback={
            <Flashing value={labels().join(" ")}>
              <For each={labels()}>{(label) => <Chip>{label}</Chip>}</For>
              <Show when={props.canEdit}>
                <PencilButton id={id} label={words.edit(words.labels)} onClick={() => props.onOpen(true)} />
              </Show>
            </Flashing>
          }
        >
          <LabelsEditor {...props} onDone={close} />
        </Show>
      </dd>
    </Show>
  );
}

function LabelsEditor(props: ShownBead & { onDone: () => void }) {
  const app = useApp();
  const labels = () => props.bead.labels ?? [];
  const known = labelsOf(props.beads);
  const [refused, setRefused] = createSignal<{ why: string; again: () => void } | null>(null);
  const [isBusy, setBusy] = createSignal(false);

  // Added to what is there, so that two who label one bead take nothing from each other.
  async function change(patch: { addLabels: string[] } | { removeLabels: string[] }): Promise<void> {
    setBusy(true);
    setRefused(null);
    const result = await app.beadEdits.updateMany(props.projectId, [props.bead.id], patch);
    setBusy(false);
    const why = result instanceof WireError ? result.message : result.failed[0]?.message;
    if (why !== undefined) setRefused({ why, again: () => void change(patch) });
  }
  let box!: HTMLDivElement;
  onMount(() => toField());
  const toField = () => box.querySelector("input")?.focus();
  const find = (query: string): readonly ComboOption[] => {
    const text = query.trim();
    const fitting = known
      .filter((label) => !labels().includes(label) && label.toLowerCase().includes(text.toLowerCase()))
      .slice(0, MOST_SHOWN)
      .map((label) => ({ key: label, text: label }));
    const isNew = BeadLabel.safeParse(text).success && !labels().includes(text) && !known.includes(text);
    const fresh = { key: text, text: words.newLabel(text), icon: () => <Icon of={PlusIcon} size={14} /> };
    return isNew ? [...fitting, fresh] : fitting;
  };
  return (
    <div
      class="bead-labels"
      ref={box}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.defaultPrevented) return;
        event.preventDefault();
        event.stopPropagation();
        props.onDone();
      }}
    >
      <Show when={labels().length > 0}>
        <ul>
          <For each={labels()}>
            {(label) => (
              <li data-ui="chip" data-tone="neutral">
                <span class="cut">{label}</span>
                <button
                  type="button"
                  class="bead-chip-off"
                  aria-label={words.removeLabel(label)}
                  onClick={() => {
                    // Its button goes with it.
                    toField();
                    void change({ removeLabels: [label] });
                  }}
                >
                  <Icon of={XIcon} size={12} />
                </button>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <Combobox
        label={words.addLabel}
        hideLabel
        placeholder={words.addLabel}
        chosen={null}
        find={find}
        onChoose={(label) => {
          if (label !== null) void change({ addLabels: [label] });
        }}
        clearLabel={words.addLabel}
        none={words.noLabel}
      />
      <Refused why={refused()?.why} again={() => refused()?.again()} />
      <p class="bead-editor-acts">
        <Button size={24} busy={isBusy()} onClick={() => props.onDone()}>
          {words.done}
        </Button>
      </p>
    </div>
  );
}

const MOST_SHOWN = 30;
