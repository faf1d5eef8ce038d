import type { Project } from "@switchyard/core/protocol";
import { Show } from "solid-js";
import { useApp } from "../../../state/app.ts";
import { EmptyState } from "../../../ui/EmptyState.tsx";
import { PlayIcon } from "../../../ui/icons.ts";
import { Keyed } from "../../../ui/Keyed.tsx";
import { toast } from "../../../ui/toast.ts";
import { batchWords } from "../../../words/batch-words.ts";
import { words as pageWords } from "../../../words/en.ts";
import { PersonaVariables } from "../../new-session/PersonaVariables.tsx";
import { createStartBackend } from "../../new-session/start-backend.ts";
import { StartDialog } from "../../new-session/StartDialog.tsx";
import { CommonFields } from "./CommonFields.tsx";
import { createBatchForm, type Started } from "./start-form.ts";
import { createStartList } from "./start-list.ts";
import { StartRows } from "./StartRows.tsx";
import "./start.css";

const words = batchWords.dialog;

/** A checklist of what could be started, with whom; so many at once, and the rest waits in line. */
export default function StartReadyDialog(props: {
  project: Project;
  /** The beads that were ticked; empty: all that are ready. */
  ticked: readonly string[];
  onStarted: () => void;
  onClose: () => void;
}) {
  const app = useApp();
  const { project, ticked } = props;
  const list = createStartList(app, project, ticked);
  const runs = createStartBackend(app, {
    project: () => app.projects.get(project.projectId) ?? project,
    // Where several are to work, none of them decides for all.
    persona() {
      const [first, ...others] = list.askedPersonas();
      return others.length === 0 ? first : undefined;
    },
    personas: list.personas,
  });
  const form = createBatchForm(app, { runs, list, project });
  const finish = (started: Started | undefined) => {
    if (started === undefined) return;
    props.onStarted();
    props.onClose();
    toast(words.started(started.count, started.waiting));
  };
  const start = async () => finish(await form.start());
  const trustAndStart = async () => finish(await form.trustAndStart());
  const count = () => list.ticked().length;

  return (
    <StartDialog
      title={ticked.length > 0 ? words.titleTicked : words.title}
      icon={PlayIcon}
      gate={form.gate}
      fault={form.error("form")}
      label={words.start(count())}
      busy={form.gate.isBusy()}
      disabled={count() === 0 || !runs.isReadyToStart()}
      reason={count() === 0 ? words.nothing : pageWords.backend.chooseReady}
      onStart={() => void start()}
      onTrust={() => void trustAndStart()}
      onClose={() => props.onClose()}
    >
      <Show
        when={list.beads().length > 0}
        fallback={<EmptyState title={words.emptyTitle}>{words.emptyText}</EmptyState>}
      >
        <div class="start-ready">
          <p class="text-2">{words.lead}</p>
          <StartRows list={list} project={project} />
          <Keyed each={list.askedPersonas()} by={({ id }) => id}>
            {(persona) => <PersonaVariables persona={persona()} values={list.values} isNamed />}
          </Keyed>
          <CommonFields form={form} runs={runs} list={list} />
        </div>
      </Show>
    </StartDialog>
  );
}
