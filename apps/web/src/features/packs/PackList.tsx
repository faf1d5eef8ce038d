import { Match, Switch } from "solid-js";
import { useApp } from "../../state/app.ts";
import { Button } from "../../ui/Button.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { RotateCwIcon, TriangleAlertIcon } from "../../ui/icons.ts";
import { Keyed } from "../../ui/Keyed.tsx";
import { Note } from "../../ui/Note.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { words as pageWords } from "../../words/en.ts";
import { packWords as words } from "../../words/pack-words.ts";
import { PackDialogs } from "./PackDialogs.tsx";
import { PackRow } from "./PackRow.tsx";

/** The packs of personas that are installed, and the way to one more. */
export function PackList() {
  const app = useApp();
  const packs = () => app.packs.ofKind("personas");
  return (
    <section class="pack-part" aria-labelledby="settings-packs">
      <h3 id="settings-packs">{words.packs}</h3>
      <p class="small text-3">{words.packsText}</p>
      <PackDialogs kind="personas">
        {(acts) => (
          <Switch>
            <Match when={!app.packs.isLoaded() && app.packs.error()}>
              {(error) => (
                <Note
                  icon={<Icon of={TriangleAlertIcon} />}
                  title={words.failed}
                  role="alert"
                  actions={
                    <Button size={24} icon={RotateCwIcon} onClick={() => void app.packs.reload()}>
                      {pageWords.tryNow}
                    </Button>
                  }
                >
                  {error().message}
                </Note>
              )}
            </Match>
            <Match when={!app.packs.isLoaded()}>
              <Skeleton label={words.loading} lines={["half", "long"]} />
            </Match>
            <Match when={packs().length === 0}>
              <p class="text-2">{words.none}</p>
            </Match>
            <Match when={true}>
              <ul class="pack-list">
                <Keyed each={packs()} by={({ name }) => name}>
                  {(pack) => <PackRow pack={pack()} acts={acts} />}
                </Keyed>
              </ul>
            </Match>
          </Switch>
        )}
      </PackDialogs>
    </section>
  );
}
