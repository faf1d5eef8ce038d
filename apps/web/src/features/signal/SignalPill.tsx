import { useLocation, useNavigate } from "@solidjs/router";
import { Show } from "solid-js";
import { ariaKeys } from "../../keys/keyboard.ts";
import { useApp } from "../../state/app.ts";
import { sessionPath } from "../../state/sessions.ts";
import { KeyHint } from "../../ui/KeyHint.tsx";
import { StatusGlyph } from "../../ui/StatusGlyph.tsx";
import { words } from "../../words/en.ts";
import "./SignalPill.css";

/**
 * The amber pill in the top right corner of every screen: how much needs the user, and the way to the next
 * of it. Gone when nothing does.
 */
export function SignalPill(props: { text?: string }) {
  const app = useApp();
  const goToNeed = useGoToNeed();
  return (
    <Show when={app.standing.needs() > 0}>
      <button
        type="button"
        class="signal-pill"
        title={words.needYouKey}
        aria-keyshortcuts={ariaKeys("nextNeed")}
        onClick={() => goToNeed(1)}
      >
        <StatusGlyph glyph="needs" />
        <span class="signal-pill-text">{props.text ?? words.needYou(app.standing.needs())}</span>
        <span class="signal-pill-short" aria-hidden="true">
          {app.standing.needs()}
        </span>
        <KeyHint keys="n" />
      </button>
    </Show>
  );
}

/** Goes to the next (or previous) session that needs the user, seen from the one that is open. */
export function useGoToNeed(): (step: 1 | -1) => void {
  const app = useApp();
  const navigate = useNavigate();
  const location = useLocation();
  return (step) => {
    const open = /^\/sessions\/([^/]+)/.exec(location.pathname)?.[1];
    const next = app.standing.next(open, step);
    if (next !== undefined) navigate(sessionPath(next.sessionId));
  };
}
