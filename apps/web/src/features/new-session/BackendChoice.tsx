import type { BackendInfo } from "@switchyard/core/protocol";
import { A } from "@solidjs/router";
import { Match, Show, Switch } from "solid-js";
import { useApp } from "../../state/app.ts";
import { Keyed } from "../../ui/Keyed.tsx";
import { RadioGroup, RadioRow } from "../../ui/RadioGroup.tsx";
import { Select } from "../../ui/Select.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { words } from "../../words/en.ts";
import { packWords } from "../../words/pack-words.ts";
import { personaWords } from "../../words/persona-words.ts";
import { BackendHint } from "../backend/BackendHint.tsx";
import { BackendState } from "../backend/BackendState.tsx";
import { CheckAgain } from "../backend/CheckAgain.tsx";
import { Visible } from "../packs/Visible.tsx";
import { isStartable, type StartBackend } from "./start-backend.ts";

/** Every backend that is on, those that can't be started with what would help. */
export function BackendChoice(props: { runs: StartBackend; error: string | undefined }) {
  const app = useApp();
  /** What was shown as chosen can't be had any more, and another one can. */
  const isLost = () => !props.runs.isReadyToStart() && props.runs.offered().some(isStartable);
  const fault = () => props.error ?? (isLost() ? words.backend.chooseReady : undefined);
  return (
    <RadioGroup label={words.start.backend} layout="rows" error={fault()} aside={<CheckAgain iconOnly />}>
      {(name) => (
        <>
          <Show when={app.backends.isLoaded() && props.runs.offered().length > 0} fallback={<NoneYet />}>
            <Keyed each={props.runs.offered()} by={({ id }) => id}>
              {(backend) => (
                <RadioRow
                  name={name}
                  value={backend().id}
                  title={backend().displayName}
                  checked={backend().id === props.runs.backend()}
                  onChoose={(chosen) => props.runs.chooseBackend(chosen)}
                  unavailable={!isStartable(backend())}
                  end={<RowEnd backend={backend()} runs={props.runs} />}
                >
                  <BackendState backend={backend()} />
                </RadioRow>
              )}
            </Keyed>
          </Show>
          {/* Whoever looks for a backend of their own looks here. */}
          <Show when={app.packs.isSafe() && app.packs.ofKind("backend").length > 0}>
            <p class="start-safe small text-3">{packWords.isSafeShort}</p>
          </Show>
        </>
      )}
    </RadioGroup>
  );
}

function RowEnd(props: { backend: BackendInfo; runs: StartBackend }) {
  const models = () => props.backend.capabilities.models;
  const isChosen = () => props.runs.backend() === props.backend.id;
  const unnamed = () => {
    const model = props.runs.personaModel(props.backend.id);
    return model === undefined ? words.start.defaultModel : personaWords.itsModel(model);
  };
  return (
    <>
      <Show when={isChosen() && models().length > 0}>
        <Select
          label={words.start.model}
          value={props.runs.model(props.backend.id)}
          onValue={(model) => props.runs.setModel(props.backend.id, model)}
          options={[
            { value: "", label: unnamed() },
            ...models().map((model) => ({ value: model.id, label: model.displayName })),
          ]}
        />
      </Show>
      <Show when={props.backend.state === "off"}>
        <span class="small text-3">{personaWords.offHere}</span>
      </Show>
      <Show when={props.backend.isDemo && isStartable(props.backend)}>
        <span class="small text-3">{words.backend.demoCost}</span>
      </Show>
      <Show when={props.backend.state === "broken" && props.backend.hint === null && props.backend.reason}>
        {(reason) => (
          <span class="start-backend-why">
            <Visible text={reason()} />
          </span>
        )}
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
