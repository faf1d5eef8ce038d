import { For, Show } from "solid-js";
import { useApp } from "../../state/app.ts";
import { Button } from "../../ui/Button.tsx";
import { CopyButton } from "../../ui/CopyButton.tsx";
import { RotateCwIcon } from "../../ui/icons.ts";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { words } from "../../words/en.ts";
import { BackendGlyph, backendWord } from "./BackendState.tsx";
import "./BackendHint.css";
import "./MachinePanel.css";

/** What is on this machine, what is missing, and the one command that helps. */
export function MachinePanel() {
  const app = useApp();
  return (
    <section class="machine-panel" aria-label={words.first.machine}>
      <h2>
        {words.first.machine}
        <Button
          variant="ghost"
          size={24}
          icon={RotateCwIcon}
          busy={app.backends.isChecking()}
          onClick={() => void app.backends.check()}
        >
          {words.checkAgain}
        </Button>
      </h2>
      <Show
        when={app.backends.isLoaded()}
        fallback={
          <div class="machine-row">
            <Show
              when={app.backends.error()}
              fallback={<Skeleton label={words.backend.loading} lines={["long"]} />}
            >
              {(error) => <span class="text-2">{error().message}</span>}
            </Show>
          </div>
        }
      >
        <For each={app.backends.list}>
          {(backend) => (
            <div class="machine-row">
              <BackendGlyph state={backend.state} />
              <span class="strong cut">{backend.displayName}</span>
              <span class="machine-row-text">
                {sentence(backendWord(backend.state), backend.version, backend.login === "ok")}{" "}
                <Show when={backend.reason}>{backend.reason} </Show>
                <Show when={backend.hint}>
                  {(hint) => (
                    <>
                      {hint().text} <code class="command">{hint().command}</code>
                    </>
                  )}
                </Show>
              </span>
              <span class="machine-row-end">
                <Show when={backend.hint} fallback={backend.isDefault ? words.backend.default : undefined}>
                  {(hint) => (
                    <CopyButton text={hint().command} label={words.copyCommand} words={words.copyCommand} />
                  )}
                </Show>
              </span>
            </div>
          )}
        </For>
      </Show>
    </section>
  );
}

function sentence(word: string, version: string | null, isLoggedIn: boolean): string {
  const parts = [
    version === null ? "" : words.backend.version(version),
    isLoggedIn ? words.backend.loggedIn : "",
  ];
  const rest = parts.filter((part) => part !== "").join(", ");
  return rest === "" ? `${word}.` : `${word}. ${rest.charAt(0).toUpperCase()}${rest.slice(1)}.`;
}
