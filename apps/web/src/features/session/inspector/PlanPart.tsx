import type { PlanItem } from "@switchyard/core/session";
import { createMemo, For, Show } from "solid-js";
import { ListChecksIcon } from "../../../ui/icons.ts";
import { StatusGlyph } from "../../../ui/StatusGlyph.tsx";
import { sessionWords as words } from "../../../words/session-words.ts";
import { useSession } from "../session-context.ts";
import { lastOf } from "./last-of.ts";
import { Part } from "./Part.tsx";

/** The agent's newest plan: how far it is, and each step with its state. */
export function PlanPart() {
  const view = useSession();
  const plan = createMemo(() =>
    lastOf(view.transcript.sections, (item): item is PlanItem => item.kind === "plan"),
  );
  const entries = () => plan()?.entries ?? [];
  const done = () => entries().filter((entry) => entry.status === "completed").length;
  return (
    <Part
      icon={ListChecksIcon}
      title={words.plan}
      end={entries().length > 0 ? words.planProgress(done(), entries().length) : undefined}
    >
      <Show when={entries().length > 0} fallback={<p class="part-none">{words.noPlan}</p>}>
        <div class="plan-steps" aria-hidden="true">
          <For each={entries()}>{(entry) => <i data-status={entry.status} />}</For>
        </div>
        <ul class="plan-list">
          <For each={entries()}>
            {(entry) => (
              <li data-status={entry.status}>
                <StatusGlyph glyph={GLYPHS[entry.status]} label={words.planStates[entry.status]} />
                <span>{entry.content}</span>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </Part>
  );
}

const GLYPHS = { pending: "waiting", in_progress: "running", completed: "check" } as const;
