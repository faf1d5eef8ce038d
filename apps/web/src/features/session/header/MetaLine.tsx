import { createMemo, Show } from "solid-js";
import { Button } from "../../../ui/Button.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { ChevronDownIcon, ShieldIcon } from "../../../ui/icons.ts";
import { Menu } from "../../../ui/Menu.tsx";
import { PersonaIcon } from "../../../ui/PersonaIcon.tsx";
import { sessionWords as words } from "../../../words/session-words.ts";
import { createNow } from "../clock.ts";
import { duration, money } from "../format.ts";
import { attempt, backendName, namedPersona, useSession } from "../session-context.ts";
import { BeadFact } from "./BeadFact.tsx";

/** The session's facts in a line: what it works on and as whom, and what the turn takes. */
export function MetaLine() {
  const view = useSession();
  const turn = createMemo(() => view.transcript.sections.findLast((section) => section.turn > 0));
  return (
    <div class="session-meta">
      <Show when={view.info.beadId}>{(id) => <BeadFact id={id()} />}</Show>
      <Show when={namedPersona(view)}>
        {(persona) => (
          <span class="fact">
            <PersonaIcon name={persona().icon} />
            {persona().displayName}
          </span>
        )}
      </Show>
      <span class="fact">
        {backendName(view)}
        <Show when={view.backend?.isDemo !== true}>
          <ModelFact />
        </Show>
      </span>
      <ModeFact />
      <span class="grow" />
      <Show when={turn()}>
        {(turn) => (
          <span class="fact">
            {words.turn(turn().turn)}
            <span class="text-3">
              <Show when={turn().end} fallback={<Running since={turn().startedAt} />}>
                {(end) => duration(end().durationMs)}
              </Show>
            </span>
          </span>
        )}
      </Show>
      <Show when={view.info.usage.costUsd !== null}>
        <span class="fact">{money(view.info.usage.costUsd ?? 0)}</span>
      </Show>
    </div>
  );
}

function Running(props: { since: number }) {
  const now = createNow();
  return <>{duration(now() - props.since)}</>;
}

function ModelFact() {
  const view = useSession();
  const models = () => view.backend?.capabilities.models ?? [];
  const name = () =>
    models().find((model) => model.id === view.info.model)?.displayName ??
    view.info.model ??
    words.defaultModel;
  const items = () =>
    models().map((model) => ({
      label: model.displayName,
      checked: model.id === view.info.model,
      run: () => void attempt(words.model, () => view.setModel(model.id)),
    }));
  const canChange = () =>
    view.backend?.capabilities.setModel === true && models().length > 1 && view.info.status !== "stopped";
  return (
    <Show when={canChange()} fallback={<span class="text-3">{name()}</span>}>
      <Menu
        label={words.model}
        items={items()}
        trigger={(trigger) => (
          <Button {...trigger} variant="ghost" size={24} class="fact-pick" title={words.model}>
            {name()}
            <Icon of={ChevronDownIcon} size={12} />
          </Button>
        )}
      />
    </Show>
  );
}

function ModeFact() {
  const view = useSession();
  const modes = () =>
    (view.backend?.capabilities.permissionModes ?? []).filter((mode) => mode !== "bypassPermissions");
  const canChange = () =>
    view.backend?.capabilities.setPermissionMode === true &&
    modes().length > 1 &&
    view.info.status !== "stopped";
  const items = () =>
    modes().map((mode) => ({
      label: words.modes[mode],
      detail: words.modeDetails[mode],
      checked: mode === view.info.permissionMode,
      run: () => void attempt(words.mode, () => view.setPermissionMode(mode)),
    }));
  const label = () => (
    <>
      <Icon of={ShieldIcon} size={14} />
      {view.backend?.capabilities.permissions === false
        ? words.cannotAsk
        : words.modes[view.info.permissionMode]}
    </>
  );
  return (
    <Show when={canChange()} fallback={<span class="fact">{label()}</span>}>
      <Menu
        label={words.mode}
        items={items()}
        trigger={(trigger) => (
          <Button {...trigger} variant="ghost" size={24} class="fact-pick" title={words.mode}>
            {label()}
            <Icon of={ChevronDownIcon} size={12} />
          </Button>
        )}
      />
    </Show>
  );
}
