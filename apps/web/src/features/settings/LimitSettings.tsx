import { Show } from "solid-js";
import { useApp } from "../../state/app.ts";
import { Select } from "../../ui/Select.tsx";
import { Switch } from "../../ui/Switch.tsx";
import { words } from "../../words/en.ts";
import { settingsWords } from "../../words/settings-words.ts";
import { limitWords } from "../../words/limit-words.ts";
import { money } from "../session/format.ts";
import type { Save } from "./create-save.ts";
import { numberOptions } from "./number-options.ts";

const say = limitWords.settings;

/** Whether sessions go on after a usage limit by themselves, and what a new one may cost. */
export function LimitSettings(props: { save: Save }) {
  const app = useApp();
  const isAway = () => app.connection.link() !== "live";
  const goesOn = () => props.save.value("resumesAfterLimit") === true;
  return (
    <Show when={app.settings.settings() !== null}>
      <section aria-labelledby="settings-limits">
        <h2 id="settings-limits">{say.title}</h2>
        <div class="settings-row">
          <div class="grow">
            <h3>{say.resumes}</h3>
            <p class="small text-3">{say.resumesText}</p>
          </div>
          <Switch
            label={say.resumes}
            checked={goesOn()}
            disabled={isAway()}
            reason={words.notConnected}
            onChange={(resumesAfterLimit) => props.save.set({ resumesAfterLimit })}
          >
            {goesOn() ? settingsWords.on : say.resumesDefault}
          </Switch>
        </div>
        <div class="settings-row">
          <div class="grow">
            <h3>{say.budget}</h3>
            <p class="small text-3">{say.budgetText}</p>
          </div>
          <Select
            label={say.budget}
            disabled={isAway()}
            value={String(props.save.value("sessionBudgetUsd"))}
            options={numberOptions(props.save.value("sessionBudgetUsd"), {
              offered: BUDGETS,
              word: money,
              none: { at: "start", word: say.noBudget },
            })}
            onValue={(chosen) =>
              props.save.set({ sessionBudgetUsd: chosen === "null" ? null : Number(chosen) })
            }
          />
        </div>
      </section>
    </Show>
  );
}

/** In USD. */
const BUDGETS = [1, 2, 5, 10, 20, 50, 100];
