import type { ResultOf, UsageRow, UsageSum } from "@switchyard/core/protocol";
import { createEffect, createSignal, For, Match, Show, Switch } from "solid-js";
import { useApp } from "../../state/app.ts";
import { Button } from "../../ui/Button.tsx";
import { Segmented } from "../../ui/Segmented.tsx";
import { usageWords } from "../../words/usage-words.ts";
import { tokens } from "../session/format.ts";
import { DAY_RANGES, type DayRange, since } from "../usage/day-range.ts";
import { costWords } from "../usage/format-usage.ts";
import { createRead } from "./create-read.ts";
import { ReadFailed } from "./ReadFailed.tsx";
import "./UsageTable.css";

const say = usageWords.table;

type By = "day" | "backend" | "session" | "bead";

/** What turns took, summed by day, backend, session or bead; what is not known is said. */
export function UsageTable() {
  const app = useApp();
  const [by, setBy] = createSignal<By>("day");
  const [range, setRange] = createSignal<DayRange>("30");
  const { told, error, again } = createRead(
    () => ({ by: by(), range: range() }),
    async ({ by, range }): Promise<Told> => ({
      ...(await app.wire.call("getUsage", { by, ...since(range) })),
      by,
    }),
  );
  return (
    <section class="usage" aria-labelledby="settings-usage">
      <h2 id="settings-usage">{say.title}</h2>
      <p class="small text-3">{say.text}</p>
      <div class="usage-ways">
        <Segmented
          label={say.by}
          value={by()}
          onValue={setBy}
          options={(["day", "backend", "session", "bead"] as const).map((value) => ({
            value,
            label: say.ways[value],
          }))}
        />
        <Segmented
          label={say.range}
          value={range()}
          onValue={setRange}
          options={DAY_RANGES.map((value) => ({ value, label: say.ranges[value] }))}
        />
      </div>
      <Switch fallback={<p class="small text-3">{say.reading}</p>}>
        <Match when={error()}>
          {(error) => <ReadFailed what={say.failed} error={error()} onRetry={again} />}
        </Match>
        <Match when={told()?.rows.length === 0}>
          <p class="small text-3">{range() === "all" ? say.none : say.noneIn(Number(range()))}</p>
        </Match>
        <Match when={told()}>{(told) => <Sums told={told()} />}</Match>
      </Switch>
    </section>
  );
}

type Told = ResultOf<"getUsage"> & { by: By };

function Sums(props: { told: Told }) {
  const [isAll, setAll] = createSignal(false);
  const shown = () => (isAll() ? props.told.rows : props.told.rows.slice(0, FIRST_ROWS));
  const most = () => Math.max(...props.told.rows.map((row) => row.costUsd ?? 0), 0);
  return (
    <>
      <table class="usage-table">
        <thead>
          <tr>
            <th scope="col">{say.key[props.told.by]}</th>
            <th scope="col">{say.turns}</th>
            <th scope="col" class="usage-tokens">
              {say.input}
            </th>
            <th scope="col" class="usage-tokens">
              {say.output}
            </th>
            <th scope="col" colspan="2">
              {say.cost}
            </th>
          </tr>
        </thead>
        <tbody>
          <For each={shown()}>
            {(row) => (
              <tr>
                <th scope="row">
                  <Key by={props.told.by} row={row} />
                </th>
                <Figures of={row} share={most() > 0 ? (row.costUsd ?? 0) / most() : 0} />
              </tr>
            )}
          </For>
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{say.total}</th>
            <Figures of={props.told.total} />
          </tr>
        </tfoot>
      </table>
      <Show when={!isAll() && props.told.rows.length > FIRST_ROWS}>
        <Button size={24} variant="ghost" onClick={() => setAll(true)}>
          {say.showAll(props.told.rows.length)}
        </Button>
      </Show>
      <Show when={props.told.total.turnsWithoutCost > 0}>
        <p class="small text-3">{say.unknown(props.told.total.turnsWithoutCost)}</p>
      </Show>
    </>
  );
}

const FIRST_ROWS = 31;

function Figures(props: { of: UsageSum; share?: number }) {
  return (
    <>
      <td>{number.format(props.of.turns)}</td>
      <td class="usage-tokens">{tokens(props.of.inputTokens)}</td>
      <td class="usage-tokens">{tokens(props.of.outputTokens)}</td>
      <td class="usage-share" aria-hidden="true">
        <Show when={props.share}>{(share) => <Bar share={share()} />}</Show>
      </td>
      <td class="usage-cost">{costWords(props.of)}</td>
    </>
  );
}

function Bar(props: { share: number }) {
  let bar!: HTMLElement;
  createEffect(() => bar.style.setProperty("width", `${Math.round(props.share * 100)}%`));
  return (
    <span class="usage-bar">
      <i ref={bar} />
    </span>
  );
}

/** What a row sums up: a day as it is said, a backend by its name, a session and a bead by their titles. */
function Key(props: { by: By; row: UsageRow }) {
  const app = useApp();
  const key = () => props.row.key ?? "";
  return (
    <Switch fallback={<>{props.row.label ?? key()}</>}>
      <Match when={props.row.key === null}>{say.noBead}</Match>
      <Match when={props.by === "day"}>{day.format(new Date(`${key()}T12:00:00`))}</Match>
      <Match when={props.by === "backend"}>{app.backends.get(key())?.displayName ?? key()}</Match>
      <Match when={props.by === "session" && app.sessions.get(key())}>
        {(session) => (
          <a class="link" href={`/sessions/${key()}`}>
            {session().title}
          </a>
        )}
      </Match>
      <Match when={props.by === "bead"}>
        {props.row.label} <span class="usage-id">{key()}</span>
      </Match>
    </Switch>
  );
}

const number = new Intl.NumberFormat("en");
const day = new Intl.DateTimeFormat("en", { weekday: "short", day: "numeric", month: "short" });
