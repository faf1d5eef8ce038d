import type { Bead, Project } from "@switchyard/core/protocol";
import { createSignal, createUniqueId, Show } from "solid-js";
import { Button } from "../../../ui/Button.tsx";
import { batchWords } from "../../../words/batch-words.ts";
import { PromptPreview } from "../../personas/PromptPreview.tsx";
import { AgentSelect } from "./AgentSelect.tsx";
import type { StartList } from "./start-list.ts";

const words = batchWords.dialog;

/** One bead that could be started on: its tick, what speaks against it, who would do it, what that one is told. */
export function StartRow(props: { bead: Bead; list: StartList; project: Project }) {
  const [isPreviewing, setPreviewing] = createSignal(false);
  const id = createUniqueId();
  const asked = () => {
    const asked = props.list.askedOf(props.bead);
    return asked && { ...asked, beadId: props.bead.id, projectId: props.project.projectId };
  };
  const version = () => props.list.personas.get(asked()?.persona ?? "")?.hash ?? "";
  const isTicked = () => props.list.isTicked(props.bead);
  return (
    <li class="start-row" data-ticked={isTicked() ? "" : undefined}>
      <input
        type="checkbox"
        id={id}
        data-autofocus=""
        checked={isTicked()}
        aria-label={`${props.bead.title}, ${props.bead.id}`}
        aria-describedby={props.list.noteOf(props.bead) === null ? undefined : `${id}-note`}
        onChange={(event) => props.list.tick(props.bead, event.currentTarget.checked)}
      />
      <label class="start-row-bead" for={id}>
        <span class="start-row-title cut" title={props.bead.title}>
          {props.bead.title}
        </span>
        <span class="start-row-facts">
          <span data-mono>{props.bead.id}</span>
          <span>P{props.bead.priority}</span>
          <Show when={props.list.noteOf(props.bead)}>
            {(note) => (
              <span class="start-row-note" id={`${id}-note`}>
                {note()}
              </span>
            )}
          </Show>
        </span>
      </label>
      <AgentSelect bead={props.bead} list={props.list} />
      <Button
        size={24}
        variant="ghost"
        aria-label={words.previewOf(props.bead.title)}
        aria-expanded={isPreviewing()}
        onClick={() => setPreviewing((shown) => !shown)}
      >
        {words.preview}
      </Button>
      <Show when={isPreviewing()}>
        <div class="start-row-preview">
          <PromptPreview asked={asked()} version={version()} label={words.promptLabel(props.bead.title)} />
        </div>
      </Show>
    </li>
  );
}
