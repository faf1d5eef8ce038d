import type { Project } from "@switchyard/core/protocol";
import { createSignal } from "solid-js";
import { useApp } from "../../state/app.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Field } from "../../ui/Field.tsx";
import { FolderIcon, FolderPlusIcon } from "../../ui/icons.ts";
import { toast } from "../../ui/toast.ts";
import { toWireError, type WireError } from "../../wire/wire-error.ts";
import { words as pageWords } from "../../words/en.ts";
import { projectWords } from "../../words/project-words.ts";
import { foundElsewhere } from "./found-elsewhere.ts";
import "./AddProjectDialog.css";

const words = projectWords.add;

/** Names a folder; the project that it belongs to is added, or found among those that there are. */
export function AddProjectDialog(props: { onAdded?: (project: Project) => void; onClose: () => void }) {
  const app = useApp();
  const [path, setPath] = createSignal("");
  const [fault, setFault] = createSignal<string>();
  const [isBusy, setBusy] = createSignal(false);

  async function add(): Promise<void> {
    if (isBusy()) return;
    if (path().trim() === "") {
      setFault(words.empty);
      return;
    }
    const known = new Set(app.projects.list().map(({ projectId }) => projectId));
    setBusy(true);
    try {
      const projectId = await app.projects.add(path().trim());
      const project = app.projects.get(projectId);
      props.onClose();
      if (project === undefined) return;
      toast(told(project, known.has(projectId)));
      props.onAdded?.(project);
    } catch (thrown) {
      setFault(refusal(toWireError(thrown)));
    } finally {
      setBusy(false);
    }
  }

  function told(project: Project, isKnown: boolean): string {
    const name = app.projects.nameOf(project.projectId);
    const first = isKnown ? words.known(name) : words.added(name);
    return foundElsewhere(path(), project) ? `${first}. ${words.foundIn(project.path)}` : first;
  }

  return (
    <Dialog
      title={words.title}
      icon={FolderPlusIcon}
      width={560}
      onClose={() => props.onClose()}
      footer={
        <>
          <span class="grow" />
          <Button variant="ghost" keys="Esc" onClick={() => props.onClose()}>
            {pageWords.cancel}
          </Button>
          <Button variant="primary" keys="Enter" busy={isBusy()} onClick={() => void add()}>
            {words.add}
          </Button>
        </>
      }
    >
      <form
        class="add-project"
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <p class="text-2">{words.lead}</p>
        <Field
          label={words.path}
          icon={FolderIcon}
          size={34}
          mono
          data-autofocus=""
          placeholder={words.placeholder}
          value={path()}
          onValue={(next) => {
            setPath(next);
            setFault(undefined);
          }}
          error={fault()}
        />
      </form>
    </Dialog>
  );
}

function refusal(error: WireError): string {
  return error.code === "TIMEOUT" || error.code === "CLOSED" ? words.slow : error.message;
}
