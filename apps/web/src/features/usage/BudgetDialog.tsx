import { createSignal, Show } from "solid-js";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Field } from "../../ui/Field.tsx";
import { GaugeIcon } from "../../ui/icons.ts";
import { usageWords } from "../../words/usage-words.ts";
import { words as common } from "../../words/en.ts";
import { money } from "../session/format.ts";
import { attempt } from "../session/session-context.ts";
import { amountOf, MOST_USD } from "./format-usage.ts";
import type { OwnBudget } from "./own-budget.ts";

const words = usageWords.dialog;

/** Sets, raises and lifts a budget. */
export default function BudgetDialog(props: { own: OwnBudget; onClose: () => void }) {
  const budget = () => props.own.budget;
  const [text, setText] = createSignal(budget() === null ? "" : String(budget()?.limitUsd));
  const [error, setError] = createSignal<string>();
  const [isSaving, setSaving] = createSignal(false);
  const title = () => (props.own.beadId === null ? words.title.session : words.title.bead(props.own.beadId));
  const set = async (limitUsd: number | null) => {
    setSaving(true);
    const isTaken = await attempt(words.failed, () => props.own.set(limitUsd));
    setSaving(false);
    if (isTaken) props.onClose();
  };
  const save = () => {
    const amount = amountOf(text());
    if (amount === undefined || amount === null) return setError(words.invalid);
    if (amount > MOST_USD) return setError(words.tooMuch);
    void set(amount);
  };
  return (
    <Dialog
      title={title()}
      icon={GaugeIcon}
      width={440}
      onClose={() => props.onClose()}
      footer={
        <>
          <Show when={budget() !== null}>
            <Button
              variant="ghost"
              busy={isSaving()}
              disabled={props.own.isAway}
              reason={common.notConnected}
              onClick={() => void set(null)}
            >
              {words.lift}
            </Button>
          </Show>
          <span class="grow" />
          <Button variant="ghost" onClick={() => props.onClose()}>
            {common.cancel}
          </Button>
          <Button
            variant="primary"
            busy={isSaving()}
            disabled={props.own.isAway}
            reason={common.notConnected}
            onClick={save}
          >
            {words.save}
          </Button>
        </>
      }
    >
      <Field
        label={words.field}
        size={34}
        inputmode="decimal"
        data-autofocus=""
        value={text()}
        error={error()}
        note={<Note own={props.own} />}
        onValue={(value) => {
          setText(value);
          setError(undefined);
        }}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.isComposing) return;
          event.preventDefault();
          save();
        }}
      />
    </Dialog>
  );
}

function Note(props: { own: OwnBudget }) {
  const spent = () => props.own.spentUsd;
  const untold = () => props.own.turnsWithoutCost;
  return (
    <>
      {words.what[props.own.of]}
      <Show when={spent() !== null}> {words.spent(money(spent() ?? 0))}</Show>
      <Show when={untold() > 0}> {words.notCounted(untold())}</Show>
    </>
  );
}
