import { createSignal, Show } from "solid-js";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Field } from "../../ui/Field.tsx";
import { GaugeIcon } from "../../ui/icons.ts";
import { usageWords } from "../../words/usage-words.ts";
import { words as common } from "../../words/en.ts";
import { money } from "../session/format.ts";
import { attempt, useSession } from "../session/session-context.ts";
import { amountOf, MOST_USD } from "./format-usage.ts";

const words = usageWords.dialog;

/** Whose budget: that of the session, or of its bead, for all the sessions of that. */
export type BudgetOwner = "session" | "bead";

/** Sets, raises and lifts a budget. */
export default function BudgetDialog(props: { of: BudgetOwner; onClose: () => void }) {
  const view = useSession();
  const budget = () => (props.of === "bead" ? view.info.beadBudget : view.info.budget);
  const [text, setText] = createSignal(budget() === null ? "" : String(budget()?.limitUsd));
  const [error, setError] = createSignal<string>();
  const [isSaving, setSaving] = createSignal(false);
  const title = () => (props.of === "bead" ? words.title.bead(view.info.beadId ?? "") : words.title.session);
  const set = async (limitUsd: number | null) => {
    setSaving(true);
    const isTaken = await attempt(words.failed, () =>
      props.of === "bead" ? view.setBeadBudget(limitUsd) : view.setBudget(limitUsd),
    );
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
              disabled={view.connection !== "live"}
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
            disabled={view.connection !== "live"}
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
        note={<Note of={props.of} />}
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

function Note(props: { of: BudgetOwner }) {
  const view = useSession();
  const budget = () => (props.of === "bead" ? view.info.beadBudget : view.info.budget);
  const spent = () => budget()?.spentUsd ?? (props.of === "session" ? view.info.usage.costUsd : null);
  const untold = () =>
    budget()?.turnsWithoutCost ?? (props.of === "session" ? view.info.usage.turnsWithoutCost : 0);
  return (
    <>
      {words.what[props.of]}
      <Show when={spent() !== null}> {words.spent(money(spent() ?? 0))}</Show>
      <Show when={untold() > 0}> {words.notCounted(untold())}</Show>
    </>
  );
}
