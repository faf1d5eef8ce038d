import { type JSX, onCleanup, onMount, Show } from "solid-js";
import { isMod } from "../../keys/keyboard.ts";
import type { TrustGate } from "../../state/create-start.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import type { IconComponent } from "../../ui/Icon.tsx";
import { words } from "../../words/en.ts";
import { TrustDialog } from "../trust/TrustDialog.tsx";
import "./NewSessionDialog.css";

/** The frame of a start, of one session or of several; where the folder must be trusted it asks that instead. */
export function StartDialog(props: {
  title: string;
  icon: IconComponent;
  gate: TrustGate;
  /** Why it was refused, where no field is to blame. */
  fault: string | undefined;
  label: string;
  busy: boolean;
  disabled: boolean;
  /** Why it is disabled. */
  reason: string;
  onStart: () => void;
  onTrust: () => void;
  onClose: () => void;
  children: JSX.Element;
}) {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !isMod(event) || props.gate.question() !== null) return;
    event.preventDefault();
    props.onStart();
  };
  onMount(() => window.addEventListener("keydown", onKeyDown));
  onCleanup(() => window.removeEventListener("keydown", onKeyDown));
  return (
    <Show
      when={props.gate.question() === null}
      fallback={<TrustDialog of={props.gate} onTrust={() => props.onTrust()} />}
    >
      <Dialog
        title={props.title}
        icon={props.icon}
        onClose={() => props.onClose()}
        footer={
          <>
            <span class="grow start-fault" role="alert">
              {props.fault}
            </span>
            <Button variant="ghost" keys="Esc" onClick={() => props.onClose()}>
              {words.cancel}
            </Button>
            <Button
              variant="primary"
              keys="Mod+Enter"
              busy={props.busy}
              disabled={props.disabled}
              reason={props.reason}
              onClick={() => props.onStart()}
            >
              {props.label}
            </Button>
          </>
        }
      >
        {props.children}
      </Dialog>
    </Show>
  );
}
