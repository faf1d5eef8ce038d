import { For, Match, Show, Switch } from "solid-js";
import { useApp } from "../../state/app.ts";
import { Button } from "../../ui/Button.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { RotateCwIcon, TriangleAlertIcon, WifiOffIcon } from "../../ui/icons.ts";
import { Keyed } from "../../ui/Keyed.tsx";
import { Note } from "../../ui/Note.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { words } from "../../words/en.ts";
import { settingsWords } from "../../words/settings-words.ts";
import { packWords } from "../../words/pack-words.ts";
import { CheckAgain } from "../backend/CheckAgain.tsx";
import { type PackActs, PackDialogs } from "../packs/PackDialogs.tsx";
import { PackRow } from "../packs/PackRow.tsx";
import { BackendRow } from "./BackendRow.tsx";
import type { Save } from "./create-save.ts";
import "./BackendList.css";

/** Every backend with how it is, where its program was found, what it can do, and its switch. */
export function BackendList(props: { save: Save }) {
  const app = useApp();
  const isAway = () => app.connection.link() !== "live";
  return (
    <section aria-labelledby="settings-backends">
      <div class="settings-line">
        <h2 id="settings-backends" class="grow">
          {settingsWords.backends}
        </h2>
        <span class="backend-list-checked small text-3">
          <CheckAgain />
        </span>
      </div>
      <p class="small text-3">{settingsWords.backendsText}</p>
      <Show when={isAway()}>
        <Note icon={<Icon of={WifiOffIcon} />} title={words.notConnected} role="status">
          {settingsWords.away}
        </Note>
      </Show>
      <Show when={!isAway() && app.backends.error()}>
        {(error) => (
          <Note
            icon={<Icon of={TriangleAlertIcon} />}
            title={words.backend.failed}
            role="alert"
            actions={
              <Button size={24} icon={RotateCwIcon} onClick={() => void app.backends.check()}>
                {words.tryNow}
              </Button>
            }
          >
            {error().message}
          </Note>
        )}
      </Show>
      <Show when={app.packs.isSafe()}>
        <Note title={packWords.isSafe} role="note">
          {packWords.isSafeAll}
        </Note>
      </Show>
      <PackDialogs kind="backend">
        {(acts) => (
          <>
            <Switch>
              <Match when={app.backends.isLoaded()}>
                <div class="backend-list">
                  <For each={app.backends.list}>
                    {(backend) => <BackendRow backend={backend} acts={acts} save={props.save} />}
                  </For>
                </div>
              </Match>
              <Match when={app.backends.error() === null && !isAway()}>
                <div class="backend-list backend-list-loading">
                  <Skeleton label={words.backend.loading} lines={["half", "long", "short"]} />
                </div>
              </Match>
            </Switch>
            <Plugins acts={acts} />
          </>
        )}
      </PackDialogs>
    </section>
  );
}

/** The plug-ins that bring no backend at present, each with the reason. */
function Plugins(props: { acts: PackActs }) {
  const app = useApp();
  const idle = () =>
    app.packs
      .ofKind("backend")
      .filter(({ name }) => !app.backends.list.some(({ plugin }) => plugin?.name === name));
  return (
    <Show when={app.backends.isLoaded() && idle().length > 0}>
      <ul class="pack-list" aria-label={packWords.plugins}>
        <Keyed each={idle()} by={({ name }) => name}>
          {(pack) => <PackRow pack={pack()} acts={props.acts} />}
        </Keyed>
      </ul>
    </Show>
  );
}
