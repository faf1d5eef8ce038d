import { Button } from "../../../ui/Button.tsx";
import { Dialog } from "../../../ui/Dialog.tsx";
import { sessionWords as words } from "../../../words/session-words.ts";

/** Asked only where a turn runs: stopping ends what the user can't see. */
export function StopDialog(props: { onStop: () => void; onClose: () => void }) {
  return (
    <Dialog
      title={words.stopTitle}
      width={440}
      onClose={() => props.onClose()}
      footer={
        <>
          <span class="grow" />
          <Button onClick={() => props.onClose()}>{words.keepRunning}</Button>
          <Button variant="danger" data-autofocus="" onClick={() => props.onStop()}>
            {words.stopConfirm}
          </Button>
        </>
      }
    >
      <p class="stop-body">{words.stopBody}</p>
    </Dialog>
  );
}
