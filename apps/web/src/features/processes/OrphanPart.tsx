import { A } from "@solidjs/router";
import type { EndedOrphans } from "@switchyard/core/protocol";
import { For, Show } from "solid-js";
import { useApp } from "../../state/app.ts";
import { sessionPath } from "../../state/sessions.ts";
import { words as pageWords } from "../../words/en.ts";
import { processWords as words } from "../../words/process-words.ts";

/** What outlived its process and was ended, with when and why. */
export function OrphanPart(props: { orphans: readonly EndedOrphans[]; now: number }) {
  return (
    <section class="process-orphans">
      <h2>{words.orphans}</h2>
      <Show when={props.orphans.length > 0} fallback={<p class="text-3">{words.noOrphans}</p>}>
        <p class="text-3">{words.orphansText}</p>
        <ul>
          <For each={props.orphans}>{(each) => <Orphan of={each} now={props.now} />}</For>
        </ul>
      </Show>
    </section>
  );
}

function Orphan(props: { of: EndedOrphans; now: number }) {
  const app = useApp();
  const session = () => (props.of.sessionId === null ? undefined : app.sessions.get(props.of.sessionId));
  const backend = () => {
    const id = props.of.backendId;
    return id === null ? undefined : (app.backends.get(id)?.displayName ?? id);
  };
  return (
    <li>
      <span class="process-when">{pageWords.ago(Math.max(0, props.now - props.of.at))}</span>
      <span class="process-what">
        <Show when={props.of.count > 0}>{words.orphan(props.of.count, words.orphanWhen[props.of.when])}</Show>
        <Show when={props.of.survivors.length > 0}>
          {" "}
          <span class="text-danger">{words.survivors(props.of.survivors)}</span>
        </Show>
      </span>
      <span class="process-of text-3">
        <Show when={session()} fallback={backend()}>
          {(known) => (
            <A href={sessionPath(known().sessionId)} class="link cut">
              {known().title}
            </A>
          )}
        </Show>
      </span>
    </li>
  );
}
