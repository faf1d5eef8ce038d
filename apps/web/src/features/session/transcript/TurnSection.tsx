import type { Section } from "@switchyard/core/session";
import { createMemo, Show } from "solid-js";
import { StatusGlyph } from "../../../ui/StatusGlyph.tsx";
import { sessionWords as words } from "../../../words/session-words.ts";
import { createNow } from "../clock.ts";
import { duration, money, stopwatch } from "../format.ts";
import { TurnEndNote } from "../notes/TurnEndNote.tsx";
import { backendName, useSession } from "../session-context.ts";
import { Rows } from "./RowView.tsx";
import { reuseRows, type Row, rowsOf } from "./rows.ts";

/** One turn, or what happened between two; a hairline with its time and cost ends it. */
export function TurnSection(props: { section: Section; isLast: boolean }) {
  const running = () => props.section.turn > 0 && props.section.end === null && props.isLast;
  const newest = () => (running() ? (props.section.items.at(-1)?.id ?? null) : null);
  const rows = createMemo<readonly Row[]>((before) => reuseRows(before, rowsOf(props.section.items)), []);
  return (
    <Show when={rows().length > 0 || props.section.turn > 0}>
      <section class="turn" data-key={props.section.key} aria-label={turnLabel(props.section)}>
        <div class="turn-column">
          <Rows rows={rows()} section={props.section} newest={newest()} running={running()} />
          <Show when={running()}>
            <WorkingLine section={props.section} />
          </Show>
          <Show when={props.section.end}>
            {(end) => (
              <>
                <TurnEndNote section={props.section} end={end()} isLast={props.isLast} />
                <p class="turn-line">{turnLine(props.section)}</p>
              </>
            )}
          </Show>
        </div>
      </section>
    </Show>
  );
}

function turnLabel(section: Section): string | undefined {
  return section.turn > 0 ? words.turn(section.turn) : undefined;
}

/** "Turn 6, 1m 12s, $0.31". */
function turnLine(section: Section): string {
  const parts = [words.turn(section.turn)];
  if (section.by) parts.push(words.startedBy[section.by]);
  if (section.end) parts.push(duration(section.end.durationMs));
  const cost = section.end?.usage?.costUsd;
  if (cost !== undefined && cost !== null) parts.push(money(cost));
  return words.turnLine(parts.filter((part) => part !== ""));
}

/** That it works and for how long, where nothing above says so. */
function WorkingLine(props: { section: Section }) {
  const view = useSession();
  const now = createNow();
  const isShown = () => {
    const last = props.section.items.at(-1);
    if (last?.kind === "message" || last?.kind === "thought") return false;
    if (last?.kind === "request") return last.resolved !== null;
    return last?.kind !== "tool" || last.status === "completed" || last.status === "failed";
  };
  const doing = () => (view.info.process === "starting" ? words.starting(backendName(view)) : words.working);
  return (
    <Show when={isShown()}>
      <div class="line working">
        <StatusGlyph glyph="running" size={14} />
        <span>{doing()}</span>
        <span>{stopwatch(now() - props.section.startedAt)}</span>
      </div>
    </Show>
  );
}
