import { createSignal, For, onCleanup, onMount, Show } from "solid-js";
import { useApp } from "../../../state/app.ts";
import { sessionPath } from "../../../state/sessions.ts";
import { PersonaIcon } from "../../../ui/PersonaIcon.tsx";
import { placeLayer } from "../../../ui/place-layer.ts";
import { moveFocus } from "../../../ui/roving-focus.ts";
import { StatusGlyph } from "../../../ui/StatusGlyph.tsx";
import { planWords as words } from "../../../words/plan-words.ts";
import { money } from "../../session/format.ts";
import type { Plan } from "../create-plan.ts";

const SHOW_MS = 350;
const HIDE_MS = 200;

export interface Tip {
  /** The pointer, or the focus, is on something that tells of sessions; undefined: on nothing of the kind. */
  point(at: TipPlace | undefined): void;
  /** Shows it at once, with the focus in it. */
  enter(at: TipPlace): void;
  close(): void;
  readonly shown: () => TipPlace | undefined;
  readonly isEntered: () => boolean;
}

export interface TipPlace {
  readonly id: string;
  readonly element: HTMLElement;
}

/** When the sessions of a bead are shown: after a while of pointing, or at once where they are asked for. */
export function createTip(): Tip {
  const [shown, setShown] = createSignal<TipPlace | undefined>();
  const [isEntered, setEntered] = createSignal(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const later = (ms: number, place: TipPlace | undefined) => {
    clearTimeout(timer);
    timer = setTimeout(() => setShown(place), ms);
  };
  onCleanup(() => clearTimeout(timer));
  return {
    shown,
    isEntered,
    point(at) {
      if (isEntered()) return;
      if (at?.id === shown()?.id && at !== undefined) return clearTimeout(timer);
      later(at === undefined ? HIDE_MS : SHOW_MS, at);
    },
    enter(at) {
      clearTimeout(timer);
      setEntered(true);
      setShown(at);
    },
    close() {
      clearTimeout(timer);
      setEntered(false);
      setShown(undefined);
    },
  };
}

/** The sessions of one bead, each a link. */
export function SessionTip(props: { plan: Plan; tip: Tip; onLeave: () => void }) {
  return (
    <Show when={props.tip.shown()} keyed>
      {(place) => <TipLayer plan={props.plan} tip={props.tip} place={place} onLeave={props.onLeave} />}
    </Show>
  );
}

function TipLayer(props: { plan: Plan; tip: Tip; place: TipPlace; onLeave: () => void }) {
  const app = useApp();
  let layer!: HTMLDivElement;
  onMount(() => {
    if (!props.place.element.isConnected) return props.tip.close();
    placeLayer(layer, props.place.element, "start");
    if (props.tip.isEntered()) layer.querySelector("a")?.focus();
    document.addEventListener("keydown", onEscape, true);
    onCleanup(() => document.removeEventListener("keydown", onEscape, true));
  });
  // It may cover what one reads, wherever the focus is.
  const onEscape = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || props.tip.isEntered()) return;
    event.preventDefault();
    event.stopPropagation();
    props.tip.close();
  };
  const leave = () => {
    props.tip.close();
    props.onLeave();
  };
  const onKeyDown = (event: KeyboardEvent & { currentTarget: HTMLElement }) => {
    event.stopPropagation();
    if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      return leave();
    }
    moveFocus(event, "a");
  };
  return (
    <div
      ref={layer}
      class="tree-tip"
      role="group"
      aria-label={words.sessionsOf(props.place.id)}
      onKeyDown={onKeyDown}
      onPointerEnter={() => props.tip.point(props.place)}
      onPointerLeave={() => props.tip.point(undefined)}
    >
      <For each={props.plan.sessionsOf(props.place.id)}>
        {(session) => (
          <a href={sessionPath(session.sessionId)} class="tree-tip-row">
            <StatusGlyph glyph={app.standing.statusOf(session.sessionId)?.glyph ?? "idle"} />
            <span class="tree-tip-title cut">{session.title}</span>
            <span class="tree-tip-facts">
              <span>{app.standing.statusOf(session.sessionId)?.word}</span>
              <PersonaIcon name={app.personas.get(session.persona)?.icon} size={12} />
              <span>{app.personas.get(session.persona)?.displayName ?? session.persona}</span>
              <span>{app.backends.get(session.backendId)?.displayName ?? session.backendId}</span>
              <Show when={session.usage.costUsd}>{(usd) => <span>{money(usd())}</span>}</Show>
            </span>
          </a>
        )}
      </For>
    </div>
  );
}
