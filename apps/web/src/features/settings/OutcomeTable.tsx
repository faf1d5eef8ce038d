import type { OutcomeRow } from "@switchyard/core/protocol";
import { createMemo, createSignal, For, Match, Show, Switch } from "solid-js";
import { useApp } from "../../state/app.ts";
import { Button } from "../../ui/Button.tsx";
import { Segmented } from "../../ui/Segmented.tsx";
import { Select } from "../../ui/Select.tsx";
import { outcomeWords } from "../../words/outcome-words.ts";
import { usageWords } from "../../words/usage-words.ts";
import { DAY_RANGES, type DayRange, since } from "../usage/day-range.ts";
import { costWords } from "../usage/format-usage.ts";
import { createRead } from "./create-read.ts";
import { ReadFailed } from "./ReadFailed.tsx";
import "./OutcomeTable.css";

const say = outcomeWords.table;

/** How the sessions of each persona on each backend went; what cost the most comes first. */
export function OutcomeTable() {
  const app = useApp();
  const [range, setRange] = createSignal<DayRange>("30");
  const [chosen, setChosen] = createSignal(ALL);
  /** Undefined: all of them, also where the chosen one has left the list. */
  const project = createMemo(() => app.projects.get(chosen())?.projectId);
  const { told, error, isReading, again } = createRead(
    () => ({ range: range(), projectId: project() }),
    ({ range, projectId }) =>
      app.wire.call("getOutcomes", {
        ...since(range),
        ...(projectId === undefined ? {} : { projectId }),
      }),
  );
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
        <Show when={app.projects.list().length > 1}>
          <Select
            label={say.project}
            value={project() ?? ALL}
            onValue={setChosen}
            options={[
              { value: ALL, label: say.allProjects },
              ...app.projects
                .list()
                .map(({ projectId }) => ({ value: projectId, label: app.projects.nameOf(projectId) })),
            ]}
          />
        </Show>
      </div>
      <Switch fallback={<p class="small text-3">{say.reading}</p>}>
        <Match when={error()}>
          {(error) => <ReadFailed what={say.failedToRead} error={error()} onRetry={again} />}
        </Match>
        <Match when={told()?.rows.length === 0}>
          <p class="small text-3">
            <None range={range()} isOfProject={project() !== undefined} />
          </p>
        </Match>
        <Match when={told()}>{(told) => <Rows rows={told().rows} isOld={isReading()} />}</Match>
      </Switch>
    </section>
  );
}

/** In place of a project's id. */
const ALL = "";

function None(props: { range: DayRange; isOfProject: boolean }) {
  const days = () => Number(props.range);
  return (
    <Show when={props.isOfProject} fallback={<>{props.range === "all" ? say.none : say.noneIn(days())}</>}>
      {props.range === "all" ? say.noneOf : say.noneOfIn(days())}
    </Show>
  );
}

/** @param props.isOld what was asked for since is still being read */
function Rows(props: { rows: readonly OutcomeRow[]; isOld: boolean }) {
  const [isAll, setAll] = createSignal(false);
  const shown = () => (isAll() ? props.rows : props.rows.slice(0, FIRST_ROWS));
  return (
    <>
      <div
        class="outcome-scroll"
        aria-busy={props.isOld}
        tabindex="0"
        role="group"
        aria-labelledby="settings-outcomes"
      >
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
