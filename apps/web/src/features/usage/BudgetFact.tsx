import { createEffect, createSignal, on, Show } from "solid-js";
import { Button } from "../../ui/Button.tsx";
import { Meter } from "../../ui/Meter.tsx";
import { usageWords as words } from "../../words/usage-words.ts";
import { money } from "../session/format.ts";
import { lazyDialog } from "../shell/lazy-part.tsx";
import type { OwnBudget } from "./own-budget.ts";

const BudgetDialog = lazyDialog(() => import("./BudgetDialog.tsx"));

/** A budget as a meter with the way to change it; without one, the way to set it. */
export function BudgetFact(props: {
  own: OwnBudget;
  /** What is counted, where that is not plain. */
  note?: string;
}) {
  const [isOpen, setOpen] = createSignal(false);
  let button: HTMLButtonElement | undefined;
  let wasOpen = false;
  const refocus = () => wasOpen && document.activeElement === document.body && button?.focus();
  const close = () => {
    setOpen(false);
    wasOpen = true;
    refocus();
  };
  // The first budget puts another button into the place of the one that opened the dialog.
  createEffect(on(() => props.own.budget === null, refocus, { defer: true }));
  return (
    <>
      <Show
        when={props.own.budget}
        fallback={
          <Button ref={(element) => (button = element)} size={24} onClick={() => setOpen(true)}>
            {words.setBudget}
          </Button>
        }
      >
        {(budget) => (
          <span class="budget">
            <span class="budget-line">
              <Meter
                label={words.meter[props.own.of]}
                value={budget().spentUsd / budget().limitUsd}
                text={words.ofBudget(money(budget().spentUsd), money(budget().limitUsd))}
                isFull={budget().state === "reached"}
              />
              <Button
                ref={(element) => (button = element)}
                size={24}
                variant="ghost"
                aria-label={words.changeLabel[props.own.of]}
                onClick={() => setOpen(true)}
              >
                {words.changeBudget}
              </Button>
            </span>
            <span>
              {words.ofBudget(money(budget().spentUsd), money(budget().limitUsd))}
              <Show when={props.note}>, {props.note}</Show>
              <Show when={words.states[budget().state] !== ""}>
                <span data-state={budget().state}>, {words.states[budget().state]}</span>
              </Show>
            </span>
            <Show when={budget().turnsWithoutCost > 0}>
              <span class="text-3">{words.dialog.notCounted(budget().turnsWithoutCost)}</span>
            </Show>
          </span>
        )}
      </Show>
      <Show when={isOpen()}>
        <BudgetDialog own={props.own} onClose={close} />
      </Show>
    </>
  );
}
