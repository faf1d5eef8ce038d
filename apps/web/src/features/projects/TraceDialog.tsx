import type { ProjectId, TraceForm } from "@switchyard/core/protocol";
import { createResource, Match, Switch } from "solid-js";
import { useApp } from "../../state/app.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { RotateCwIcon, TriangleAlertIcon } from "../../ui/icons.ts";
import { Note } from "../../ui/Note.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { toWireError } from "../../wire/wire-error.ts";
import { traceWords } from "../../words/trace-words.ts";
import "./trace-dialog.css";

const words = traceWords.dialog;

/** What a project's sessions would leave at their beads, before they do for the first time. */
export default function TraceDialog(props: {
  projectId: ProjectId;
  form: Exclude<TraceForm, "off">;
  onConfirm: () => void;
  onClose: () => void;
}) {
  const app = useApp();
  const [preview, { refetch }] = createResource(
    () => ({ projectId: props.projectId, form: props.form }),
    // A refusal is a value: as an error it would take the page with it.
    (asked) =>
      app.wire.call("previewTrace", asked).catch((thrown: unknown) => ({ error: toWireError(thrown) })),
  );
  const told = () => {
    const found = preview.latest;
    return found !== undefined && "text" in found ? found : undefined;
  };
  const error = () => {
    const found = preview.latest;
    return found !== undefined && "error" in found ? found.error : undefined;
  };
  return (
    <Dialog
      title={words.title[props.form]}
      width={560}
      onClose={() => props.onClose()}
      footer={
        <>
          <span class="grow" />
          <Button data-autofocus="" onClick={() => props.onClose()}>
            {words.cancel}
          </Button>
          <Button
            variant="primary"
            disabled={told() === undefined}
            reason={words.unseen}
            onClick={() => props.onConfirm()}
          >
            {words.confirm}
          </Button>
        </>
      }
    >
      <div class="trace-dialog">
        <p>{words.text}</p>
        <Switch fallback={<Skeleton label={words.reading} lines={["long", "full", "half"]} />}>
          <Match when={error()}>
            {(failed) => (
              <Note
                tone="danger"
                icon={<Icon of={TriangleAlertIcon} />}
                title={words.unread}
                role="alert"
                actions={
                  <Button size={24} icon={RotateCwIcon} onClick={() => void refetch()}>
                    {words.again}
                  </Button>
                }
              >
                {failed().message}
              </Note>
            )}
          </Match>
          <Match when={told()}>
            {(found) => (
              <>
                <p>{ofWhat(found().beadId)}</p>
                <pre class="trace-preview" tabindex="0" role="region" aria-label={words.preview}>
                  {found().text}
                </pre>
              </>
            )}
          </Match>
        </Switch>
      </div>
    </Dialog>
  );
}

function ofWhat(beadId: string | null): string {
  return beadId === null ? words.madeUp : words.ofSession(beadId);
}
