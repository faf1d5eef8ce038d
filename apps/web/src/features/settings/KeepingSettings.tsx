import { type JSX, Show } from "solid-js";
import { useApp } from "../../state/app.ts";
import { Select } from "../../ui/Select.tsx";
import { keepingWords } from "../../words/keeping-words.ts";
import type { Save } from "./create-save.ts";
import { numberOptions } from "./number-options.ts";

const say = keepingWords.settings;

/** How many processes may live, when they sleep, and how long stopped sessions stay. */
export function KeepingSettings(props: { save: Save }) {
  const app = useApp();
  const isAway = () => app.connection.link() !== "live";
  const automatic = () => {
    const settings = app.settings.settings();
    return settings?.maxProcesses === null ? settings.processLimit : null;
  };
  return (
    <Show when={app.settings.settings() !== null}>
      <section aria-labelledby="settings-keeping">
        <h2 id="settings-keeping">{say.title}</h2>
        <Row
          label={say.processes}
          text={
            <>
              {say.processesText}{" "}
              <a class="link" href="/processes">
                {say.seeProcesses}
              </a>
            </>
          }
        >
          <Select
            label={say.processes}
            disabled={isAway()}
            value={String(props.save.value("maxProcesses"))}
            options={numberOptions(props.save.value("maxProcesses"), {
              offered: PROCESSES,
              word: String,
              none: { at: "start", word: say.automatic(automatic()) },
            })}
            onValue={(chosen) => props.save.set({ maxProcesses: numberOf(chosen) })}
          />
        </Row>
        <Row label={say.sleep} text={say.sleepText}>
          <Select
            label={say.sleep}
            disabled={isAway()}
            value={String(props.save.value("sleepAfterMinutes"))}
            options={numberOptions(props.save.value("sleepAfterMinutes"), {
              offered: SLEEP,
              word: (minutes) => (minutes === SLEEP_DEFAULT ? say.byDefault(span(minutes)) : span(minutes)),
              none: { at: "end", word: say.whenNeeded },
            })}
            onValue={(chosen) => props.save.set({ sleepAfterMinutes: numberOf(chosen) })}
          />
        </Row>
        <Row label={say.stopped} text={say.stoppedText}>
          <Select
            label={say.stopped}
            disabled={isAway()}
            value={String(props.save.value("keepStoppedDays"))}
            options={numberOptions(props.save.value("keepStoppedDays"), {
              offered: DAYS,
              word: say.days,
              none: { at: "start", word: say.always },
            })}
            onValue={(chosen) => props.save.set({ keepStoppedDays: numberOf(chosen) })}
          />
        </Row>
      </section>
    </Show>
  );
}

const PROCESSES = [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 16, 20, 24, 32, 48, 64, 100];
const SLEEP = [5, 15, 30, 60, 240, 1440];
const SLEEP_DEFAULT = 30;
const DAYS = [7, 30, 90, 180, 365];

function Row(props: { label: string; text: JSX.Element; children: JSX.Element }) {
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

function span(minutes: number): string {
  if (minutes % 1440 === 0) return say.days(minutes / 1440);
  return minutes % 60 === 0 ? say.hours(minutes / 60) : say.minutes(minutes);
}

function numberOf(chosen: string): number | null {
  return chosen === "null" ? null : Number(chosen);
}
