import { isClosed } from "@switchyard/beads";
import { A } from "@solidjs/router";
import type { Project } from "@switchyard/core/protocol";
import { createMemo, Show } from "solid-js";
import { useApp } from "../../../state/app.ts";
import { inboxPath } from "../../../state/inbox.ts";
import { newestToVerify } from "../../../state/to-verify.ts";
import { projectWords } from "../../../words/project-words.ts";
import { money } from "../../session/format.ts";
import { criticalPathOf } from "../model/critical.ts";
import { createSettled } from "../model/settled.ts";

const words = projectWords.totals;

/** How much there is to do, how long its longest chain is, and what its sessions have cost. */
export function PlanTotals(props: { project: Project }) {
  const app = useApp();
  const relations = () => app.beads.of(props.project.projectId).relations();
  const closed = createMemo(() => relations().list.filter(isClosed).length);
  const settled = createSettled(relations);
  const chain = createMemo(() => criticalPathOf(settled()).length);
  const cost = () => app.beadSessions.costIn(props.project.projectId);
  const toVerify = createMemo(() => newestToVerify(app.beadSessions.inProject(props.project.projectId)));
  return (
    <p class="plan-totals">
      <Show when={toVerify()[0]}>
        {(first) => (
          <A class="link" href={inboxPath({ sessionId: first().sessionId })} title={words.verifyTitle}>
            {words.verify(toVerify().length)}
          </A>
        )}
      </Show>
      <span title={words.beadsTitle(relations().list.length - closed(), closed())}>
        {words.beads(relations().list.length)}
      </span>
      <Show when={chain() > 1}>
        <span title={words.chainTitle}>{words.chain(chain())}</span>
      </Show>
      <Show when={cost()}>{(usd) => <span title={words.spentTitle}>{words.spent(money(usd()))}</span>}</Show>
    </p>
  );
}
