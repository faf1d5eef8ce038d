import { Show } from "solid-js";
import type { TrustGate } from "../../state/create-start.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { ShieldIcon } from "../../ui/icons.ts";
import { words } from "../../words/en.ts";
import { FolderBringsList } from "./FolderBringsList.tsx";
import "./TrustDialog.css";

/** Asks before anything runs in a folder that brings settings of its own; there while a start waits for it. */
export function TrustDialog(props: { of: TrustGate; onTrust: () => void }) {
  return (
    <Show when={props.of.question()}>
      {(question) => (
        <Dialog
          title={words.start.trustTitle}
          icon={ShieldIcon}
          onClose={props.of.dismissQuestion}
          footer={
            <>
              <span class="grow small text-3">{words.start.trustFoot}</span>
              <Button variant="ghost" keys="Esc" onClick={props.of.dismissQuestion}>
                {words.back}
              </Button>
              <Button variant="signal" busy={props.of.isBusy()} onClick={() => props.onTrust()}>
                {words.start.trustAndStart}
              </Button>
            </>
          }
        >
          <p class="trust-lead">{words.start.trustLead(question().cwd)}</p>
          <FolderBringsList question={question()} />
        </Dialog>
      )}
    </Show>
  );
}
