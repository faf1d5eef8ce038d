import { Button } from "../../../ui/Button.tsx";
import { Dialog } from "../../../ui/Dialog.tsx";
import { batchWords as words } from "../../../words/batch-words.ts";

/** Asks before those of a batch that wait leave the line. */
export function StopWaitingDialog(props: { count: number; onStop: () => void; onClose: () => void }) {
  return (
    <Dialog
      title={words.stopTitle(props.count)}
      width={440}
      onClose={() => props.onClose()}
      footer={
        <>
          <span class="grow" />
          <Button onClick={() => props.onClose()}>{words.keep}</Button>
          <Button variant="danger" data-autofocus="" onClick={() => props.onStop()}>
            {words.stop(props.count)}
          </Button>
        </>
      }
    >
      <p>{words.stopBody(props.count)}</p>
    </Dialog>
  );
}
