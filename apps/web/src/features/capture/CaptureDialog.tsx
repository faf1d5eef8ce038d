import { useNavigate } from "@solidjs/router";
import { createSignal, onCleanup, onMount, Show, untrack } from "solid-js";
import { isMod } from "../../keys/keyboard.ts";
import { useApp } from "../../state/app.ts";
import { beadPath } from "../../state/beads.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { DiamondIcon } from "../../ui/icons.ts";
import { Switch } from "../../ui/Switch.tsx";
import { toast } from "../../ui/toast.ts";
import { captureWords as words } from "../../words/capture-words.ts";
import { words as pageWords } from "../../words/en.ts";
import { type NewBeadFor, useShell } from "../shell/shell-context.ts";
import { CaptureFields } from "./CaptureFields.tsx";
import { createCapture } from "./create-capture.ts";
import { openDraft } from "./drafts.ts";
import "./capture.css";

/** A bead from anywhere: its title is enough. What was typed stays until it is made. */
export default function CaptureDialog(props: {
  on: NewBeadFor;
  sessionId: string | undefined;
  onClose: () => void;
}) {
  const app = useApp();
  untrack(() => openDraft(props.on));
  const capture = createCapture(
    app,
    untrack(() => props.sessionId),
  );
  const navigate = useNavigate();
  const shell = useShell();
  const [makesAnother, setMakesAnother] = createSignal(false);
  let fields!: HTMLDivElement;

  async function make(): Promise<void> {
    const made = await capture.make(makesAnother());
    if (made === undefined) return;
    const { projectId, beadId, title } = made;
    toast(
      words.made(beadId, title),
      { label: words.view, run: () => navigate(beadPath(projectId, beadId)) },
      { label: words.start, run: () => shell.openNewSession({ projectId, beadId }) },
    );
    // Of a dialog that was closed meanwhile there is nothing to close: another may be open.
    if (!fields.isConnected) return;
    if (makesAnother()) fields.querySelector<HTMLElement>("[data-autofocus]")?.focus();
    else props.onClose();
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !isMod(event)) return;
    event.preventDefault();
    void make();
  };
  onMount(() => window.addEventListener("keydown", onKeyDown));
  onCleanup(() => window.removeEventListener("keydown", onKeyDown));

  const isHeld = () => capture.isBusy() && app.connection.link() !== "live";
  return (
    <Dialog
      title={words.title}
      icon={DiamondIcon}
      width={560}
      onClose={() => props.onClose()}
      footer={
        <>
          <span class="grow" />
          <Button variant="ghost" keys="Esc" onClick={() => props.onClose()}>
            {pageWords.cancel}
          </Button>
          <Button
            variant="primary"
            keys="Mod+Enter"
            busy={capture.isBusy()}
            disabled={capture.hindrance() !== null}
            reason={capture.hindrance() ?? ""}
            onClick={() => void make()}
          >
            {words.make}
          </Button>
        </>
      }
    >
      <div ref={fields} class="capture">
        <CaptureFields capture={capture} onMake={() => void make()} />
        <Switch label={words.another} checked={makesAnother()} onChange={setMakesAnother}>
          {words.another}
        </Switch>
        <Show when={capture.hindrance()}>{(why) => <p class="capture-why">{why()}</p>}</Show>
        <Show when={isHeld()}>
          <p class="capture-why" role="status">
            {words.held}
          </p>
        </Show>
        <p class="capture-fault" role="alert">
          {capture.error("form")}
        </p>
      </div>
    </Dialog>
  );
}
