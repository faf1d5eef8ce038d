import type { StandingRule } from "@switchyard/core/protocol";
import { createEffect, createSignal, on } from "solid-js";
import { attempt, messageOf, useSession } from "../session-context.ts";
import { askWords } from "../../../words/ask-words.ts";

/** The standing rules of the session, read again whenever their number changes. */
export function createRules() {
  const view = useSession();
  const [rules, setRules] = createSignal<readonly StandingRule[]>();
  const [error, setError] = createSignal<string>();
  const [leaving, setLeaving] = createSignal<readonly string[]>([]);
  let readings = 0;
  const read = () => {
    readings += 1;
    const own = readings;
    view.listRules().then(
      (listed) => {
        if (own !== readings) return;
        setRules(listed);
        setError(undefined);
      },
      (reason: unknown) => own === readings && setError(messageOf(reason)),
    );
  };
  createEffect(on(() => [view.info.rules, view.connection] as const, read));
  return {
    rules,
    error,
    read,
    isLeaving: (ruleId: string) => leaving().includes(ruleId),
    async withdraw(ruleId: string): Promise<void> {
      setLeaving([...leaving(), ruleId]);
      if (await attempt(askWords.rules.failed, () => view.withdrawRule(ruleId))) {
        setRules((listed) => listed?.filter((rule) => rule.ruleId !== ruleId));
      }
      setLeaving(leaving().filter((other) => other !== ruleId));
    },
  };
}
