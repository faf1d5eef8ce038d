import { createResource, createSignal, For, Show } from "solid-js";
import { useApp } from "../../state/app.ts";
import { Field, TextArea } from "../../ui/Field.tsx";
import { FolderIcon, ShieldIcon } from "../../ui/icons.ts";
import { PersonaIcon } from "../../ui/PersonaIcon.tsx";
import { RadioCard, RadioGroup } from "../../ui/RadioGroup.tsx";
import { Segmented } from "../../ui/Segmented.tsx";
import { words } from "../../words/en.ts";
import { toWireError } from "../../wire/wire-error.ts";
import { BackendChoice } from "./BackendChoice.tsx";
import type { StartForm } from "./form.ts";

/** The fields of a new session. */
export function StartFields(props: { form: StartForm }) {
  const app = useApp();
  const others = () =>
    app.sessions.list.filter(
      (session) =>
        (session.process === "live" || session.process === "starting") &&
        session.cwd === props.form.folder().replace(/(.)\/+$/, "$1"),
    ).length;
  const chosen = () => app.backends.get(props.form.backend() ?? "");
  const detail = () =>
    chosen()?.capabilities.permissions === false
      ? words.start.neverAsks(chosen()?.displayName ?? "")
      : words.modesDetail[props.form.permissionMode()];
  return (
    <div class="start-fields">
      <Field
        label={words.start.folder}
        icon={FolderIcon}
        size={34}
        mono
        value={props.form.folder()}
        onValue={(folder) => props.form.set("folder", folder)}
        error={props.form.error("folder")}
        note={others() > 0 ? words.start.others(others()) : undefined}
      />
      <RadioGroup label={words.start.persona} layout="cards" error={props.form.error("persona")}>
        {(name) => (
          <For each={app.personas.list()}>
            {(persona) => (
              <RadioCard
                name={name}
                value={persona.id}
                title={persona.displayName}
                icon={<PersonaIcon name={persona.icon} />}
                checked={persona.id === props.form.persona()}
                onChoose={(chosen) => props.form.set("persona", chosen)}
              >
                {persona.description}
              </RadioCard>
            )}
          </For>
        )}
      </RadioGroup>
      <BackendChoice form={props.form} />
      <FirstMessage form={props.form} />
      <div class="start-permissions">
        <span class="start-label">{words.start.permissions}</span>
        <Segmented
          label={words.start.permissions}
          value={props.form.permissionMode()}
          onValue={(mode) => props.form.set("permissionMode", mode)}
          options={props.form.permissionModes().map((mode) => ({
            value: mode,
            label: words.modes[mode],
            title: words.modesDetail[mode],
            ...(mode === "default" && { icon: ShieldIcon }),
          }))}
        />
        <span class="small text-3">{detail()}</span>
        <Show when={props.form.error("permissions")}>
          <span class="start-fault" role="alert">
            {props.form.error("permissions")}
          </span>
        </Show>
      </div>
    </div>
  );
}

function FirstMessage(props: { form: StartForm }) {
  const app = useApp();
  const [isPreviewing, setPreviewing] = createSignal(false);
  const [preview] = createResource(
    () => isPreviewing() && props.form.persona(),
    async (persona) => {
      try {
        const params = { persona: app.personas.get(persona)?.id, cwd: props.form.folder() };
        if (params.persona === undefined) return "";
        return (await app.wire.call("previewPrompt", { persona: params.persona, cwd: params.cwd })).prompt;
      } catch (thrown) {
        return toWireError(thrown).message;
      }
    },
  );
  return (
    <div>
      <TextArea
        label={words.start.firstMessage}
        placeholder={words.start.messagePlaceholder}
        data-autofocus=""
        value={props.form.values.message}
        onValue={(message) => props.form.set("message", message)}
        error={props.form.error("message")}
        aside={
          <>
            <span class="start-added-to">{words.start.addedTo}</span>
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
      <Show when={isPreviewing() && preview.state === "ready"}>
        <pre class="start-preview" tabindex="0" role="region" aria-label={words.start.previewLabel}>
          {preview() === "" ? words.start.noPrompt : preview()}
        </pre>
      </Show>
    </div>
  );
}
