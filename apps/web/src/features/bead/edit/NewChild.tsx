import { createSignal, onMount } from "solid-js";
import { useApp } from "../../../state/app.ts";
import { Button } from "../../../ui/Button.tsx";
import { Field } from "../../../ui/Field.tsx";
import { beadEditWords as words } from "../../../words/bead-edit-words.ts";
import type { ShownBead } from "../BeadPage.tsx";
import { createAct } from "./create-act.ts";
import { asPatch } from "./fields.ts";
import { Refused } from "./Refused.tsx";

/** Makes beads below one, by their titles; it stays for the next. */
export function NewChild(props: ShownBead & { onDone: () => void }) {
  const app = useApp();
  const act = createAct();
  const [title, setTitle] = createSignal("");
  const [wrong, setWrong] = createSignal<string | undefined>();
  let box!: HTMLDivElement;
  onMount(() => box.querySelector("input")?.focus());

  async function create(): Promise<void> {
    if (act.isBusy()) return;
    const text = title().trim();
    const checked = asPatch("title", text === "" ? null : text);
    if (checked === undefined) return void setWrong(words.wrong.title);
    setTitle("");
    const isDone = await act.run(() =>
      app.beadEdits.create(props.projectId, { title: text, parent: props.bead.id }),
    );
    if (!isDone) setTitle((written) => (written === "" ? text : written));
  }
  return (
    <div
      ref={box}
      class="bead-new-child"
      onKeyDown={(event) => {
        if (event.isComposing) return;
        if (event.key === "Escape") {
          event.preventDefault();
          event.stopPropagation();
          props.onDone();
        }
        if (event.key === "Enter" && event.target instanceof HTMLInputElement) {
          event.preventDefault();
          void create();
        }
      }}
    >
      <Field
        label={words.childTitle}
        hideLabel
        placeholder={words.childTitle}
        value={title()}
        onValue={(text) => {
          setTitle(text);
          setWrong(undefined);
        }}
        error={wrong()}
      />
      <Refused why={act.refusal()?.message} again={() => void create()} dismiss={act.dismiss} />
      <p class="bead-editor-acts">
        <Button size={24} keys="Enter" busy={act.isBusy()} onClick={() => void create()}>
          {words.createChild}
        </Button>
        <Button size={24} variant="ghost" onClick={() => props.onDone()}>
          {words.done}
        </Button>
      </p>
    </div>
  );
}
