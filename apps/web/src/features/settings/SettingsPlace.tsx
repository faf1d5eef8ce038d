import { A } from "@solidjs/router";
import { Show } from "solid-js";
import { useApp } from "../../state/app.ts";
import { currentTheme, setTheme } from "../../state/theme.ts";
import { Icon } from "../../ui/Icon.tsx";
import { ChevronRightIcon, CpuIcon, SearchIcon } from "../../ui/icons.ts";
import { Segmented } from "../../ui/Segmented.tsx";
import { words } from "../../words/en.ts";
import { settingsWords } from "../../words/settings-words.ts";
import { packWords } from "../../words/pack-words.ts";
import { PackList } from "../packs/PackList.tsx";
import { PersonaList } from "../personas/PersonaList.tsx";
import { ProjectList } from "../projects/ProjectList.tsx";
import { SignalPill } from "../signal/SignalPill.tsx";
import { BackendList } from "./BackendList.tsx";
import { BridgeFile } from "./BridgeFile.tsx";
import { createSave } from "./create-save.ts";
import { DefaultBackend } from "./DefaultBackend.tsx";
import { KeepingSettings } from "./KeepingSettings.tsx";
import { Notifications } from "./Notifications.tsx";
import { LimitSettings } from "./LimitSettings.tsx";
import { OutcomeTable } from "./OutcomeTable.tsx";
import { Permissions } from "./Permissions.tsx";
import { createScrollToPart } from "./scroll-to-part.ts";
import { SettingsFailed } from "./SettingsFailed.tsx";
import { StorageSize } from "./StorageSize.tsx";
import { UsageTable } from "./UsageTable.tsx";
import "./SettingsPlace.css";

/** One column; what is changed is saved at once. On a phone it leads to the processes too, which no tab does. */
export default function SettingsPlace() {
  const app = useApp();
  const save = createSave(app);
  createScrollToPart();
  return (
    <div class="settings">
      <header class="settings-head">
        <h1>{settingsWords.title}</h1>
        <span class="grow" />
        <SignalPill />
      </header>
      <div class="settings-scroll">
        <div class="settings-column">
          <SettingsFailed />
          <A class="settings-processes" href="/processes">
            <Icon of={CpuIcon} />
            <span class="grow">{words.nav.processes}</span>
            <Icon of={ChevronRightIcon} size={14} />
          </A>
          <A class="settings-processes" href="/search">
            <Icon of={SearchIcon} />
            <span class="grow">{words.nav.search}</span>
            <Icon of={ChevronRightIcon} size={14} />
          </A>
          <BackendList save={save} />
          <Show when={app.settings.settings() !== null && app.backends.list.length > 0}>
            <DefaultBackend save={save} />
          </Show>
          <Personas />
          <ProjectList />
          <Permissions />
          <LimitSettings save={save} />
          <UsageTable />
          <OutcomeTable />
          <KeepingSettings save={save} />
          <Notifications />
          <StorageSize />
          <BridgeFile />
          <section class="settings-line">
            <h2 id="settings-theme" class="grow">
              {settingsWords.theme}
            </h2>
            <Segmented
              label={settingsWords.theme}
              value={currentTheme()}
              onValue={setTheme}
              options={[
                { value: "system", label: settingsWords.themes.system },
                { value: "light", label: settingsWords.themes.light },
                { value: "dark", label: settingsWords.themes.dark },
              ]}
            />
          </section>
          <About />
        </div>
      </div>
    </div>
  );
}

function Personas() {
  return (
    <section aria-labelledby="settings-personas">
      <h2 id="settings-personas">{packWords.personas}</h2>
      <PersonaList />
      <PackList />
    </section>
  );
}

function About() {
  const app = useApp();
  const hello = () => {
    const status = app.connection.status();
    return status.state === "live" ? status.hello : undefined;
  };
  return (
    <section>
      <h2 id="settings-about">{settingsWords.about}</h2>
      <dl class="settings-facts">
        <dt>{settingsWords.bridge}</dt>
        <dd>{hello() === undefined ? words.connection[app.connection.link()] : hello()?.bridge.version}</dd>
        <dt>{settingsWords.page}</dt>
        <dd>{app.wire.version}</dd>
        <dt>{settingsWords.licenses}</dt>
        <dd>
          <a class="link" href="/licenses.txt" target="_blank">
            {settingsWords.licensesOf}
          </a>
        </dd>
        <Show when={app.settings.cwd()}>
          <dt>{settingsWords.folder}</dt>
          <dd class="code">{app.settings.cwd()}</dd>
        </Show>
      </dl>
    </section>
  );
}
