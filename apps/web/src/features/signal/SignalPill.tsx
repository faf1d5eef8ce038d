import { useLocation, useNavigate } from "@solidjs/router";
import { createMemo, Show } from "solid-js";
import { ariaKeys } from "../../keys/keyboard.ts";
import { useApp } from "../../state/app.ts";
import { inboxPath } from "../../state/inbox.ts";
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
  // Each new need rings once; the same animation by another name runs again.
  const rings = createMemo(
    (before: { needs: number; count: number }) => {
      const needs = app.standing.needs();
      return { needs, count: before.count + (needs > before.needs ? 1 : 0) };
    },
    { needs: 0, count: 0 },
  );
  return (
    <Show when={app.standing.needs() > 0}>
      <button
        type="button"
        class="signal-pill"
        data-ring={rings().count % 2}
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

/**
 * Goes to the next (or previous) thing that needs the user: in the inbox it is chosen there, elsewhere its
 * session is opened, seen from the one that is open.
 */
export function useGoToNeed(): (step: 1 | -1) => void {
  const app = useApp();
  const navigate = useNavigate();
  const location = useLocation();
  return (step) => {
    const path = location.pathname;
    if (/^\/inbox(?:\/|$)/.test(path)) {
      const here = app.standing.all().find((need) => inboxPath(need) === path);
      const next = app.standing.next(here?.key, step);
      if (next !== undefined) navigate(inboxPath(next), { replace: path !== "/inbox" });
      return;
    }
    const next = app.standing.nextSession(/^\/sessions\/([^/]+)/.exec(path)?.[1], step);
    if (next !== undefined) navigate(sessionPath(next.sessionId));
  };
}
