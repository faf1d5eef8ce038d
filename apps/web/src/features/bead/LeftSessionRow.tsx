import { Show } from "solid-js";
import { useApp } from "../../state/app.ts";
import { now } from "../../state/clock.ts";
import { CopyButton } from "../../ui/CopyButton.tsx";
import { StatusGlyph } from "../../ui/StatusGlyph.tsx";
import { beadEditWords as words } from "../../words/bead-edit-words.ts";
import { words as pageWords } from "../../words/en.ts";
import { money } from "../session/format.ts";
import type { LeftSession } from "./left-sessions.ts";

/** A session that is known by what it left at the bead alone: on another machine, or deleted here. */
export function LeftSessionRow(props: { session: LeftSession }) {
  const app = useApp();
  const persona = () =>
    app.personas.get(props.session.persona.id ?? "")?.displayName ?? props.session.persona.id;
  const backend = () => {
    const id = props.session.backend.id ?? "";
    return app.backends.get(id)?.displayName ?? id;
  };
  const endedAt = () => Date.parse(props.session.endedAt ?? "");
  return (
    <div class="bead-session">
      <StatusGlyph glyph={props.session.outcome === "failed" ? "failed" : "idle"} size={14} />
      <span class="bead-session-title cut">{props.session.title ?? props.session.sessionId}</span>
      <span class="bead-session-state">{words.leftOutcome(props.session.outcome)}</span>
      <span class="bead-session-facts">
        <Show when={persona()}>{(name) => <span>{name()},</span>}</Show>
        <span class="cut">{backend()}</span>
        <Show when={!Number.isNaN(endedAt())}>
          <span>{pageWords.ago((now() - endedAt()) / 1000)}</span>
        </Show>
        <span title={words.leftTitle}>{words.left}</span>
        <Show when={props.session.resume}>
          {(command) => <CopyButton text={command()} label={words.copyResume} />}
        </Show>
        <Show when={props.session.costUsd}>{(usd) => <span>{money(usd())}</span>}</Show>
      </span>
    </div>
  );
}
