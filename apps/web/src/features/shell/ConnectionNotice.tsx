import { createSignal, Match, onCleanup, Show, Switch } from "solid-js";
import { useApp } from "../../state/app.ts";
import { Button } from "../../ui/Button.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { CheckIcon, RotateCwIcon, WifiOffIcon } from "../../ui/icons.ts";
import { words } from "../../words/en.ts";
import "./ConnectionNotice.css";

/** A thin line over the content while the bridge is away, when all is caught up, or when the page is old. */
export function ConnectionNotice() {
  const app = useApp();
  const lost = () => {
    const status = app.connection.status();
    return status.state === "reconnecting" ? status : undefined;
  };
  // The first try often works at once: nothing flickers for it.
  const isWorthTelling = () => (lost()?.attempt ?? 0) > 1;
  return (
    <div class="connection-notice-place" role="status">
      <Switch>
        <Match when={isWorthTelling() && lost()}>
          {(status) => (
            <div class="connection-notice">
              <Icon of={WifiOffIcon} size={14} />
              <span class="grow">
                <b>
                  {app.connection.link() === "offline"
                    ? words.connection.away
                    : words.connection.attempt(status().attempt)}
                </b>{" "}
                <Show
                  when={app.connection.link() === "offline"}
                  fallback={<span class="connection-notice-more">{words.connection.keepWorking}</span>}
                >
                  {words.connection.bridgeEnded}
                </Show>
              </span>
              <Show when={status().retryAt}>{(at) => <Countdown to={at()} />}</Show>
              <Button size={24} icon={RotateCwIcon} onClick={() => app.connection.reconnectNow()}>
                {words.tryNow}
              </Button>
            </div>
          )}
        </Match>
        <Match when={app.connection.caughtUp()}>
          {(events) => (
            <div class="connection-notice" data-tone="ok">
              <Icon of={CheckIcon} size={14} />
              <span class="grow">{words.connection.caughtUp(events())}</span>
            </div>
          )}
        </Match>
        <Match when={app.connection.otherVersion()}>
          {(version) => (
            <div class="connection-notice">
              <span class="grow">{words.connection.newVersion(version())}</span>
              <Button size={24} icon={RotateCwIcon} onClick={() => location.reload()}>
                {words.reload}
              </Button>
            </div>
          )}
        </Match>
      </Switch>
    </div>
  );
}

function Countdown(props: { to: number }) {
  const [time, setTime] = createSignal(Date.now());
  const timer = setInterval(() => setTime(Date.now()), 250);
  onCleanup(() => clearInterval(timer));
  const seconds = () => Math.max(1, Math.ceil((props.to - time()) / 1000));
  return (
    <span class="small text-3 nowrap" aria-hidden="true">
      {words.connection.nextTry(seconds())}
    </span>
  );
}
