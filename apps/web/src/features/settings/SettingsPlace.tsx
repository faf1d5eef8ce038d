import { For, Show } from "solid-js";
import { useApp } from "../../state/app.ts";
import { currentTheme, setTheme } from "../../state/theme.ts";
import { Button } from "../../ui/Button.tsx";
import { RotateCwIcon } from "../../ui/icons.ts";
import { RadioGroup, RadioRow } from "../../ui/RadioGroup.tsx";
import { Segmented } from "../../ui/Segmented.tsx";
import { toast } from "../../ui/toast.ts";
import { words } from "../../words/en.ts";
import { toWireError } from "../../wire/wire-error.ts";
import { BackendHint } from "../backend/BackendHint.tsx";
import { BackendState } from "../backend/BackendState.tsx";
import { SignalPill } from "../signal/SignalPill.tsx";
import "./SettingsPlace.css";

/** One column; what is changed is saved at once. */
export default function SettingsPlace() {
  const app = useApp();
  const chosen = () =>
    app.settings.settings()?.cliBackend ?? app.backends.list.find((one) => one.isDefault)?.id;
  const choose = (cliBackend: string) => {
    app.settings.update({ cliBackend }).catch((thrown: unknown) => {
      toast(`${words.settings.saveFailed}: ${toWireError(thrown).message}`);
    });
  };
  const hello = () => {
    const status = app.connection.status();
    return status.state === "live" ? status.hello : undefined;
  };
  return (
    <div class="settings">
      <header class="settings-head">
        <h1>{words.settings.title}</h1>
        <span class="grow" />
        <SignalPill />
      </header>
      <div class="settings-scroll">
        <div class="settings-column">
          <section>
            <RadioGroup
              label={words.settings.defaultBackend}
              layout="rows"
              aside={
                <Button
                  variant="ghost"
                  size={24}
                  icon={RotateCwIcon}
                  busy={app.backends.isChecking()}
                  onClick={() => void app.backends.check()}
                >
                  {words.checkAgain}
                </Button>
              }
            >
              {(name) => (
                <For each={app.backends.list}>
                  {(backend) => (
                    <RadioRow
                      name={name}
                      value={backend.id}
                      title={backend.displayName}
                      checked={backend.id === chosen()}
                      onChoose={choose}
                      end={<BackendHint backend={backend} />}
                    >
                      <BackendState backend={backend} />
                    </RadioRow>
                  )}
                </For>
              )}
            </RadioGroup>
            <p class="small text-3">{words.settings.defaultBackendText}</p>
          </section>
          <section class="settings-line">
            <span class="strong grow">{words.settings.theme}</span>
            <Segmented
              label={words.settings.theme}
              value={currentTheme()}
              onValue={setTheme}
              options={[
                { value: "system", label: words.settings.themes.system },
                { value: "light", label: words.settings.themes.light },
                { value: "dark", label: words.settings.themes.dark },
              ]}
            />
          </section>
          <section>
            <h2>{words.settings.about}</h2>
            <dl class="settings-facts">
              <dt>{words.settings.bridge}</dt>
              <dd>
                {hello() === undefined ? words.connection[app.connection.link()] : hello()?.bridge.version}
              </dd>
              <dt>{words.settings.page}</dt>
              <dd>{app.wire.version}</dd>
              <Show when={app.settings.cwd()}>
                <dt>{words.settings.folder}</dt>
                <dd class="code">{app.settings.cwd()}</dd>
              </Show>
            </dl>
          </section>
        </div>
      </div>
    </div>
  );
}
