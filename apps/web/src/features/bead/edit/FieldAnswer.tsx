import { Match, Switch } from "solid-js";
import { Button } from "../../../ui/Button.tsx";
import { beadEditWords as words } from "../../../words/bead-edit-words.ts";
import type { FieldEdit } from "./create-field-edit.ts";

/** Under an edited field: what somebody else made of it meanwhile, or why it was not saved. */
export function FieldAnswer(props: {
  edit: FieldEdit;
  /** Where the focus goes from here, once the field is as it was. */
  onDone: () => void;
}) {
  const leave = () => {
    props.edit.cancel();
    props.onDone();
  };
  return (
    <Switch>
      <Match when={props.edit.theirs() !== null}>
        <div class="bead-answer" role="alert">
          <p>{words.changedMeanwhile}</p>
          <p class="bead-theirs">
            <span class="strong">{words.now}</span> <Theirs edit={props.edit} />
          </p>
          <p class="bead-answer-acts">
            <Button size={24} onClick={leave}>
              {words.takeTheirs}
            </Button>
            <Button size={24} onClick={() => void props.edit.keepMine()}>
              {words.keepMine}
            </Button>
          </p>
        </div>
      </Match>
      <Match when={props.edit.problem()}>
        {(problem) => (
          <div class="bead-answer" role="alert" data-refused="">
            <p>{problem()}</p>
            <p class="bead-answer-acts">
              <Button size={24} onClick={() => void props.edit.save()}>
                {words.again}
              </Button>
              <Button size={24} variant="ghost" onClick={leave}>
                {words.discard}
              </Button>
            </p>
          </div>
        )}
      </Match>
    </Switch>
  );
}

function Theirs(props: { edit: FieldEdit }) {
  const text = () => props.edit.theirs() ?? "";
  return (
    <Switch fallback={<span>{text()}</span>}>
      <Match when={text() === ""}>
        <span class="text-3">{words.nothing}</span>
      </Match>
      <Match when={props.edit.field.isLong}>
        {/* A long one scrolls, by keyboard too. */}
        <span class="bead-theirs-text" tabindex="0" role="region" aria-label={words.now}>
          {text()}
        </span>
      </Match>
    </Switch>
  );
}
