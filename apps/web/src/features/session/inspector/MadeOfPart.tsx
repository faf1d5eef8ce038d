import type { Provenance } from "@switchyard/core/protocol";
import { For, lazy, Show, Suspense } from "solid-js";
import { CopyButton } from "../../../ui/CopyButton.tsx";
import { PackageIcon } from "../../../ui/icons.ts";
import { outcomeWords as words } from "../../../words/outcome-words.ts";
import { personaWords } from "../../../words/persona-words.ts";
import { sessionWords } from "../../../words/session-words.ts";
import { backendName, useSession } from "../session-context.ts";
import { madeOfText, originOf, type Since, sinceThen } from "./made-of.ts";
import { Part } from "./Part.tsx";
import "./made-of.css";

const TraceNote = lazy(() => import("./TraceNote.tsx"));

/** What the session was made of, exactly: the same names may stand for something else by now. */
export function MadeOfPart() {
  const view = useSession();
  const summary = () => {
    const persona = view.info.provenance?.persona;
    return persona && personaWords.pack(view.persona?.displayName ?? persona.id, persona.packVersion);
  };
  const written = () => {
    const { trace, beadId } = view.info;
    return trace === null || beadId === null ? null : { trace, beadId };
  };
  return (
    <Part icon={PackageIcon} title={words.madeOf} end={summary()} folded>
      <Show when={view.info.provenance} fallback={<p class="part-none">{words.noText}</p>}>
        {(made) => <Facts made={made()} />}
      </Show>
      <Show when={written()}>
        {(it) => (
          <Suspense>
            <TraceNote trace={it().trace} beadId={it().beadId} />
          </Suspense>
        )}
      </Show>
    </Part>
  );
}

function Facts(props: { made: Provenance }) {
  const view = useSession();
  const personas = view.watchPersonas();
  const persona = () => props.made.persona;
  const backend = () => props.made.backend;
  const since = () => (personas.isLoaded() ? sinceThen(persona(), personas.list()) : null);
  return (
    <>
      <dl class="facts made-of">
        <dt>{words.persona}</dt>
        <dd>{view.persona?.displayName ?? persona().id}</dd>
        <dt>{words.from}</dt>
        <dd>
          <span>{originOf(persona())}</span>
          <Show when={persona().layer !== "built_in"}>
            <span class="text-3">{personaWords.layers[persona().layer]}</span>
          </Show>
        </dd>
        <dt>{words.text}</dt>
        <dd>
          <Hash of={persona().hash} />
          <SinceThen since={since()} />
        </dd>
        <dt>{words.backend}</dt>
        <dd>{backendName(view)}</dd>
        <Show when={backend().plugin}>
          {(plugin) => (
            <>
              <dt>{words.plugin}</dt>
              <dd>
                <Plugin of={plugin()} />
              </dd>
            </>
          )}
        </Show>
        <dt>{words.program}</dt>
        <dd>
          <Show when={backend().cliVersion} fallback={<span class="text-3">{words.untold}</span>}>
            {(version) => version()}
          </Show>
        </dd>
        <dt>{words.model}</dt>
        <dd>
          <Show when={props.made.model} fallback={<span class="text-3">{sessionWords.defaultModel}</span>}>
            {(model) => model()}
          </Show>
        </dd>
        <For each={backend().earlier}>
          {(was) => (
            <>
              <dt>{words.until(was.untilTurn)}</dt>
              <dd>
                <Show when={was.plugin}>{(plugin) => <Plugin of={plugin()} />}</Show>
                <Show when={was.cliVersion}>{(version) => <span>{words.programOf(version())}</span>}</Show>
              </dd>
            </>
          )}
        </For>
      </dl>
      <p class="made-of-copy">
        <CopyButton text={() => madeOfText(props.made)} label={words.copy} words={words.copy} />
      </p>
    </>
  );
}

function Plugin(props: { of: NonNullable<Provenance["backend"]["plugin"]> }) {
  return (
    <>
      <span>
        {props.of.name} {props.of.version}
      </span>
      <Hash of={props.of.hash} />
    </>
  );
}

function SinceThen(props: { since: Since }) {
  return (
    <Show when={props.since}>
      {(since) => (
        <span class="made-of-since" title={words.sinceTitle[since()]}>
          {words.since[since()]}
        </span>
      )}
    </Show>
  );
}

/** The beginning of one; all of it is in the tooltip, and in what is copied. */
function Hash(props: { of: string }) {
  return <code title={words.hash(props.of)}>{props.of.slice(0, SHOWN)}</code>;
}

const SHOWN = 8;
