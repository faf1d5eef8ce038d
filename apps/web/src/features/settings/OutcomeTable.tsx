import type { OutcomeRow } from "@switchyard/core/protocol";
import { createMemo, createResource, createSignal, For, Match, Show, Switch } from "solid-js";
import { useApp } from "../../state/app.ts";
import { Button } from "../../ui/Button.tsx";
import { Segmented } from "../../ui/Segmented.tsx";
import { toWireError } from "../../wire/wire-error.ts";
import { outcomeWords } from "../../words/outcome-words.ts";
import { usageWords } from "../../words/usage-words.ts";
import { DAY_RANGES, type DayRange, since } from "../usage/day-range.ts";
import { costWords } from "../usage/format-usage.ts";
import { ReadFailed } from "./ReadFailed.tsx";
import "./OutcomeTable.css";

const say = outcomeWords.table;

/** How the sessions of each persona on each backend went; what cost the most comes first. */
export function OutcomeTable() {
  const app = useApp();
  const [range, setRange] = createSignal<DayRange>("30");
  const asked = createMemo(() => ({ epoch: app.connection.epoch(), range: range() }));
  const [read, { refetch }] = createResource(
    () => (asked().epoch > 0 ? asked() : null),
    async ({ range }): Promise<readonly OutcomeRow[] | Error> => {
      try {
        return (await app.wire.call("getOutcomes", since(range))).rows;
      } catch (thrown) {
        return toWireError(thrown);
      }
    },
  );
  const rows = () => {
    const now = read.latest;
    return now instanceof Error ? undefined : now;
  };
  const error = () => {
    const now = read.latest;
    return now instanceof Error ? now : undefined;
  };
  return (
    <section class="usage" aria-labelledby="settings-outcomes">
      <h2 id="settings-outcomes">{say.title}</h2>
      <p class="small text-3">{say.text}</p>
      <div class="usage-ways">
        <Segmented
          label={usageWords.table.range}
          value={range()}
          onValue={setRange}
          options={DAY_RANGES.map((value) => ({ value, label: usageWords.table.ranges[value] }))}
        />
      </div>
      <Switch fallback={<p class="small text-3">{say.reading}</p>}>
        <Match when={error()}>
          {(error) => <ReadFailed what={say.failedToRead} error={error()} onRetry={() => void refetch()} />}
        </Match>
        <Match when={rows()?.length === 0}>
          <p class="small text-3">{range() === "all" ? say.none : say.noneIn(Number(range()))}</p>
        </Match>
        <Match when={rows()}>{(rows) => <Rows rows={rows()} />}</Match>
      </Switch>
    </section>
  );
}

function Rows(props: { rows: readonly OutcomeRow[] }) {
  const [isAll, setAll] = createSignal(false);
  const shown = () => (isAll() ? props.rows : props.rows.slice(0, FIRST_ROWS));
  return (
    <>
      <div class="outcome-scroll" tabindex="0" role="group" aria-labelledby="settings-outcomes">
        <table class="usage-table outcome-table">
          <thead>
            <tr>
              <th scope="col">{say.persona}</th>
              <th scope="col">{say.backend}</th>
              <th scope="col">{say.sessions}</th>
              <th scope="col">{say.turns}</th>
              <th scope="col">{say.failed}</th>
              <th scope="col">{say.beads}</th>
              <th scope="col">{say.cost}</th>
            </tr>
          </thead>
          <tbody>
            <For each={shown()}>{(row) => <Outcome row={row} />}</For>
          </tbody>
        </table>
      </div>
      <Show when={!isAll() && props.rows.length > FIRST_ROWS}>
        <Button size={24} variant="ghost" onClick={() => setAll(true)}>
          {say.showAll(props.rows.length)}
        </Button>
      </Show>
      <Show when={props.rows.some((row) => row.beadsUnknown > 0)}>
        <p class="small text-3">{say.whyUnknown}</p>
      </Show>
    </>
  );
}

const FIRST_ROWS = 31;

function Outcome(props: { row: OutcomeRow }) {
  const app = useApp();
  return (
    <tr>
      <th scope="row" title={props.row.persona}>
        {app.personas.get(props.row.persona)?.displayName ?? props.row.persona}
      </th>
      <td title={props.row.backendId}>
        {app.backends.get(props.row.backendId)?.displayName ?? props.row.backendId}
      </td>
      <td>{number.format(props.row.sessions)}</td>
      <td>{number.format(props.row.turns)}</td>
      <td>{number.format(props.row.failures)}</td>
      <td>
        <Beads row={props.row} />
      </td>
      <td>{costWords(props.row)}</td>
    </tr>
  );
}

/** How many of them are closed; where nothing is known of any, none of them counts as open. */
function Beads(props: { row: OutcomeRow }) {
  const isAnyKnown = () => props.row.beads > props.row.beadsUnknown;
  return (
    <Show when={props.row.beads > 0} fallback={<span class="text-3">{say.noBeads}</span>}>
      <Show when={isAnyKnown()}>{say.closed(props.row.beadsClosed, props.row.beads)}</Show>
      <Show when={props.row.beadsUnknown > 0}>
        <span class="text-3">
          {isAnyKnown() ? ", " : ""}
          {say.unknown(props.row.beadsUnknown)}
        </span>
      </Show>
    </Show>
  );
}

const number = new Intl.NumberFormat("en");
