import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { keepingWords } from "../../words/keeping-words.ts";
import "./StopDialog.css";

/** Asked only where a turn runs: stopping ends what the user can't see. */
export function StopDialog(props: { onStop: () => void; onClose: () => void }) {
  return (
    <Dialog
      title={keepingWords.menu.stopTitle}
      width={440}
      onClose={() => props.onClose()}
      footer={
        <>
          <span class="grow" />
          <Button onClick={() => props.onClose()}>{keepingWords.menu.keepRunning}</Button>
          <Button variant="danger" data-autofocus="" onClick={() => props.onStop()}>
            {keepingWords.menu.stop}
          </Button>
        </>
      }
    >
      <p class="stop-body">{keepingWords.menu.stopBody}</p>
    </Dialog>
  );
}
