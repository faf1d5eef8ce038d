import { A } from "@solidjs/router";
import type { ProcessInfo } from "@switchyard/core/protocol";
import { createSignal, createUniqueId, Show } from "solid-js";
import { useApp } from "../../state/app.ts";
import { fullTitle } from "../../state/full-title.ts";
import { sessionPath } from "../../state/sessions.ts";
import { Button } from "../../ui/Button.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { ChevronDownIcon, ChevronRightIcon, PowerIcon } from "../../ui/icons.ts";
import { StatusGlyph } from "../../ui/StatusGlyph.tsx";
import { words as pageWords } from "../../words/en.ts";
import { processWords as words } from "../../words/process-words.ts";
import { memory } from "./memory.ts";
import { ProcessTree } from "./ProcessTree.tsx";

/** One process: whose it is, what it does, what it takes, and behind the arrow all that it started. */
export function ProcessRow(props: {
  process: ProcessInfo;
  /** Unix seconds. */
  now: number;
  isStopping: boolean;
  onStop: () => void;
}) {
  const app = useApp();
  const [open, setOpen] = createSignal(false);
  const treeId = createUniqueId();
  const session = () =>
    props.process.sessionId === null ? undefined : app.sessions.get(props.process.sessionId);
  const backend = () => app.backends.get(props.process.backendId);
  const name = () => {
    if (props.process.sessionId === null) return words.spareIn(lastOf(props.process.cwd));
    const known = session();
    return known === undefined ? words.unknown : fullTitle(known.title, backend());
  };
  const status = () =>
    props.process.sessionId === null ? undefined : app.standing.statusOf(props.process.sessionId);
  const ago = (at: number) => pageWords.ago(Math.max(0, props.now - at));
  const state = () => {
    if (props.isStopping) return words.states.stopping;
    const { state: told, idleSince } = props.process;
    return told === "idle" && idleSince !== null ? words.idleFor(ago(idleSince)) : words.states[told];
  };
  const event = () => {
    const last = props.process.lastEvent;
    return last === null ? words.noEvent : words.ago(words.events.get(last.type) ?? last.type, ago(last.at));
  };
  return (
    <>
      <tr data-state={props.process.state} data-process-row="">
        <th scope="row">
          <div class="process-name">
            <button
              type="button"
              class="process-open"
              aria-expanded={open()}
              aria-controls={open() ? treeId : undefined}
              aria-label={words.showTree(name())}
              title={words.showTree(name())}
              onClick={() => setOpen(!open())}
            >
              <Icon of={open() ? ChevronDownIcon : ChevronRightIcon} size={14} />
            </button>
            <StatusGlyph glyph={status()?.glyph ?? "waiting"} label={status()?.word ?? words.states.spare} />
            <span class="process-who">
              <Show
                when={props.process.sessionId}
                fallback={
                  <span class="cut text-2" title={words.spareTitle}>
                    {name()}
                  </span>
                }
              >
                {(sessionId) => (
                  <A href={sessionPath(sessionId())} class="cut" title={name()}>
                    {name()}
                  </A>
                )}
              </Show>
              <span class="process-sub cut" aria-hidden="true">
                {backend()?.displayName ?? props.process.backendId} · {state()} ·{" "}
                {ago(props.process.startedAt)}
              </span>
            </span>
          </div>
        </th>
        <td class="only-wide">{backend()?.displayName ?? props.process.backendId}</td>
        <td class="only-wide process-state">{state()}</td>
        <td class="only-widest text-3">{event()}</td>
        <td class="only-wide process-number">{ago(props.process.startedAt)}</td>
        <td class="process-number strong" title={words.memoryTitle}>
          {memory(props.process.memoryBytes)}
        </td>
        <td class="only-wide process-number">
          {props.process.tree.length === 0 ? words.notTold : props.process.tree.length}
        </td>
        <td class="process-action">
          <Button
            variant="ghost"
            icon={PowerIcon}
            label={words.stopOf(name())}
            busy={props.isStopping || props.process.state === "stopping"}
            disabled={app.connection.link() !== "live"}
            reason={pageWords.notConnected}
            onClick={() => props.onStop()}
          />
        </td>
      </tr>
      <Show when={open()}>
        <tr class="process-more" id={treeId}>
          <td colSpan={8}>
            <p class="only-narrow text-3">{event()}</p>
            <ProcessTree process={props.process} name={name()} />
          </td>
        </tr>
      </Show>
    </>
  );
}

function lastOf(path: string): string {
  return path.split("/").filter(Boolean).at(-1) ?? path;
}
