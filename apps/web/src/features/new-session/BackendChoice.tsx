import type { BackendInfo } from "@switchyard/core/protocol";
import { For, Show } from "solid-js";
import { useApp } from "../../state/app.ts";
import { now } from "../../state/clock.ts";
import { Button } from "../../ui/Button.tsx";
import { RotateCwIcon } from "../../ui/icons.ts";
import { RadioGroup, RadioRow } from "../../ui/RadioGroup.tsx";
import { Select } from "../../ui/Select.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { words } from "../../words/en.ts";
import { BackendHint } from "../backend/BackendHint.tsx";
import { BackendState } from "../backend/BackendState.tsx";
import type { StartForm } from "./form.ts";

/** Every backend, those that can't be started with what would help. */
export function BackendChoice(props: { form: StartForm }) {
  const app = useApp();
  const checked = () => {
    const at = app.backends.checkedAt();
    if (at === null) return "";
    const seconds = (now() - at) / 1000;
    return seconds < 60 ? words.backend.checkedJustNow : words.backend.checkedAgo(words.ago(seconds));
  };
  return (
    <RadioGroup
      label={words.start.backend}
      layout="rows"
      error={props.form.error("backend")}
      aside={
        <>
          {checked()}
          <Button
            variant="ghost"
            size={24}
            icon={RotateCwIcon}
            label={words.checkAgain}
            busy={app.backends.isChecking()}
            onClick={() => void app.backends.check()}
          />
        </>
      }
    >
      {(name) => (
        <Show when={app.backends.isLoaded()} fallback={<Loading />}>
          <For each={app.backends.list}>
            {(backend) => (
              <RadioRow
                name={name}
                value={backend.id}
                title={backend.displayName}
                checked={backend.id === props.form.backend()}
                onChoose={(chosen) => props.form.set("backend", chosen)}
                unavailable={!isStartable(backend)}
                end={<RowEnd backend={backend} form={props.form} />}
              >
                <BackendState backend={backend} />
              </RadioRow>
            )}
          </For>
        </Show>
      )}
    </RadioGroup>
  );
}

function RowEnd(props: { backend: BackendInfo; form: StartForm }) {
  const models = () => props.backend.capabilities.models;
  const isChosen = () => props.form.backend() === props.backend.id;
  return (
    <>
      <Show when={isChosen() && models().length > 0}>
        <Select
          label={words.start.model}
          value={props.form.values.models[props.backend.id] ?? ""}
          onValue={(model) => props.form.setModel(props.backend.id, model)}
          options={[
            { value: "", label: words.start.defaultModel },
            ...models().map((model) => ({ value: model.id, label: model.displayName })),
          ]}
        />
      </Show>
      <BackendHint backend={props.backend} />
    </>
  );
}

function Loading() {
  const app = useApp();
  return (
    <div class="start-loading">
      <Show
        when={app.backends.error()}
        fallback={<Skeleton label={words.backend.loading} lines={["half", "long"]} />}
      >
        {(error) => <span class="text-2">{error().message}</span>}
      </Show>
    </div>
  );
}

/** While it is being probed it may be chosen: the bridge checks again when it starts. */
function isStartable(backend: BackendInfo): boolean {
  return backend.state === "ready" || backend.state === "checking";
}
