import { BeadId } from "@switchyard/core/protocol";
import { createSignal } from "solid-js";
import { useApp } from "../../../state/app.ts";
import { Button } from "../../../ui/Button.tsx";
import { SelectField } from "../../../ui/SelectField.tsx";
import { beadEditWords as words } from "../../../words/bead-edit-words.ts";
import { beadWords } from "../../../words/bead-words.ts";
import { BeadPicker } from "../BeadPicker.tsx";
import type { ShownBead } from "../BeadPage.tsx";
import { createAct } from "./create-act.ts";
import { refOf } from "./create-field-edit.ts";
import { Refused } from "./Refused.tsx";

/** Lets a bead hang together with another, either way round: how, and with which. */
export function NewDependency(props: ShownBead & { onDone: () => void }) {
  const app = useApp();
  const act = createAct();
  const [way, setWay] = createSignal("blocks out");
  const [picked, setPicked] = createSignal<string | null>(null);

  async function add(id: string | null): Promise<void> {
    setPicked(id);
    act.dismiss();
    const other = BeadId.safeParse(id);
    if (!other.success) return;
    const [type, direction] = way().split(" ");
    const isDone = await act.run(() =>
      direction === "in"
        ? app.beadEdits.addDependency({ projectId: props.projectId, beadId: other.data }, props.bead.id, type)
        : app.beadEdits.addDependency(refOf(props), other.data, type),
    );
    if (isDone) props.onDone();
  }
  return (
    <div
      class="bead-new-relation"
      ref={(box) => queueMicrotask(() => box.querySelector("input")?.focus())}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.defaultPrevented) return;
        event.preventDefault();
        event.stopPropagation();
        props.onDone();
      }}
    >
      <SelectField
        label={words.dependencyWay}
        hideLabel
        value={way()}
        options={WAYS}
        onValue={(value) => {
          setWay(value);
          act.dismiss();
        }}
      />
      <BeadPicker
        projectId={props.projectId}
        label={words.otherBead}
        hideLabel
        exclude={new Set([props.bead.id])}
        chosen={picked()}
        onPick={(id) => void add(id)}
        clearLabel={words.takeOut}
      />
      <Refused why={act.refusal()?.message} again={() => void add(picked())} />
      <p class="bead-editor-acts">
        <Button size={24} variant="ghost" busy={act.isBusy()} onClick={() => props.onDone()}>
          {words.cancel}
        </Button>
      </p>
    </div>
  );
}

/** Each type with its direction; being a part of another is a field of its own. */
const WAYS = [
  "blocks",
  "related",
  "discovered-from",
  "duplicates",
  "supersedes",
  "caused-by",
  "tracks",
  "validates",
].flatMap((type) => {
  const words = beadWords.edges[type];
  if (words === undefined) return [];
  const out = { value: `${type} out`, label: words.out };
  return words.in === words.out ? [out] : [out, { value: `${type} in`, label: words.in }];
});
