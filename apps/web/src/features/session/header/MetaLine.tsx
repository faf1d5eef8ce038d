import { createMemo, Show } from "solid-js";
import { PersonaIcon } from "../../../ui/PersonaIcon.tsx";
import { sessionWords as words } from "../../../words/session-words.ts";
import { usageWords } from "../../../words/usage-words.ts";
import { createNow } from "../clock.ts";
import { duration } from "../format.ts";
import { backendName, namedPersona, useSession } from "../session-context.ts";
import { ContextFact } from "../../usage/ContextFact.tsx";
import { costWords } from "../../usage/format-usage.ts";
import { BeadFact } from "./BeadFact.tsx";
import { BranchFact } from "./BranchFact.tsx";
import { modelName } from "./ModelMenu.tsx";
import { ModeMenu } from "./ModeMenu.tsx";

/** The session's facts in a line: what it works on and as whom, and what the turn takes. */
export function MetaLine() {
  const view = useSession();
  const turn = createMemo(() => view.transcript.sections.findLast((section) => section.turn > 0));
  const unknown = () => {
    const { turnsWithoutCost } = view.info.usage;
    return turnsWithoutCost > 0 ? usageWords.unknown(turnsWithoutCost) : undefined;
  };
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
          <span class="text-3">{modelName(view.backend?.capabilities.models ?? [], view.info.model)}</span>
        </Show>
      </span>
      <ModeMenu hasKey />
      <BranchFact />
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
      <Show when={view.info.context}>{(context) => <ContextFact context={context()} />}</Show>
      <Show when={view.info.usage.costUsd !== null}>
        <span class="fact" title={unknown()}>
          {costWords(view.info.usage)}
        </span>
      </Show>
    </div>
  );
}

function Running(props: { since: number }) {
  const now = createNow();
  return <>{duration(now() - props.since)}</>;
}
