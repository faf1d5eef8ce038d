import { useNavigate } from "@solidjs/router";
import type { SessionId } from "@switchyard/core/protocol";
import { untrack } from "solid-js";
import { useApp } from "../../state/app.ts";
import { sessionPath } from "../../state/sessions.ts";
import { Button } from "../../ui/Button.tsx";
import { PlusIcon, SquareTerminalIcon } from "../../ui/icons.ts";
import { words } from "../../words/en.ts";
import { takeOverWords } from "../../words/take-over-words.ts";
import { type NewSessionFor, useShell } from "../shell/shell-context.ts";
import { openFormFor } from "./form-values.ts";
import { createStartForm } from "./form.ts";
import { createPrewarm } from "./prewarm.ts";
import { StartDialog } from "./StartDialog.tsx";
import { StartFields } from "./StartFields.tsx";

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

  return (
    <StartDialog
      title={words.start.title}
      icon={PlusIcon}
      gate={form.starting}
      fault={form.error("form")}
      label={words.start.start}
      busy={form.isBusy()}
      disabled={!form.isReadyToStart()}
      reason={words.backend.chooseReady}
      onStart={() => void start()}
      onTrust={() => void trustAndStart()}
      onClose={() => props.onClose()}
    >
      <StartFields form={form} />
      <p class="start-take-over">
        <Button size={24} variant="ghost" icon={SquareTerminalIcon} onClick={() => shell.openTakeOver()}>
          {takeOverWords.open}
        </Button>
      </p>
    </StartDialog>
  );
}
