import type { PackInfo } from "@switchyard/core/protocol";
import { createSignal, Show } from "solid-js";
import { useApp } from "../../state/app.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { toast } from "../../ui/toast.ts";
import { words as pageWords } from "../../words/en.ts";
import { packWords as words } from "../../words/pack-words.ts";
import { toWireError } from "../../wire/wire-error.ts";
import { isUnanswered } from "./create-pack-look.ts";
import { markedText } from "./unseen.ts";
import "./remove.css";

/** Asks before a pack is removed: it can't be taken back, only added again. */
export function RemovePackDialog(props: { pack: PackInfo; onClose: () => void }) {
  const app = useApp();
  const [isBusy, setBusy] = createSignal(false);
  const [fault, setFault] = createSignal<string>();
  const name = () => markedText(props.pack.displayName);
  async function remove(): Promise<void> {
    setBusy(true);
    try {
      await app.packs.remove(props.pack);
      toast(words.removed(name()));
      props.onClose();
    } catch (thrown) {
      const error = toWireError(thrown);
      if (error.code === "PACK_NOT_FOUND") {
        void app.packs.reload();
        return props.onClose();
      }
      setFault(isUnanswered(error) ? words.removeLost : error.message);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Dialog
      title={words.removeTitle(name())}
      width={440}
      onClose={() => props.onClose()}
      footer={
        <>
          <span class="grow" />
          <Button data-autofocus="" keys="Esc" onClick={() => props.onClose()}>
            {pageWords.cancel}
          </Button>
          <Button
            variant="danger"
            busy={isBusy()}
            disabled={app.connection.link() !== "live"}
            reason={pageWords.notConnected}
            onClick={() => void remove()}
          >
            {words.remove}
          </Button>
        </>
      }
    >
      <div class="pack-remove">
        <p>{words.removeText[props.pack.kind]}</p>
        <Show when={fault()}>
          {(fault) => (
            <p class="text-danger" role="alert">
              {fault()}
            </p>
          )}
        </Show>
      </div>
    </Dialog>
  );
}
