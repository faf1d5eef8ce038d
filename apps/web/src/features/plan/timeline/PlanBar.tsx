import type { Bead, SessionInfo } from "@switchyard/core/protocol";
import { createMemo, createRenderEffect, Match, Show, Switch } from "solid-js";
import { useApp } from "../../../state/app.ts";
import { now } from "../../../state/clock.ts";
import { waitsInBatch } from "../../../state/status.ts";
import { PersonaIcon } from "../../../ui/PersonaIcon.tsx";
import { StatusGlyph } from "../../../ui/StatusGlyph.tsx";
import { batchWords } from "../../../words/batch-words.ts";
import { planWords as words } from "../../../words/plan-words.ts";
import { money } from "../../session/format.ts";
import { type BeadStanding, whyHeld } from "../model/standing.ts";
import { PlanIcon } from "../tree/PlanIcons.tsx";
import { useTree } from "../tree/tree-context.ts";

/** A bead in the timeline: a bar by its state; over what has beads below it, how much of these is closed. */
export function PlanBar(props: { bead: Bead; standing: BeadStanding }) {
  const { plan, scale } = useTree();
  const box = createMemo(() => scale().boxOf(props.bead.id), undefined, { equals: isSameBox });
  const size = createMemo(() => sizeOf(box()));
  const hasChildren = createMemo(() => plan.relations().childrenOf(props.bead.id).length > 0);
  const place = (element: HTMLElement) =>
    createRenderEffect(() => {
      const at = box();
      if (at === null) return;
      element.style.setProperty("left", `${at.left}px`);
      element.style.setProperty("width", `${at.right - at.left}px`);
      element.dataset["size"] = size();
    });
  return (
    <Show when={box() !== null}>
      <Show
        when={hasChildren()}
        fallback={<Bar bead={props.bead} standing={props.standing} size={size()} place={place} />}
      >
        <Progress bead={props.bead} place={place} />
      </Show>
    </Show>
  );
}

/** What there is room for: not even a mark, a mark, a word beside it, or a cost too. */
type Size = "dot" | "narrow" | "short" | "wide";

function sizeOf(box: { left: number; right: number } | null): Size {
  const px = box === null ? 0 : box.right - box.left;
  if (px < 20) return "dot";
  if (px < 64) return "narrow";
  return px < 132 ? "short" : "wide";
}

function Bar(props: {
  bead: Bead;
  standing: BeadStanding;
  size: Size;
  place: (element: HTMLElement) => void;
}) {
  const { plan, isCritical } = useTree();
  const kind = () => props.standing.kind;
  return (
    <div
      ref={props.place}
      class="timeline-bar"
      data-kind={kind()}
      data-critical={isCritical(props.bead.id) ? "" : undefined}
      data-act={kind() === "ready" ? "start" : undefined}
      data-tip={props.standing.session === undefined ? undefined : ""}
      title={props.standing.session === undefined ? whyHeld(props.bead, plan.relations()) : undefined}
    >
      <Switch>
        <Match when={props.standing.session}>
          {(session) => <SessionPart session={session()} standing={props.standing} size={props.size} />}
        </Match>
        <Match when={kind() === "closed"}>
          <StatusGlyph glyph="check" size={14} />
        </Match>
        <Match when={kind() === "blocked"}>
          <PlanIcon of="lock" size={12} />
        </Match>
        <Match when={kind() === "ready"}>
          <PlanIcon of="play" size={12} />
        </Match>
      </Switch>
      <Show when={props.standing.session === undefined}>
        <span class="cut">{props.standing.word}</span>
      </Show>
    </div>
  );
}

function SessionPart(props: { session: SessionInfo; standing: BeadStanding; size: Size }) {
  const app = useApp();
  const status = () => app.standing.statusOf(props.session.sessionId);
  const persona = () => app.personas.get(props.session.persona)?.icon;
  const cost = () => props.session.usage.costUsd;
  const text = () => {
    const isRunning = props.standing.kind === "running";
    const word = isRunning ? words.minutes(now() - props.session.createdAt * 1000) : shortWord(props);
    // Half a cost says less than none.
    const hasRoom = isRunning || (props.standing.kind === "needs" && props.size === "wide");
    const usd = hasRoom ? cost() : null;
    return usd === null || usd === 0 ? word : `${word} · ${money(usd)}`;
  };
  return (
    <>
      <StatusGlyph glyph={status()?.glyph ?? "idle"} size={14} />
      <Show when={props.standing.kind === "running" || props.standing.kind === "failed"}>
        <PersonaIcon name={persona()} size={12} />
      </Show>
      <span class="cut">{text()}</span>
    </>
  );
}

/** A place in line has a few letters here; glyph and tip say the rest. */
function shortWord({ session, standing }: { session: SessionInfo; standing: BeadStanding }): string {
  if (standing.kind !== "waiting" || !waitsInBatch(session)) return standing.word;
  const { short } = batchWords.status;
  return session.batch?.isHeld === true ? short.held : short.inLine(session.batch?.place ?? 1);
}

function Progress(props: { bead: Bead; place: (element: HTMLElement) => void }) {
  const { plan } = useTree();
  const progress = () => plan.relations().progressOf(props.bead.id);
  const percent = () => {
    const { closed, total } = progress();
    return total === 0 ? 0 : Math.round((closed / total) * 100);
  };
  let done!: HTMLElement;
  const fill = (element: HTMLElement) => {
    done = element;
    createRenderEffect(() => done.style.setProperty("width", `${percent()}%`));
  };
  return (
    <div
      ref={props.place}
      class="timeline-span"
      role="img"
      aria-label={words.closedPart(percent())}
      title={words.closedOf(progress().closed, progress().total)}
    >
      <i ref={fill} />
    </div>
  );
}

function isSameBox(
  a: { left: number; right: number } | null,
  b: { left: number; right: number } | null,
): boolean {
  return a === b || (a !== null && b !== null && a.left === b.left && a.right === b.right);
}
