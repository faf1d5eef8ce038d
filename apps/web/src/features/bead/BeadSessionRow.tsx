import { A } from "@solidjs/router";
import type { SessionInfo } from "@switchyard/core/protocol";
import { Show } from "solid-js";
import { useApp, useStatus } from "../../state/app.ts";
import { now } from "../../state/clock.ts";
import { sessionPath } from "../../state/sessions.ts";
import { PersonaIcon } from "../../ui/PersonaIcon.tsx";
import { StatusGlyph } from "../../ui/StatusGlyph.tsx";
import { words as pageWords } from "../../words/en.ts";
import { money } from "../session/format.ts";
import "./BeadSessionRow.css";

/** One session of a bead: a link with its title, how it stands, who works in it, what it cost. */
export function BeadSessionRow(props: {
  session: SessionInfo;
  /** In place of how it stands. */
  word?: string;
}) {
  const app = useApp();
  const status = useStatus(() => props.session.sessionId);
  const persona = () => app.personas.get(props.session.persona);
  const backend = () => app.backends.get(props.session.backendId)?.displayName ?? props.session.backendId;
  return (
    <A class="bead-session" href={sessionPath(props.session.sessionId)}>
      <StatusGlyph glyph={status()?.glyph ?? "idle"} size={14} />
      <span class="bead-session-title cut">{props.session.title}</span>
      <span class="bead-session-state" data-state={status()?.state}>
        {props.word ?? status()?.word}
      </span>
      <span class="bead-session-facts">
        <Show when={persona()}>
          {(known) => (
            <>
              <PersonaIcon name={known().icon} size={12} />
              <span>{known().displayName},</span>
            </>
          )}
        </Show>
        <span class="cut">{backend()}</span>
        <span>{pageWords.ago(now() / 1000 - props.session.lastActivity)}</span>
        <Show when={props.session.usage.costUsd !== null}>
          <span>{money(props.session.usage.costUsd ?? 0)}</span>
        </Show>
      </span>
    </A>
  );
}
