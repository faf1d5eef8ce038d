import type { Bead } from "@switchyard/core/protocol";
import { createMemo, For, type JSX, Match, Show, Switch } from "solid-js";
import { beadPath } from "../../../state/beads.ts";
import type { SessionBead } from "../../../state/session-view.ts";
import { BeadId } from "../../../ui/BeadId.tsx";
import { Button } from "../../../ui/Button.tsx";
import { RotateCwIcon, SquareIcon } from "../../../ui/icons.ts";
import { Skeleton } from "../../../ui/Skeleton.tsx";
import { StatusGlyph } from "../../../ui/StatusGlyph.tsx";
import { beadWords as words } from "../../../words/bead-words.ts";
import { type Acceptance, readAcceptance } from "../../bead/acceptance.ts";
import { beadState } from "../../bead/bead-state.ts";
import { BeadStateMark } from "../../bead/BeadStateMark.tsx";
import { Flashing } from "../../bead/Flashing.tsx";
import { VerifyForm } from "../../verify/VerifyForm.tsx";
import { OwnChange } from "../../bead/own-change.ts";
import { stateLine } from "../../bead/state-line.ts";
import { useSession } from "../session-context.ts";
import { Part } from "./Part.tsx";
import { beadNews } from "./bead-news.ts";
import "./bead-part.css";

/** The session's bead as its tracker has it: a turn that ended is not a bead that is done. */
export function BeadPart() {
  const view = useSession();
  return (
    <Show when={view.bead} keyed>
      {(of) => (
        <Part icon={SquareIcon} title={words.bead} end={<BeadId id={of.beadId} />}>
          <OwnChange.Provider value={() => of.beads.overlay.isChanging(of.beadId)}>
            <OneBead of={of} />
          </OwnChange.Provider>
        </Part>
      )}
    </Show>
  );
}

function OneBead(props: { of: SessionBead }) {
  const beads = () => props.of.beads;
  const bead = createMemo(() => beads().relations().get(props.of.beadId));
  return (
    <Switch fallback={<Skeleton label={words.reading} lines={["long", "half"]} />}>
      <Match when={bead()}>{(bead) => <Facts of={props.of} bead={bead()} />}</Match>
      <Match when={beads().isLoaded()}>
        <p class="part-none">{words.gone}</p>
      </Match>
      <Match when={beads().error()}>
        {(error) => (
          <>
            <p class="part-none">{words.field.failed(error().message)}</p>
            <Button size={24} icon={RotateCwIcon} onClick={() => void beads().refresh()}>
              {words.page.again}
            </Button>
          </>
        )}
      </Match>
    </Switch>
  );
}

function Facts(props: { of: SessionBead; bead: Bead }) {
  const view = useSession();
  const whole = props.of.readWhole();
  const beads = () => props.of.beads.relations();
  const state = () => beadState(props.bead, beads());
  const acceptance = createMemo(() => readAcceptance(whole.bead()?.acceptance_criteria));
  const news = () => beadNews(state(), props.bead, view);
  return (
    <>
      <dl class="facts bead-part">
        <dt>{words.fields.state}</dt>
        <dd>
          <Flashing value={stateLine(props.bead, beads())}>
            <BeadStateMark state={state().name} />
            {stateLine(props.bead, beads())}
          </Flashing>
        </dd>
        <Show when={acceptance()}>
          {(acceptance) => (
            <>
              <dt>{words.fields.acceptance}</dt>
              <dd>
                <Criteria of={acceptance()} />
              </dd>
            </>
          )}
        </Show>
        <Others of={props.of} name={words.fields.blockedBy} beads={beads().openBlockersOf(props.bead.id)} />
        <Others of={props.of} name={words.fields.blocks} beads={beads().blocks(props.bead.id)} />
        <Others of={props.of} name={words.fields.parent} beads={asList(beads().parentOf(props.bead.id))} />
      </dl>
      <Show when={news()}>
        {(line) => (
          <p class="bead-news" role="status">
            {line()}
          </p>
        )}
      </Show>
      <Show when={view.info.status !== "running" && view.info.lastTurn !== null && view.info.projectId}>
        {(projectId) => (
          <VerifyForm
            projectId={projectId()}
            beadId={props.bead.id}
            session={view.info}
            isSmall
            onDone={() => undefined}
          />
        )}
      </Show>
      <p class="bead-part-open">
        <a class="link" href={beadPath(props.of.projectId, props.bead.id)}>
          {words.open}
        </a>
      </p>
    </>
  );
}

/** How much of them is met, and folded under it which they are. */
function Criteria(props: { of: Acceptance }) {
  const summary = () =>
    props.of.met === null
      ? words.criteria(props.of.lines.length)
      : words.met(props.of.met, props.of.lines.length);
  return (
    <details class="bead-criteria">
      <summary>
        <Flashing value={summary()}>{summary()}</Flashing>
      </summary>
      <ul>
        <For each={props.of.lines}>
          {(line) => (
            <li>
              <Show when={props.of.met !== null}>
                <StatusGlyph
                  glyph={line.isMet ? "check" : "waiting"}
                  size={12}
                  label={line.isMet ? words.isMet : words.isNotMet}
                />
              </Show>
              <span>{line.text}</span>
            </li>
          )}
        </For>
      </ul>
    </details>
  );
}

function Others(props: { of: SessionBead; name: string; beads: readonly Bead[] }) {
  const shown = () => props.beads.slice(0, MOST_SHOWN);
  return (
    <Show when={shown().length > 0}>
      <dt>{props.name}</dt>
      <dd>
        <ul class="bead-others">
          <For each={shown()}>
            {(bead): JSX.Element => (
              <li>
                <BeadId id={bead.id} href={beadPath(props.of.projectId, bead.id)} title={bead.title} />
                <span class="cut" title={bead.title}>
                  {bead.title}
                </span>
              </li>
            )}
          </For>
          <Show when={props.beads.length > shown().length}>
            <li class="text-3">{words.andMore(props.beads.length - shown().length)}</li>
          </Show>
        </ul>
      </dd>
    </Show>
  );
}

const MOST_SHOWN = 5;

function asList(bead: Bead | undefined): readonly Bead[] {
  return bead === undefined ? [] : [bead];
}
