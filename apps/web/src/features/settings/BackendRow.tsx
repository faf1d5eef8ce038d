import type { BackendInfo } from "@switchyard/core/protocol";
import { createUniqueId, Show } from "solid-js";
import { useApp } from "../../state/app.ts";
import { Chip } from "../../ui/Chip.tsx";
import { CopyButton } from "../../ui/CopyButton.tsx";
import { Switch } from "../../ui/Switch.tsx";
import { words } from "../../words/en.ts";
import { settingsWords } from "../../words/settings-words.ts";
import { packWords } from "../../words/pack-words.ts";
import { BackendGlyph, backendWord } from "../backend/BackendState.tsx";
import { PackActions } from "../packs/PackActions.tsx";
import type { PackActs } from "../packs/PackDialogs.tsx";
import { PackOrigin } from "../packs/PackOrigin.tsx";
import { isWell, PackTrouble } from "../packs/PackTrouble.tsx";
import { BackendAbilities } from "./BackendAbilities.tsx";
import type { Save } from "./create-save.ts";
import "../backend/BackendHint.css";

/** One backend in the settings. */
export function BackendRow(props: { backend: BackendInfo; acts: PackActs; save: Save }) {
  const app = useApp();
  const pack = () => app.packs.get("backend", props.backend.plugin?.name ?? "");
  /** Its plug-in is not in use: that says why, and nothing is known of what it could do. */
  const isIdle = () => {
    const own = pack();
    return own !== undefined && !isWell(own);
  };
  const name = createUniqueId();
  const isOn = () => !props.save.isOff(props.backend.id);
  /** What was just turned on or off: the bridge tells how it is a moment later. */
  const state = () => {
    if (!isOn()) return "off";
    return props.backend.state === "off" ? "checking" : props.backend.state;
  };
  const isAway = () => app.connection.link() !== "live" || app.settings.settings() === null;
  const hint = () => (state() === "ready" || state() === "off" ? null : props.backend.hint);
  return (
    <div class="backend-row" role="group" data-off={isOn() ? undefined : ""} aria-labelledby={name}>
      <BackendGlyph state={state()} />
      <div class="backend-row-head">
        <h3 id={name}>{props.backend.displayName}</h3>
        <Show when={props.backend.isDefault && isOn()}>
          <Chip tone="line">{words.backend.default}</Chip>
        </Show>
      </div>
      <Switch
        label={settingsWords.use(props.backend.displayName)}
        checked={isOn()}
        disabled={isAway()}
        reason={words.notConnected}
        onChange={(on) => props.save.turn(props.backend.id, on)}
      >
        {isOn() ? settingsWords.on : settingsWords.off}
      </Switch>
      <div class="backend-row-body">
        <p>{facts(props.backend, state())}</p>
        <Show when={state() !== "off" && !isIdle() && props.backend.reason}>
          <p>{props.backend.reason}</p>
        </Show>
        <Show when={hint()}>
          {(hint) => (
            <p class="backend-row-hint">
              {hint().text}
              <span class="command-line">
                <code class="command">{hint().command}</code>
                <CopyButton text={hint().command} label={words.copyCommand} />
              </span>
            </p>
          )}
        </Show>
        <Show when={state() !== "off" && place(props.backend)}>
          {(place) => (
            <p class="backend-row-place">
              <Show when={place().path}>
                {(path) => (
                  <>
                    <code>{path()}</code> ·{" "}
                  </>
                )}
              </Show>
              {place().words}
            </p>
          )}
        </Show>
        <Show when={pack()}>
          {(pack) => (
            <>
              <PackTrouble pack={pack()} />
              <PackOrigin pack={pack()} />
              <PackActions pack={pack()} acts={props.acts} />
            </>
          )}
        </Show>
        <Show when={!isIdle()}>
          <BackendAbilities backend={props.backend} />
        </Show>
      </div>
    </div>
  );
}

/** "Ready · Version 2.1.330 · Logged in". */
function facts(backend: BackendInfo, state: BackendInfo["state"]): string {
  if (state === "off") return settingsWords.isOff;
  const { isDemo, login, version } = backend;
  const parts = [
    backendWord(state),
    version === null ? "" : words.backend.version(version),
    state === "ready" && !isDemo && login !== "missing" ? settingsWords.logins[login] : "",
    isDemo ? settingsWords.demo : "",
  ];
  return parts.filter((part) => part !== "").join(" · ");
}

/** Where its program was found; what is part of Switchyard has no program of its own to name. */
function place({ path, plugin, source }: BackendInfo): { path: string | null; words: string } | null {
  if (source === null) return null;
  if (source === "built_in" && plugin !== null) return { path: null, words: packWords.ownProgram };
  return { path: source === "built_in" ? null : path, words: settingsWords.sources[source] };
}
