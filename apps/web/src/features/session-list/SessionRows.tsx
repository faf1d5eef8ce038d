import { useLocation } from "@solidjs/router";
import { createMemo, createSignal, For, onCleanup, onMount, Show, untrack } from "solid-js";
import { useApp } from "../../state/app.ts";
import { sessionPath } from "../../state/sessions.ts";
import { SessionRow } from "./SessionRow.tsx";

/** Rows that are built at a time: a list may be thousands long, and a screen shows twenty. */
const CHUNK = 50;
/** A row's height, for the space that those not built yet take. */
const ROW_PX = 50;

/** The rows of sessions, built as far as they were scrolled to, or to the open one; `isWhole`: all of them. */
export function SessionRows(props: { sessionIds: readonly string[]; isWhole?: boolean }) {
  const app = useApp();
  const location = useLocation();
  const open = untrack(() => props.sessionIds.findIndex((id) => sessionPath(id) === location.pathname));
  const [built, setBuilt] = createSignal(canWatch() ? open + 1 + CHUNK : Number.POSITIVE_INFINITY);
  const shown = createMemo(() => (props.isWhole ? props.sessionIds : props.sessionIds.slice(0, built())));
  const rest = () => props.sessionIds.length - shown().length;
  return (
    <>
      <For each={shown()}>
        {(sessionId) => (
          <Show when={app.sessions.get(sessionId)}>{(session) => <SessionRow session={session()} />}</Show>
        )}
      </For>
      <Show when={rest() > 0 && built()} keyed>
        {(count) => <Unbuilt rows={rest()} onSeen={() => setBuilt(count + CHUNK)} />}
      </Show>
    </>
  );
}

function Unbuilt(props: { rows: number; onSeen: () => void }) {
  let space!: HTMLDivElement;
  onMount(() => {
    space.style.setProperty("height", `${props.rows * ROW_PX}px`);
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) props.onSeen();
      },
      { root: space.closest(".session-list-rows"), rootMargin: "800px 0px" },
    );
    observer.observe(space);
    onCleanup(() => observer.disconnect());
  });
  return <div ref={space} class="session-list-unbuilt" />;
}

/** Where nothing tells what is on screen, all is built. */
function canWatch(): boolean {
  return typeof IntersectionObserver === "function";
}
