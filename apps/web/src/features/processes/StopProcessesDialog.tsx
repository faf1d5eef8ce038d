import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { processWords as words } from "../../words/process-words.ts";

/** Asked where a turn is cut, and before all are stopped. */
export function StopProcessesDialog(props: {
  count: number;
  /** How many turns that cuts. */
  turns: number;
  onStop: () => void;
  onClose: () => void;
}) {
  const isOne = () => props.count === 1 && props.turns === 1;
  return (
    <Dialog
      title={isOne() ? words.stopOneTitle : words.stopAllTitle(props.count)}
      width={440}
      onClose={() => props.onClose()}
      footer={
        <>
          <span class="grow" />
          <Button onClick={() => props.onClose()}>{words.keepRunning}</Button>
          <Button variant="danger" data-autofocus="" onClick={() => props.onStop()}>
            {words.stopNow(props.count)}
          </Button>
        </>
      }
    >
      <p class="text-2">{isOne() ? words.stopOneBody : words.stopAllBody(props.turns)}</p>
    </Dialog>
  );
}
