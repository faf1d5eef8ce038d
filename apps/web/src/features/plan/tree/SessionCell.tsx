import type { Bead, SessionInfo } from "@switchyard/core/protocol";
import { Match, Show, Switch } from "solid-js";
import { useApp } from "../../../state/app.ts";
import { sessionPath } from "../../../state/sessions.ts";
import { PersonaIcon } from "../../../ui/PersonaIcon.tsx";
import { type Glyph, StatusGlyph } from "../../../ui/StatusGlyph.tsx";
import { planWords as words } from "../../../words/plan-words.ts";
import { type BeadStanding, whyHeld } from "../model/standing.ts";
import type { PlanRow } from "../model/rows.ts";
import { PlanIcon } from "./PlanIcons.tsx";
import { useTree } from "./tree-context.ts";

/** Who works on a bead: its strongest session, what there is below it, or how the bead itself stands. */
export function SessionCell(props: { bead: Bead; standing: BeadStanding; row: PlanRow; isActive: boolean }) {
  const { plan } = useTree();
  const hasChildren = () => plan.relations().childrenOf(props.bead.id).length > 0;
  const below = () => plan.below(props.bead.id);
  const others = () => (below()?.sessions ?? 1) - 1;
  return (
    <Switch>
      <Match when={props.standing.session}>
        {(session) => (
          <SessionLink
            session={session()}
            word={props.standing.word}
            others={others()}
            isActive={props.isActive}
          />
        )}
      </Match>
      <Match when={hasChildren()}>
        <Show when={below()}>
          {(sum) => (
            <span class="tree-fact">
              <Show when={!props.row.isOpen && strongestOf(sum())}>
                {(glyph) => <StatusGlyph glyph={glyph()} size={14} label={glyphWord(glyph())} />}
              </Show>
              {words.sessions(sum().sessions)}
            </span>
          )}
        </Show>
      </Match>
      <Match when={props.standing.kind === "ready"}>
        <button
          type="button"
          class="tree-start"
          data-act="start"
          tabindex={props.isActive ? 0 : -1}
          aria-label={words.startOn(props.bead.title)}
        >
          <PlanIcon of="play" size={12} />
          {words.start}
        </button>
      </Match>
      <Match when={true}>
        <span class="tree-fact" title={whyHeld(props.bead, plan.relations())}>
          <Show when={props.standing.kind === "closed"}>
            <StatusGlyph glyph="check" />
          </Show>
          <Show when={props.standing.kind === "blocked"}>
            <PlanIcon of="lock" size={12} />
          </Show>
          <span class="cut">{props.standing.word}</span>
        </span>
      </Match>
    </Switch>
  );
}

function SessionLink(props: { session: SessionInfo; word: string; others: number; isActive: boolean }) {
  const app = useApp();
  const persona = () => app.personas.get(props.session.persona);
  const backend = () => app.backends.get(props.session.backendId)?.displayName ?? props.session.backendId;
  const glyph = () => app.standing.statusOf(props.session.sessionId)?.glyph ?? "idle";
  return (
    <a
      class="tree-session-link"
      href={sessionPath(props.session.sessionId)}
      tabindex={props.isActive ? 0 : -1}
      data-tip=""
    >
      <StatusGlyph glyph={glyph()} label={props.word} />
      <PersonaIcon name={persona()?.icon} size={12} />
      <span class="sr-only">{persona()?.displayName}, </span>
      <span class="cut">{words.shortName(backend())}</span>
      <Show when={props.others > 0}>
        <span class="tree-more">
          {words.more(props.others)}
          <span class="sr-only"> {words.sessions(props.others)}</span>
        </span>
      </Show>
    </a>
  );
}

function strongestOf(sum: { needs: number; failed: number; running: number }): Glyph | undefined {
  if (sum.needs > 0) return "needs";
  if (sum.failed > 0) return "failed";
  return sum.running > 0 ? "running" : undefined;
}

function glyphWord(glyph: Glyph): string {
  return glyph === "needs"
    ? words.below.needs
    : glyph === "failed"
      ? words.below.failed
      : words.below.running;
}
