import { type Project, TraceForm } from "@switchyard/core/protocol";
import { createSignal, Show } from "solid-js";
import { useApp } from "../../state/app.ts";
import { recall, remember } from "../../state/local.ts";
import { Select } from "../../ui/Select.tsx";
import { toast } from "../../ui/toast.ts";
import { toWireError } from "../../wire/wire-error.ts";
import { traceWords as words } from "../../words/trace-words.ts";
import { lazyDialog } from "../shell/lazy-part.tsx";
import "./project-trace.css";

const TraceDialog = lazyDialog(() => import("./TraceDialog.tsx"));

type Written = Exclude<TraceForm, "off">;

/** Whether a project's sessions are written to their beads; before the first time what is written is shown. */
export function ProjectTrace(props: { project: Project }) {
  const app = useApp();
  const [pending, setPending] = createSignal<TraceForm | null>(null);
  const [asking, setAsking] = createSignal<Written | null>(null);
  const form = () => pending() ?? asking() ?? props.project.beadTrace;
  const key = () => `trace-shown.${props.project.projectId}`;

  function choose(value: string): void {
    const chosen = TraceForm.parse(value);
    if (chosen === "off" || wasShown()) return void save(chosen);
    setAsking(chosen);
  }

  function wasShown(): boolean {
    return props.project.beadTrace !== "off" || recall(key()) !== null;
  }

  function confirm(chosen: Written): void {
    remember(key(), "yes");
    setAsking(null);
    void save(chosen);
  }

  async function save(beadTrace: TraceForm): Promise<void> {
    setPending(beadTrace);
    try {
      await app.projects.update(props.project.projectId, { beadTrace });
    } catch (thrown) {
      toast(`${words.failed}: ${toWireError(thrown).message}`);
    }
    if (pending() === beadTrace) setPending(null);
  }

  return (
    <Show when={props.project.hasBeads || props.project.beadTrace !== "off"}>
      <div class="project-trace">
        <span class="grow">{words.title}</span>
        <Select
          label={words.titleOf(app.projects.nameOf(props.project.projectId))}
          value={form()}
          disabled={app.connection.link() !== "live"}
          options={TraceForm.options.map((value) => ({ value, label: words.forms[value] }))}
          onValue={choose}
        />
      </div>
      <Show when={asking()}>
        {(chosen) => (
          <TraceDialog
            projectId={props.project.projectId}
            form={chosen()}
            onConfirm={() => confirm(chosen())}
            onClose={() => setAsking(null)}
          />
        )}
      </Show>
    </Show>
  );
}
