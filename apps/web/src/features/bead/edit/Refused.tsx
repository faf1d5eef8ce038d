import { Show } from "solid-js";
import { Button } from "../../../ui/Button.tsx";
import { beadEditWords as words } from "../../../words/bead-edit-words.ts";

/** Why something was not done, in the tracker's own words, where it was asked for. */
export function Refused(props: { why: string | null | undefined; again: () => void; dismiss?: () => void }) {
  return (
    <Show when={props.why}>
      {(why) => (
        <div class="bead-answer" role="alert" data-refused="">
          <p>{why()}</p>
          <p class="bead-answer-acts">
            <Button size={24} onClick={() => props.again()}>
              {words.again}
            </Button>
            <Show when={props.dismiss}>
              {(dismiss) => (
                <Button size={24} variant="ghost" onClick={() => dismiss()()}>
                  {words.dismiss}
                </Button>
              )}
            </Show>
          </p>
        </div>
      )}
    </Show>
  );
}
