import type { BackendInfo } from "@switchyard/core/protocol";
import { A } from "@solidjs/router";
import { For, Match, Show, Switch } from "solid-js";
import { useApp } from "../../state/app.ts";
import { RadioGroup, RadioRow } from "../../ui/RadioGroup.tsx";
import { Select } from "../../ui/Select.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { words } from "../../words/en.ts";
import { BackendHint } from "../backend/BackendHint.tsx";
import { BackendState } from "../backend/BackendState.tsx";
import { CheckAgain } from "../backend/CheckAgain.tsx";
import { isStartable, type StartForm } from "./form.ts";

/** Every backend that is on, those that can't be started with what would help. */
export function BackendChoice(props: { form: StartForm }) {
  const app = useApp();
  const offered = () => app.backends.list.filter((backend) => backend.state !== "off");
  return (
    <RadioGroup
      label={words.start.backend}
      layout="rows"
      error={props.form.error("backend")}
      aside={<CheckAgain iconOnly />}
    >
      {(name) => (
        <Show when={app.backends.isLoaded() && offered().length > 0} fallback={<NoneYet />}>
          <For each={offered()}>
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
          value={props.form.model(props.backend.id)}
          onValue={(model) => props.form.setModel(props.backend.id, model)}
          options={[
            { value: "", label: words.start.defaultModel },
            ...models().map((model) => ({ value: model.id, label: model.displayName })),
          ]}
        />
      </Show>
      <Show when={props.backend.isDemo && isStartable(props.backend)}>
        <span class="small text-3">{words.backend.demoCost}</span>
      </Show>
      <BackendHint backend={props.backend} />
    </>
  );
}

/** Nothing to choose from: it is still being read, could not be, or all is turned off. */
function NoneYet() {
  const app = useApp();
  return (
    <div class="start-loading">
      <Switch fallback={<Skeleton label={words.backend.loading} lines={["half", "long"]} />}>
        <Match when={app.backends.isLoaded()}>
          <p class="text-2">
            {words.backend.allOff}{" "}
            <A class="link" href="/settings">
              {words.backend.toSettings}
            </A>
          </p>
        </Match>
        <Match when={app.backends.error()}>{(error) => <span class="text-2">{error().message}</span>}</Match>
      </Switch>
    </div>
  );
}
