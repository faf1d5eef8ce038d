import type { ProcessItem } from "@switchyard/core/session";
import { createMemo, Show } from "solid-js";
import { CopyButton } from "../../../ui/CopyButton.tsx";
import { GaugeIcon } from "../../../ui/icons.ts";
import { words as pageWords } from "../../../words/en.ts";
import { sessionWords as words } from "../../../words/session-words.ts";
import { usageWords } from "../../../words/usage-words.ts";
import { BudgetFact } from "../../usage/BudgetFact.tsx";
import { ContextFact } from "../../usage/ContextFact.tsx";
import { budgetOfSession } from "../../usage/own-budget.ts";
import { costWords } from "../../usage/format-usage.ts";
import { money, tokens } from "../format.ts";
import { ModelMenu } from "../header/ModelMenu.tsx";
import { backendName, useSession } from "../session-context.ts";
import { lastOf } from "./last-of.ts";
import { Part } from "./Part.tsx";
import { ProcessFacts } from "./ProcessFacts.tsx";
import "../../usage/usage.css";

/** What the session took and may take, and the process that works for it. */
export function UsagePart() {
  const view = useSession();
  const process = createMemo(() =>
    lastOf(view.transcript.sections, (item): item is ProcessItem => item.kind === "process"),
  );
  const model = () => process()?.model ?? view.info.model ?? words.defaultModel;
  return (
    <Part icon={GaugeIcon} title={words.usage} end={costWords(view.info.usage) || undefined}>
      <dl class="facts">
        <Spent />
        <Budgets />
        <dt>{words.backend}</dt>
        <dd>{backendName(view)}</dd>
        <dt>{words.process}</dt>
        <dd>
          {view.info.startPlace === null
            ? words.processStates[view.info.process]
            : pageWords.status.inLine(view.info.startPlace)}
          <Show when={process()?.cliVersion}>{(version) => <span class="text-3">{version()}</span>}</Show>
        </dd>
        <Show when={view.info.process === "live" || view.info.process === "starting"}>
          <ProcessFacts />
        </Show>
        <Show when={view.backend?.isDemo !== true}>
          <dt>{words.model}</dt>
          <dd>
            <Show when={isPhone()} fallback={model()}>
              <ModelMenu fallback={model()} />
            </Show>
          </dd>
        </Show>
        <dt>{words.folder}</dt>
        <dd title={view.info.cwd}>
          <code class="cut">{view.info.cwd}</code>
        </dd>
        <Show when={view.info.sharesCwdWith.length > 0}>
          <dt />
          <dd class="text-3">{words.shares(view.info.sharesCwdWith.length)}</dd>
        </Show>
        <Show when={view.info.cliSessionId}>
          {(id) => (
            <>
              <dt>{words.conversation}</dt>
              <dd>
                <code class="cut">{id()}</code>
                <CopyButton text={id()} label={words.copyConversation} />
              </dd>
            </>
          )}
        </Show>
      </dl>
    </Part>
  );
}

/** Where the composer has no room for the choice of a model. */
function isPhone(): boolean {
  return matchMedia("(max-width: 639px)").matches;
}

/** Tokens and cost of the last turn and of all, and how full the model's window is. */
function Spent() {
  const view = useSession();
  const turn = createMemo(() => view.transcript.sections.findLast((section) => section.end?.usage));
  return (
    <>
      <Show when={turn()?.end?.usage}>
        {(usage) => (
          <>
            <dt>{words.lastTurn}</dt>
            <dd class="wraps">
              <span>{usage().costUsd === null ? usageWords.unknownCost : money(usage().costUsd ?? 0)}</span>
              <span class="text-3">
                {words.tokensInOut(tokens(usage().inputTokens), tokens(usage().outputTokens))}
              </span>
            </dd>
          </>
        )}
      </Show>
      <dt>{words.allTurns}</dt>
      <dd class="wraps">
        <Show when={view.info.usage.costUsd !== null}>
          <span>{money(view.info.usage.costUsd ?? 0)}</span>
        </Show>
        <span class="text-3">
          {words.tokensInOut(tokens(view.info.usage.inputTokens), tokens(view.info.usage.outputTokens))}
        </span>
        <Show when={view.info.usage.turnsWithoutCost > 0}>
          <span class="text-3">{usageWords.unknown(view.info.usage.turnsWithoutCost)}</span>
        </Show>
      </dd>
      <Show when={view.info.context}>
        {(context) => (
          <>
            <dt>{usageWords.context}</dt>
            <dd>
              <ContextFact context={context()} isNamed />
            </dd>
          </>
        )}
      </Show>
    </>
  );
}

function Budgets() {
  const view = useSession();
  return (
    <>
      <dt>{usageWords.budgets.session}</dt>
      <dd>
        <BudgetFact own={budgetOfSession(view, "session")} />
      </dd>
      <Show when={view.info.beadId !== null}>
        <dt>{usageWords.budgets.bead}</dt>
        <dd>
          <BudgetFact own={budgetOfSession(view, "bead")} />
        </dd>
      </Show>
      <Show when={view.info.epicBudget}>
        {(epic) => (
          <>
            <dt>{usageWords.budgets.epic}</dt>
            <dd>
              <BudgetFact own={budgetOfSession(view, "epic")} note={usageWords.ofEpic(epic().beadId)} />
            </dd>
          </>
        )}
      </Show>
    </>
  );
}
