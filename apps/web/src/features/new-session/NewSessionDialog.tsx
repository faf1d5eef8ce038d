import { useNavigate } from "@solidjs/router";
import type { SessionId } from "@switchyard/core/protocol";
import { onCleanup, onMount, Show, untrack } from "solid-js";
import { isMod } from "../../keys/keyboard.ts";
import { useApp } from "../../state/app.ts";
import { sessionPath } from "../../state/sessions.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { PlusIcon, SquareTerminalIcon } from "../../ui/icons.ts";
import { words } from "../../words/en.ts";
import { takeOverWords } from "../../words/take-over-words.ts";
import { type NewSessionFor, useShell } from "../shell/shell-context.ts";
import { TrustDialog } from "../trust/TrustDialog.tsx";
import { openFormFor } from "./form-values.ts";
import { createStartForm } from "./form.ts";
import { createPrewarm } from "./prewarm.ts";
import { StartFields } from "./StartFields.tsx";
import "./NewSessionDialog.css";

/** One dialog, no steps; where the folder brings settings of its own it asks before anything runs. */
export default function NewSessionDialog(props: { on?: NewSessionFor; onClose: () => void }) {
  const app = useApp();
  untrack(() => openFormFor(props.on ?? {}));
  const form = createStartForm(app);
  createPrewarm(app, form);
  const navigate = useNavigate();
  const shell = useShell();
  const open = (sessionId: SessionId | undefined) => {
    if (sessionId === undefined) return;
    props.onClose();
    navigate(sessionPath(sessionId));
  };
  const start = async () => open(await form.start());
  const trustAndStart = async () => open(await form.trustAndStart());
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !isMod(event) || form.starting.question() !== null) return;
    event.preventDefault();
    void start();
  };
  onMount(() => window.addEventListener("keydown", onKeyDown));
  onCleanup(() => window.removeEventListener("keydown", onKeyDown));

  return (
    <Show
      when={form.starting.question() === null}
      fallback={<TrustDialog of={form.starting} onTrust={() => void trustAndStart()} />}
    >
      <Dialog
        title={words.start.title}
        icon={PlusIcon}
        onClose={() => props.onClose()}
        footer={
          <>
            <span class="grow start-fault" role="alert">
              {form.error("form")}
            </span>
            <Button variant="ghost" keys="Esc" onClick={() => props.onClose()}>
              {words.cancel}
            </Button>
            <Button
              variant="primary"
              keys="Mod+Enter"
              busy={form.isBusy()}
              disabled={!form.isReadyToStart()}
              reason={words.backend.chooseReady}
              onClick={() => void start()}
            >
              {words.start.start}
            </Button>
          </>
        }
      >
        <StartFields form={form} />
        <p class="start-take-over">
          <Button size={24} variant="ghost" icon={SquareTerminalIcon} onClick={() => shell.openTakeOver()}>
            {takeOverWords.open}
          </Button>
        </p>
      </Dialog>
    </Show>
  );
}
