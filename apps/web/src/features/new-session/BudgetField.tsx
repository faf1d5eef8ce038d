import { useApp } from "../../state/app.ts";
import { Field } from "../../ui/Field.tsx";
import { limitWords } from "../../words/limit-words.ts";
import { money } from "../session/format.ts";
import type { StartForm } from "./form.ts";

const words = limitWords.start;

/** What the session may cost before its next turn waits; empty: what the settings say. */
export function BudgetField(props: { form: StartForm }) {
  const app = useApp();
  const byDefault = () => app.settings.settings()?.sessionBudgetUsd ?? null;
  return (
    <div class="start-budget">
      <Field
        label={words.label}
        inputmode="decimal"
        placeholder={byDefault() === null ? words.none : money(byDefault() ?? 0)}
        value={props.form.values.budget}
        error={props.form.error("budget")}
        onValue={(value) => props.form.set("budget", value)}
      />
      <span class="small text-3">{words.text}</span>
    </div>
  );
}
