import type { Bead, Project } from "@switchyard/core/protocol";
import { createEffect, createResource } from "solid-js";
import { useApp } from "../../../state/app.ts";
import { batchWords } from "../../../words/batch-words.ts";
import { toWireError } from "../../../wire/wire-error.ts";
import type { Agent } from "./start-list.ts";

const words = batchWords.dialog;

/** The text that the session's persona would get, as the bridge renders it. */
export function PromptPreview(props: { bead: Bead; agent: Agent | undefined; project: Project }) {
  const app = useApp();
  const [prompt] = createResource(
    () => props.agent,
    async (agent) => {
      try {
        const asked = { ...agent, beadId: props.bead.id, projectId: props.project.projectId };
        return (await app.wire.call("previewPrompt", asked)).prompt;
      } catch (thrown) {
        return toWireError(thrown).message;
      }
    },
  );
  const text = () => {
    if (prompt.state !== "ready" && prompt.state !== "refreshing") return words.loadingPrompt;
    return prompt.latest === "" ? words.noPrompt : prompt.latest;
  };
  let region!: HTMLPreElement;
  createEffect(() => {
    if (text() !== words.loadingPrompt) region.scrollIntoView?.({ block: "nearest" });
  });
  return (
    <pre
      ref={region}
      class="start-preview start-row-preview"
      tabindex="0"
      role="region"
      aria-label={words.promptLabel(props.bead.title)}
    >
      {text()}
    </pre>
  );
}
