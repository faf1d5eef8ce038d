import type { BackendInfo } from "@switchyard/core/protocol";
import { For } from "solid-js";
import { Icon } from "../../ui/Icon.tsx";
import { ChevronRightIcon } from "../../ui/icons.ts";
import { words } from "../../words/en.ts";
import { settingsWords } from "../../words/settings-words.ts";

/** What a backend can do, in words; folded. */
export function BackendAbilities(props: { backend: BackendInfo }) {
  return (
    <details class="settings-fold backend-abilities">
      <summary>
        <Icon of={ChevronRightIcon} size={12} />
        {settingsWords.abilities.title}
      </summary>
      <dl class="settings-facts">
        <For each={abilities(props.backend)}>
          {([name, value]) => (
            <>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </>
          )}
        </For>
      </dl>
    </details>
  );
}

function abilities({ capabilities: can, isDemo }: BackendInfo): [name: string, value: string][] {
  const say = settingsWords.abilities;
  const modes = can.permissionModes.filter((mode) => mode !== "bypassPermissions");
  const shows = [can.thoughts ? say.thoughts : "", can.usage ? say.usage : ""].filter((each) => each !== "");
  return [
    [say.restart, can.resume ? say.resumes : say.startsAnew],
    [say.permission, can.permissions ? say.asks : say.neverAsks],
    [say.modes, changeable(modes.map((mode) => words.modes[mode]).join(", "), can.setPermissionMode)],
    [say.models, isDemo ? say.noModel : models(can)],
    [say.interrupt, can.interrupt ? say.interrupts : say.runsToItsEnd],
    [say.shows, shows.length === 0 ? say.answerOnly : shows.join(", ")],
  ];
}

function models({ models, setModel }: BackendInfo["capabilities"]): string {
  if (models.length === 0) return settingsWords.abilities.modelsUntold;
  return changeable(models.map((model) => model.displayName).join(", "), setModel);
}

function changeable(choices: string, canChange: boolean): string {
  return canChange ? choices : `${choices} (${settingsWords.abilities.fixed})`;
}
