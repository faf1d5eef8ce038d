import { createSignal, Show } from "solid-js";
import { isMod } from "../../keys/keyboard.ts";
import { useApp } from "../../state/app.ts";
import type { BeadRef } from "../../state/bead-edits.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { TextArea } from "../../ui/Field.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { TriangleAlertIcon } from "../../ui/icons.ts";
import { Note } from "../../ui/Note.tsx";
import { beadEditWords as words } from "../../words/bead-edit-words.ts";
import { createAct } from "./edit/create-act.ts";

/** Asks why a bead is closed, which need not be said; what the tracker has against it can be overruled where it lets one. */
export function CloseBeadDialog(props: { bead: BeadRef; title: string; onClose: () => void }) {
  const app = useApp();
  const act = createAct();
  const [reason, setReason] = createSignal("");
  const canForce = () => act.refusal()?.data["canForce"] === true;

  async function close(force: boolean): Promise<void> {
    const why = reason().trim();
    const how = { ...(why !== "" && { reason: why }), ...(force && { force }) };
    if (await act.run(() => app.beadEdits.close(props.bead, how))) props.onClose();
  }
  return (
    <Dialog
      title={words.closeBead}
      width={440}
      onClose={() => props.onClose()}
      footer={
        <>
          <span class="grow" />
          <Button variant="ghost" onClick={() => props.onClose()}>
            {words.cancel}
          </Button>
          <Show
            when={canForce()}
            fallback={
              <Button
                variant="primary"
                keys="Mod+Enter"
                busy={act.isBusy()}
                onClick={() => void close(false)}
              >
                {act.refusal() === null ? words.closeBead : words.again}
              </Button>
            }
          >
            <Button onClick={() => void close(false)} busy={act.isBusy()}>
              {words.again}
            </Button>
            <Button variant="danger" busy={act.isBusy()} onClick={() => void close(true)}>
              {words.closeAnyway}
            </Button>
          </Show>
        </>
      }
    >
      <div
        class="bead-close"
        onKeyDown={(event) => {
          if (event.key !== "Enter" || !isMod(event) || event.isComposing) return;
          event.preventDefault();
          // What was refused is not forced by a key that was pressed twice.
          void close(false);
        }}
      >
        <p class="text-2">{props.title}</p>
        <TextArea
          data-autofocus=""
          label={words.closeReason}
          aside={words.optional}
          placeholder={words.closeReasonHint}
          maxLength={10_000}
          value={reason()}
          onValue={setReason}
        />
        <Show when={act.refusal()}>
          {(refusal) => (
            <Note tone="danger" role="alert" icon={<Icon of={TriangleAlertIcon} />} title={words.closeFailed}>
              {refusal().message}
            </Note>
          )}
        </Show>
      </div>
    </Dialog>
  );
}
