import { For, Show } from "solid-js";
import { useApp } from "../../state/app.ts";
import { RadioGroup, RadioRow } from "../../ui/RadioGroup.tsx";
import { settingsWords } from "../../words/settings-words.ts";
import { BackendState } from "../backend/BackendState.tsx";
import type { Save } from "./create-save.ts";

/** What is meant where no backend is named: one of them, or the first that is ready. */
export function DefaultBackend(props: { save: Save }) {
  const app = useApp();
  const isChosen = (backendId: string) => props.save.choice() === backendId;
  const offered = () =>
    app.backends.list.filter((backend) => isChosen(backend.id) || !props.save.isOff(backend.id));
  /** What the bridge takes now. */
  const meant = () => app.backends.list.find((backend) => backend.isDefault)?.displayName;
  return (
    <section id="settings-default-backend">
      <RadioGroup label={settingsWords.defaultBackend} layout="rows">
        {(name) => (
          <>
            <RadioRow
              name={name}
              value=""
              title={settingsWords.automatic}
              checked={props.save.choice() === null}
              onChoose={() => props.save.choose(null)}
            >
              <span>{settingsWords.automaticText}</span>
              <Show when={props.save.choice() === null && meant()}>
                {(meant) => <span class="text-3">{settingsWords.meantNow(meant())}</span>}
              </Show>
            </RadioRow>
            <For each={offered()}>
              {(backend) => (
                <RadioRow
                  name={name}
                  value={backend.id}
                  title={backend.displayName}
                  checked={isChosen(backend.id)}
                  onChoose={(chosen) => props.save.choose(chosen)}
                >
                  <BackendState backend={backend} />
                  <Show when={backend.state === "off" && meant()}>
                    {(meant) => <span class="text-3">{settingsWords.meantNow(meant())}</span>}
                  </Show>
                </RadioRow>
              )}
            </For>
          </>
        )}
      </RadioGroup>
      <p class="small text-3">{settingsWords.defaultBackendText}</p>
    </section>
  );
}
