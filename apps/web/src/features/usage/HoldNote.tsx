import type { Hold } from "@switchyard/core/protocol";
import { createSignal, Match, Show, Switch, untrack } from "solid-js";
import { Button } from "../../ui/Button.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { ClockIcon, GaugeIcon, PlayIcon } from "../../ui/icons.ts";
import { Note } from "../../ui/Note.tsx";
import { limitWords as words } from "../../words/limit-words.ts";
import { words as common } from "../../words/en.ts";
import { createNow } from "../session/clock.ts";
import { money } from "../session/format.ts";
import { handFocusOn } from "../session/hand-focus-on.ts";
import { attempt, backendName, useSession } from "../session/session-context.ts";
import { lazyDialog } from "../shell/lazy-part.tsx";
import { raisedLimit } from "./format-usage.ts";
import { clockTime } from "./clock-time.ts";
import { type BudgetOwner, budgetOfSession } from "./own-budget.ts";

const BudgetDialog = lazyDialog(() => import("./BudgetDialog.tsx"));

/** Why the session's next turn waits for a limit, and the ways on. */
export function HoldNote() {
  const view = useSession();
  return (
    <Switch>
      <Match when={view.info.hold?.reason === "usage_limit" && view.info.hold}>
        {(hold) => <LimitNote hold={hold()} />}
      </Match>
      <Match when={view.info.hold?.reason === "session_budget"}>
        <BudgetNote of="session" />
      </Match>
      <Match when={view.info.hold?.reason === "bead_budget"}>
        <BudgetNote of="bead" />
      </Match>
      <Match when={view.info.hold?.reason === "epic_budget"}>
        <BudgetNote of="epic" />
      </Match>
    </Switch>
  );
}

/** A limit of the provider's plan: when it resets, and whether the session goes on by itself then. */
function LimitNote(props: { hold: Hold }) {
  const view = useSession();
  const now = createNow();
  const [isTrying, setTrying] = createSignal(false);
  const [isChanging, setChanging] = createSignal(false);
  const limit = () => {
    const reached = view.backend?.limits.filter((one) => one.isReached) ?? [];
    const told = reached.find((one) => one.resetsAt === props.hold.resetsAt) ?? reached[0];
    return (told && words.windows[told.name]) ?? words.anyLimit;
  };
  const seconds = () => (props.hold.resetsAt === null ? null : props.hold.resetsAt - now() / 1000);
  const when = () => {
    const left = seconds();
    if (left === null) return words.resetsUnknown;
    if (left <= 0) return words.hasReset;
    return words.resets(clockTime((props.hold.resetsAt ?? 0) * 1000, now()), common.ago(left));
  };
  const isAhead = () => (seconds() ?? 0) > 0;
  const change = async () => {
    setChanging(true);
    await attempt(words.changeFailed, () => view.setLimitResume(!props.hold.goesOn));
    setChanging(false);
  };
  let note: HTMLElement | undefined;
  handFocusOn(() => note);
  const tryNow = async () => {
    setTrying(true);
    await attempt(words.tryFailed, () => view.goOn());
    setTrying(false);
  };
  return (
    <div class="dock-note" ref={(element) => (note = element)}>
      <Note
        icon={<Icon of={ClockIcon} />}
        title={words.reached(backendName(view), limit())}
        role="status"
        actions={
          <>
            <Show when={isAhead()}>
              <Button
                size={24}
                busy={isChanging()}
                disabled={view.connection !== "live"}
                reason={common.notConnected}
                onClick={() => void change()}
              >
                {props.hold.goesOn ? words.dontGoOn : words.goOnThen}
              </Button>
            </Show>
            <Button
              size={24}
              variant={isAhead() ? "ghost" : "default"}
              icon={PlayIcon}
              busy={isTrying()}
              disabled={view.connection !== "live"}
              reason={common.notConnected}
              onClick={() => void tryNow()}
            >
              {words.tryNow}
            </Button>
          </>
        }
      >
        {when()} <Show when={isAhead()}>{props.hold.goesOn ? words.goesOn : words.waits} </Show>
        {words.kept}
      </Note>
    </div>
  );
}

/** A budget of the user's own: what is spent, and the ways to let the next turn begin. */
function BudgetNote(props: { of: BudgetOwner }) {
  const own = budgetOfSession(
    useSession(),
    untrack(() => props.of),
  );
  const [busy, setBusy] = createSignal<"raise" | "lift">();
  const [isOpen, setOpen] = createSignal(false);
  const budget = () => own.budget;
  const limit = () => money(budget()?.limitUsd ?? 0);
  const raised = () => {
    const known = budget();
    return known === null ? null : raisedLimit(known);
  };
  const set = async (act: "raise" | "lift", limitUsd: number | null) => {
    setBusy(act);
    await attempt(words.changeFailed, () => own.set(limitUsd));
    setBusy(undefined);
  };
  let note: HTMLElement | undefined;
  handFocusOn(() => note);
  return (
    <div class="dock-note" ref={(element) => (note = element)}>
      <Note
        icon={<Icon of={GaugeIcon} />}
        title={own.beadId === null ? words.budget.session(limit()) : words.budget.bead(own.beadId, limit())}
        role="status"
        actions={
          <>
            <Show when={raised()}>
              {(raised) => (
                <Button
                  size={24}
                  busy={busy() === "raise"}
                  disabled={own.isAway}
                  reason={common.notConnected}
                  onClick={() => void set("raise", raised())}
                >
                  {words.budget.raise(money(raised()))}
                </Button>
              )}
            </Show>
            <Button size={24} variant="ghost" onClick={() => setOpen(true)}>
              {words.budget.other}
            </Button>
            <Button
              size={24}
              variant="ghost"
              busy={busy() === "lift"}
              disabled={own.isAway}
              reason={common.notConnected}
              onClick={() => void set("lift", null)}
            >
              {words.budget.lift}
            </Button>
          </>
        }
      >
        {words.budget.spent(money(budget()?.spentUsd ?? 0), limit())} {words.kept}
        <Show when={(budget()?.turnsWithoutCost ?? 0) > 0}>
          {" "}
          {words.budget.notCounted(budget()?.turnsWithoutCost ?? 0)}
        </Show>
      </Note>
      <Show when={isOpen()}>
        <BudgetDialog own={own} onClose={() => setOpen(false)} />
      </Show>
    </div>
  );
}
