import { For, type JSX, Show } from "solid-js";
import {
  areNoticesOn,
  changeNotices,
  type NoticeKind,
  noticePermission,
  noticeSettings,
  notifyOf,
  turnNoticesOn,
} from "../../state/notices.ts";
import { Switch } from "../../ui/Switch.tsx";
import { notifyWords } from "../../words/notify-words.ts";
import { playTone } from "../notify/tone.ts";

const words = notifyWords.settings;
const KINDS: readonly NoticeKind[] = ["approval", "question", "failure", "finished"];

/** Whether this browser notifies, of what, and how much it says. */
export function Notifications() {
  const isOff = () => !areNoticesOn();
  const use = (isOn: boolean) => {
    if (isOn) void turnNoticesOn();
    else changeNotices({ isOn });
  };
  const setSound = (hasSound: boolean) => {
    changeNotices({ hasSound });
    if (hasSound) void playTone();
  };
  const isImpossible = () => noticePermission() === "denied" || noticePermission() === "none";
  return (
    <section class="settings-notices" aria-labelledby="settings-notifications">
      <h2 id="settings-notifications">{words.title}</h2>
      <Row label={words.use} text={words.text}>
        <Switch
          label={words.use}
          checked={areNoticesOn()}
          disabled={isImpossible()}
          reason={words.states[noticePermission()]}
          onChange={use}
        />
      </Row>
      <Show when={words.states[noticePermission()]}>
        {(why) => <p class="small text-2 settings-notices-why">{why()}</p>}
      </Show>
      <For each={KINDS}>
        {(kind) => (
          <Row label={words.kinds[kind]} text={words.kindTexts[kind]}>
            <Switch
              label={words.kinds[kind]}
              checked={noticeSettings().kinds[kind]}
              disabled={isOff()}
              reason={words.use}
              onChange={(isWanted) => notifyOf(kind, isWanted)}
            />
          </Row>
        )}
      </For>
      <Row label={words.sound} text={words.soundText}>
        <Switch
          label={words.sound}
          checked={noticeSettings().hasSound}
          disabled={isOff()}
          reason={words.use}
          onChange={setSound}
        />
      </Row>
      <Row label={words.details} text={words.detailsText}>
        <Switch
          label={words.details}
          checked={noticeSettings().hasDetails}
          disabled={isOff()}
          reason={words.use}
          onChange={(hasDetails) => changeNotices({ hasDetails })}
        />
      </Row>
    </section>
  );
}

function Row(props: { label: string; text: string; children: JSX.Element }) {
  return (
    <div class="settings-row">
      <div class="grow">
        <h3>{props.label}</h3>
        <p class="small text-3">{props.text}</p>
      </div>
      {props.children}
    </div>
  );
}
