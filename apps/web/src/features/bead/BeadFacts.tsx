import { For, type JSX, Show } from "solid-js";
import { Chip } from "../../ui/Chip.tsx";
import { beadWords as words } from "../../words/bead-words.ts";
import type { ShownBead } from "./BeadPage.tsx";
import { beadState } from "./bead-state.ts";
import { BeadStateMark } from "./BeadStateMark.tsx";
import { Flashing } from "./Flashing.tsx";
import { stateLine } from "./state-line.ts";
import { when } from "./when.ts";

/** What the tracker tells of a bead in single values; those that are empty are left out. */
export function BeadFacts(props: ShownBead) {
  const bead = () => props.bead;
  return (
    <dl class="bead-facts">
      <Fact name={words.fields.state} value={stateLine(bead(), props.beads)}>
        <BeadStateMark state={beadState(bead(), props.beads).name} />
        {stateLine(bead(), props.beads)}
      </Fact>
      <Fact name={words.fields.priority} value={words.priority(bead().priority)}>
        {words.priority(bead().priority)}
        <span class="text-3">{words.priorities[bead().priority]}</span>
      </Fact>
      <Fact name={words.fields.assignee} value={bead().assignee} />
      <Fact name={words.fields.labels} value={(bead().labels ?? []).join(" ")}>
        <For each={bead().labels}>{(label) => <Chip>{label}</Chip>}</For>
      </Fact>
      <Fact name={words.fields.estimate} value={given(bead().estimated_minutes, words.minutes)} />
      <Fact name={words.fields.due} value={given(bead().due_at, when)} />
      <Fact name={words.fields.deferred} value={given(bead().defer_until, when)} />
      <Fact name={words.fields.created} value={given(bead().created_at, when)}>
        {given(bead().created_at, when)}
        <Show when={bead().created_by}>{(who) => <span class="text-3">{words.byWhom(who())}</span>}</Show>
      </Fact>
      <Fact name={words.fields.started} value={given(bead().started_at, when)} />
      <Fact name={words.fields.updated} value={given(bead().updated_at, when)} />
      <Fact name={words.fields.closed} value={given(bead().closed_at, when)} />
      <Fact name={words.fields.reason} value={bead().close_reason} />
      <Fact name={words.fields.owner} value={bead().owner} />
      <Fact name={words.fields.external} value={bead().external_ref}>
        <Reference to={bead().external_ref ?? ""} />
      </Fact>
    </dl>
  );
}

function Fact(props: { name: string; value: string | undefined; children?: JSX.Element }) {
  return (
    <Show when={props.value}>
      {(value) => (
        <>
          <dt>{props.name}</dt>
          <dd>
            <Flashing value={value()}>{props.children ?? value()}</Flashing>
          </dd>
        </>
      )}
    </Show>
  );
}

/** An address of the web as a link; anything else as it is. */
function Reference(props: { to: string }) {
  return (
    <Show when={/^https?:\/\//.test(props.to)} fallback={<code>{props.to}</code>}>
      <a class="link" href={props.to} target="_blank" rel="noreferrer">
        {props.to}
      </a>
    </Show>
  );
}

function given<T>(value: T | undefined, tell: (value: T) => string): string | undefined {
  return value === undefined || value === "" ? undefined : tell(value);
}
