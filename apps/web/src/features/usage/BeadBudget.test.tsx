import { fireEvent, screen, waitFor } from "@solidjs/testing-library";
import { BeadId } from "@switchyard/core/protocol";
import { expect, test } from "vitest";
import { projectId } from "../../testing/beads.ts";
import { openPart } from "../../testing/open-part.tsx";
import { BeadBudget } from "./BeadBudget.tsx";

const beadId = BeadId.parse("pa-12");

test("a bead's budget stands there with all below it, follows what is spent, and is set where there is none", async () => {
  let budgets: {
    beadId: BeadId;
    limitUsd: number;
    spentUsd: number;
    state: "within";
    turnsWithoutCost: number;
  }[] = [];
  const of = (spentUsd: number, limitUsd: number) => ({
    beadId,
    limitUsd,
    spentUsd,
    state: "within" as const,
    turnsWithoutCost: 0,
  });
  const { bridge } = openPart(() => <BeadBudget projectId={projectId} beadId={beadId} />, {
    listBudgets: () => ({ projectId, budgets: [...budgets, { ...of(9, 10), beadId: BeadId.parse("pa-1") }] }),
    setBudget: ({ limitUsd }) => {
      budgets = [of(0, Number(limitUsd))];
      return {};
    },
  });
  fireEvent.click(await screen.findByRole("button", { name: "Set a budget" }));
  fireEvent.input(await screen.findByRole("textbox", { name: "Limit in US dollars" }), {
    target: { value: "20" },
  });
  fireEvent.click(screen.getByRole("button", { name: "Set budget" }));
  expect(await screen.findByText(/\$0.00 of \$20.00/)).toBeTruthy();
  expect(bridge.of("setBudget")).toEqual([{ projectId, beadId, limitUsd: 20 }]);
  budgets = [of(3.2, 20)];
  bridge.emit("budgets-changed", { projectId });
  const line = await screen.findByText(/\$3.20 of \$20.00/);
  expect(line.textContent).toBe("$3.20 of $20.00, with all beads below it");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
});
