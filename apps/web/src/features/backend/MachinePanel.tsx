import { A } from "@solidjs/router";
import type { BackendInfo } from "@switchyard/core/protocol";
import { For, Match, Show, Switch } from "solid-js";
import { useApp } from "../../state/app.ts";
import { CopyButton } from "../../ui/CopyButton.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { words } from "../../words/en.ts";
import { firstRunWords } from "../../words/first-run-words.ts";
import { BackendGlyph, backendWord } from "./BackendState.tsx";
import { CheckAgain } from "./CheckAgain.tsx";
import "./BackendHint.css";
import "./MachinePanel.css";

/** What is on this machine, what is missing, and the one command that helps. */
export function MachinePanel() {
  const app = useApp();
  const shown = () => app.backends.list.filter((backend) => backend.state !== "off");
  return (
    <section class="machine-panel" aria-label={firstRunWords.machine}>
      <h2>
        <span class="grow">{firstRunWords.machine}</span>
        <CheckAgain hideTime />
      </h2>
      <Switch
        fallback={
          <div class="machine-row">
            <Skeleton label={words.backend.loading} lines={["long"]} />
          </div>
        }
      >
        <Match when={shown().length > 0}>
          <For each={shown()}>{(backend) => <MachineRow backend={backend} />}</For>
        </Match>
        <Match when={app.backends.isLoaded()}>
          <p class="machine-note">
            {words.backend.allOff}{" "}
            <A class="link" href="/settings">
              {words.backend.toSettings}
            </A>
          </p>
        </Match>
      </Switch>
      <Show when={app.backends.error()}>
        {(error) => (
          <p class="machine-note" role="alert">
            {words.backend.failed}: {error().message}
          </p>
        )}
      </Show>
    </section>
  );
}

function MachineRow(props: { backend: BackendInfo }) {
  const hint = () => (props.backend.state === "ready" ? null : props.backend.hint);
  return (
    <div class="machine-row">
      <BackendGlyph state={props.backend.state} />
      <span class="strong machine-row-name">{props.backend.displayName}</span>
      <span class="machine-row-text">
        {sentence(props.backend)} <Show when={props.backend.reason}>{props.backend.reason} </Show>
        <Show when={hint()}>
          {(hint) => (
            <>
              {hint().text} <code class="command">{hint().command}</code>
            </>
          )}
        </Show>
      </span>
      <span class="machine-row-end">
        <Show when={hint()} fallback={props.backend.isDefault ? words.backend.default : undefined}>
          {(hint) => <CopyButton text={hint().command} label={words.copyCommand} words={words.copyCommand} />}
        </Show>
      </span>
    </div>
  );
}

/** "Ready. Version 2.1.330, logged in."; a login that nobody knows yet is not mentioned. */
function sentence({ isDemo, login, state, version }: BackendInfo): string {
  const word = `${backendWord(state)}.`;
  if (isDemo && state === "ready") return `${word} ${words.backend.demoSentence}`;
  const facts = [
    version === null ? "" : words.backend.version(version),
    login === "ok" ? words.backend.loggedIn : "",
  ];
  const rest = facts.filter((fact) => fact !== "").join(", ");
  return rest === "" ? word : `${word} ${rest.charAt(0).toUpperCase()}${rest.slice(1)}.`;
}
