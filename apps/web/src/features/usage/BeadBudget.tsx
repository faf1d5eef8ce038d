import type { BeadId, Budget, ProjectId } from "@switchyard/core/protocol";
import { createEffect, createSignal, on, onCleanup, Show } from "solid-js";
import { useApp } from "../../state/app.ts";
import { usageWords } from "../../words/usage-words.ts";
import { BudgetFact } from "./BudgetFact.tsx";
import type { OwnBudget } from "./own-budget.ts";
import "./usage.css";

/** What may be spent on a bead and all below it, as a row of its facts. */
export function BeadBudget(props: { projectId: ProjectId; beadId: BeadId }) {
  const app = useApp();
  const [told, setTold] = createSignal<{ beadId: BeadId; budget: Budget | null } | null>(null);
  let asks = 0;
  const read = async () => {
    asks += 1;
    const ours = asks;
    const { projectId, beadId } = props;
    try {
      const { budgets } = await app.wire.call("listBudgets", { projectId });
      if (ours !== asks) return;
      setTold({ beadId, budget: budgets.find((budget) => budget.beadId === beadId) ?? null });
    } catch {
      // What was told last stays; the next change or connection asks again.
    }
  };
  createEffect(
    on([app.connection.epoch, () => props.projectId, () => props.beadId], ([epoch]) => {
      if (epoch > 0) void read();
    }),
  );
  onCleanup(
    app.wire.on("budgets-changed", ({ projectId }) => {
      if (projectId === props.projectId) void read();
    }),
  );
  onCleanup(() => (asks += 1));
  const own: OwnBudget = {
    of: "bead",
    get beadId() {
      return props.beadId;
    },
    get budget() {
      return told()?.budget ?? null;
    },
    get spentUsd() {
      return this.budget?.spentUsd ?? null;
    },
    get turnsWithoutCost() {
      return this.budget?.turnsWithoutCost ?? 0;
    },
    get isAway() {
      return app.connection.link() !== "live";
    },
    async set(limitUsd) {
      const { projectId, beadId } = props;
      await app.wire.call("setBudget", { projectId, beadId, limitUsd });
      await read();
    },
  };
  return (
    <Show when={told()?.beadId === props.beadId}>
      <dt>{usageWords.budget}</dt>
      <dd>
        <BudgetFact own={own} note={usageWords.withBelow} />
      </dd>
    </Show>
  );
}
