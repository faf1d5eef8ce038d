import type { BackendInfo, Project } from "@switchyard/core/protocol";
import { For, Show } from "solid-js";
import { useApp } from "../../state/app.ts";
import { Icon } from "../../ui/Icon.tsx";
import { ChevronRightIcon } from "../../ui/icons.ts";
import { Select } from "../../ui/Select.tsx";
import { Switch } from "../../ui/Switch.tsx";
import { words as pageWords } from "../../words/en.ts";
import { packWords } from "../../words/pack-words.ts";
import { settingsWords } from "../../words/settings-words.ts";
import { createProjectSave } from "./create-project-save.ts";
import "./ProjectBackends.css";

const words = packWords.project;

/** Which backend is meant in a project where none is named, and which are off there; folded, with what differs told. */
export function ProjectBackends(props: { project: Project }) {
  const app = useApp();
  const save = createProjectSave(app, () => props.project);
  const name = () => app.projects.nameOf(props.project.projectId);
  const nameOf = (backendId: string) => app.backends.get(backendId)?.displayName ?? backendId;
  const isAway = () => app.connection.link() !== "live";
  const elsewhere = () => app.backends.list.find((backend) => backend.isDefault)?.displayName ?? null;
  const told = () => words.summary(nullOr(save.choice(), nameOf), save.off().map(nameOf));
  /** A choice that is no longer there is shown until another one is made. */
  const options = () => {
    const chosen = save.choice();
    const isThere = chosen === null || app.backends.get(chosen) !== undefined;
    return [
      { value: "", label: words.asElsewhere(elsewhere()) },
      ...app.backends.list.map((backend) => ({ value: backend.id as string, label: backend.displayName })),
      ...(isThere ? [] : [{ value: chosen, label: words.gone(chosen) }]),
    ];
  };
  return (
    <details class="settings-fold project-backends">
      <summary>
        <Icon of={ChevronRightIcon} size={12} />
        {words.title}
        <Show when={told()}>
          <span class="project-backends-told cut">{told()}</span>
        </Show>
      </summary>
      <div class="project-backends-body">
        <div class="project-backends-line">
          <span class="grow">{words.default}</span>
          <Select
            label={words.defaultOf(name())}
            value={save.choice() ?? ""}
            disabled={isAway()}
            options={options()}
            onValue={(chosen) => save.choose(chosen === "" ? null : chosen)}
          />
        </div>
        <Show when={save.choice()}>
          {(chosen) => (
            <Show when={isOffFor(app.backends.get(chosen()), save.off())}>
              <p class="text-3">{words.defaultIsOff(nameOf(chosen()))}</p>
            </Show>
          )}
        </Show>
        <For each={app.backends.list}>
          {(backend) => (
            <div class="project-backends-line">
              <span class="grow">{backend.displayName}</span>
              <Switch
                label={words.use(backend.displayName, name())}
                checked={!isOffFor(backend, save.off())}
                disabled={isAway() || backend.state === "off"}
                reason={isAway() ? pageWords.notConnected : words.offEverywhere}
                onChange={(on) => save.turn(backend.id, on)}
              >
                {isOffFor(backend, save.off()) ? settingsWords.off : settingsWords.on}
              </Switch>
            </div>
          )}
        </For>
      </div>
    </details>
  );
}

function isOffFor(backend: BackendInfo | undefined, off: readonly string[]): boolean {
  return backend !== undefined && (backend.state === "off" || off.includes(backend.id));
}

function nullOr<T>(value: T | null, of: (value: T) => string): string | null {
  return value === null ? null : of(value);
}
