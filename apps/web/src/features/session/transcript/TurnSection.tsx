import type { Section } from "@switchyard/core/session";
import { Show } from "solid-js";
import { Keyed } from "../../../ui/Keyed.tsx";
import { StatusGlyph } from "../../../ui/StatusGlyph.tsx";
import { sessionWords as words } from "../../../words/session-words.ts";
import { createNow } from "../clock.ts";
import { duration, money, stopwatch } from "../format.ts";
import { TurnEndNote } from "../notes/TurnEndNote.tsx";
import { backendName, useSession } from "../session-context.ts";
import type { Line, PartFacts } from "./create-lines.ts";
import { RowView } from "./RowView.tsx";

/** One turn, or what happened between two: those of its lines that are in the page. */
export function TurnSection(props: {
  part: PartFacts;
  lines: readonly Line[];
  isLast: boolean;
  /** The line that was gone to. */
  hit: string | null;
  mount: (element: HTMLElement, key: string) => void;
}) {
  const section = () => props.part.section();
  const running = () => section().turn > 0 && section().end === null && props.isLast;
  const newest = () => (running() ? (section().items.at(-1)?.id ?? null) : null);
  return (
    <section class="turn" aria-label={section().turn > 0 ? words.turn(section().turn) : undefined}>
      <div class="turn-column">
        <Keyed each={props.lines} by={(line) => line.key}>
          {(line) => {
            const { key } = line();
            return (
              <div
                class="row"
                ref={(element) => props.mount(element, key)}
                data-first={line().isFirst ? "" : undefined}
                data-hit={props.hit === key ? "" : undefined}
                tabindex={props.hit === key ? -1 : undefined}
              >
                <Show
                  when={line().row}
                  fallback={<TurnTail section={section()} running={running()} isLast={props.isLast} />}
                >
                  {(row) => <RowView row={row()} section={section()} newest={newest()} running={running()} />}
                </Show>
              </div>
            );
          }}
        </Keyed>
      </div>
    </section>
  );
}

/** How a turn goes on, or how it ended; a hairline with its time and cost ends it. */
function TurnTail(props: { section: Section; running: boolean; isLast: boolean }) {
  return (
    <>
      <Show when={props.running}>
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
    </>
  );
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
    // What it waits for stands above the composer.
    if (view.info.startPlace !== null) return false;
    const last = props.section.items.at(-1);
    if (last?.kind === "message" || last?.kind === "thought") return false;
    if (last?.kind === "request" || last?.kind === "question") return last.resolved !== null;
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
