import { createSignal, type JSX, Show } from "solid-js";
import { deriveStatus } from "../../../state/status.ts";
import { Button } from "../../../ui/Button.tsx";
import { Chip } from "../../../ui/Chip.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { ChevronLeftIcon, CircleStopIcon, PanelRightIcon, PowerIcon } from "../../../ui/icons.ts";
import { StatusGlyph } from "../../../ui/StatusGlyph.tsx";
import { sessionWords as words } from "../../../words/session-words.ts";
import { isRenaming, startRenaming } from "../../session-menu/renaming.ts";
import { StopDialog } from "../../session-menu/StopDialog.tsx";
import { TitleField } from "../../session-menu/TitleField.tsx";
import { attempt, backendName, namedPersona, useSession } from "../session-context.ts";
import { MetaLine } from "./MetaLine.tsx";
import "./header.css";

/** Which session this is, how it stands, and the ways to end its turn or itself. */
export function SessionHeader(props: {
  signal?: JSX.Element;
  menu?: JSX.Element;
  detailsOpen: boolean;
  onDetails: () => void;
  interrupt: () => void;
  interrupting: boolean;
}) {
  const view = useSession();
  const [asking, setAsking] = createSignal(false);
  const status = () => deriveStatus(view.info, { backend: view.backend });
  const isDemo = () => view.backend?.isDemo === true;
  const runs = () => view.info.status === "running";
  const stop = () => {
    setAsking(false);
    void attempt(words.stop, () => view.stop());
  };
  return (
    <header class="session-head">
      <div class="session-top">
        <a class="session-back" href="/sessions" aria-label={words.back}>
          <Icon of={ChevronLeftIcon} size={20} />
        </a>
        <StatusGlyph glyph={status().glyph} label={status().word} />
        <div class="session-name">
          <Show
            when={isRenaming(view.info.sessionId, "header")}
            fallback={
              <h1 class="cut" onDblClick={() => startRenaming(view.info.sessionId, "header")}>
                {view.info.title}
              </h1>
            }
          >
            <h1>
              <TitleField
                title={view.info.title}
                onRename={(title) => void attempt(words.renameFailed, () => view.rename(title))}
              />
            </h1>
          </Show>
          <p class="session-sub">
            <span data-state={status().state}>{status().word}</span>
            <Show when={view.info.beadId} fallback={<Who />}>
              {(id) => <span class="session-sub-bead">{id()}</span>}
            </Show>
            <Show when={!isDemo()}>
              <span class="cut">{backendName(view)}</span>
            </Show>
          </p>
        </div>
        <Show when={status().state !== "running"}>
          <span class="session-state">
            <Chip tone={TONES[status().state] ?? "neutral"}>{status().word}</Chip>
          </span>
        </Show>
        <Show when={view.info.isArchived}>
          <span class="session-state">
            <Chip tone="line">{words.archived}</Chip>
          </span>
        </Show>
        <span class="grow" />
        <Show when={runs() && view.backend?.capabilities.interrupt !== false}>
          <Button
            icon={CircleStopIcon}
            keys="Esc"
            class="session-interrupt"
            aria-keyshortcuts="Escape"
            busy={props.interrupting}
            onClick={() => props.interrupt()}
          >
            <span class="session-word">{words.interrupt}</span>
          </Button>
        </Show>
        <Show when={view.info.status !== "stopped"}>
          <Button
            variant="ghost"
            icon={PowerIcon}
            class="session-stop"
            label={words.stop}
            onClick={() => (runs() ? setAsking(true) : stop())}
          />
        </Show>
        <Button
          variant="ghost"
          icon={PanelRightIcon}
          label={props.detailsOpen ? words.hideDetails : words.showDetails}
          aria-expanded={props.detailsOpen}
          aria-keyshortcuts="]"
          onClick={() => props.onDetails()}
        />
        {props.menu}
        <Show when={props.signal}>
          <span class="session-rule" />
          {props.signal}
        </Show>
      </div>
      <Show when={isDemo()}>
        <p class="session-demo">{backendName(view)}</p>
      </Show>
      <MetaLine />
      <Show when={asking()}>
        <StopDialog onStop={stop} onClose={() => setAsking(false)} />
      </Show>
    </header>
  );
}

/** Where a session is on no bead; of one that is, the composer names who answers. */
function Who() {
  const view = useSession();
  return (
    <Show when={namedPersona(view)}>
      {(persona) => <span class="session-sub-who cut">{persona().displayName}</span>}
    </Show>
  );
}

const TONES = {
  needs: "signal",
  failed: "danger",
  finished: "ok",
  running: "accent",
  idle: "neutral",
  stopped: "neutral",
  waiting: "neutral",
} as const;
