import { type ParamsOf, PersonaId } from "@switchyard/core/protocol";
import { createResource, createSignal, Show } from "solid-js";
import { useApp } from "../../state/app.ts";
import { TextArea } from "../../ui/Field.tsx";
import { beadWords } from "../../words/bead-words.ts";
import { words } from "../../words/en.ts";
import { toWireError } from "../../wire/wire-error.ts";
import type { StartForm } from "./form.ts";

/** What the session begins with, and the text before it that the persona and the bead give. */
export function FirstMessage(props: { form: StartForm }) {
  const app = useApp();
  const [isPreviewing, setPreviewing] = createSignal(false);
  // The text of what is asked for: another one asks again.
  const asked = () => isPreviewing() && JSON.stringify(previewOf(props.form));
  const [preview] = createResource(asked, async () => {
    const params = previewOf(props.form);
    if (params === undefined) return "";
    try {
      return (await app.wire.call("previewPrompt", params)).prompt;
    } catch (thrown) {
      return toWireError(thrown).message;
    }
  });
  return (
    <div>
      <TextArea
        label={words.start.firstMessage}
        placeholder={words.start.messagePlaceholder}
        data-autofocus=""
        value={props.form.message()}
        onValue={(message) => props.form.set("message", message)}
        error={props.form.error("message")}
        aside={
          <>
            <span class="start-added-to">
              {props.form.on.id() === undefined ? words.start.addedTo : beadWords.field.addedTo}
            </span>
            <button
              type="button"
              class="link"
              aria-expanded={isPreviewing()}
              onClick={() => setPreviewing((shown) => !shown)}
            >
              {isPreviewing() ? words.start.hidePreview : words.start.preview}
            </button>
          </>
        }
      />
      <Show when={isPreviewing() && preview.state !== "errored" && preview.latest !== undefined}>
        <pre class="start-preview" tabindex="0" role="region" aria-label={words.start.previewLabel}>
          {preview.latest === "" ? words.start.noPrompt : preview.latest}
        </pre>
      </Show>
    </div>
  );
}

/** The same as the start would send. */
function previewOf(form: StartForm): ParamsOf<"previewPrompt"> | undefined {
  const persona = PersonaId.safeParse(form.persona());
  return persona.success ? { persona: persona.data, ...form.work() } : undefined;
}
