import type { BackendInfo, PlanLimit } from "@switchyard/core/protocol";
import { createMemo, For, type JSX, Show } from "solid-js";
import { useApp } from "../../state/app.ts";
import { createSpending } from "../../state/spending.ts";
import { Button } from "../../ui/Button.tsx";
import { Icon, type IconComponent } from "../../ui/Icon.tsx";
import { ChevronDownIcon } from "../../ui/icons.ts";
import { Menu } from "../../ui/Menu.tsx";
import { Meter } from "../../ui/Meter.tsx";
import { Segmented } from "../../ui/Segmented.tsx";
import { type Glyph, StatusGlyph } from "../../ui/StatusGlyph.tsx";
import { moment } from "../../words/en.ts";
import { fleetWords as words } from "../../words/fleet-words.ts";
import { money } from "../session/format.ts";
import { type Fleet, SIZES } from "./create-fleet.ts";
import { FILTERS, type FleetFilter, SORTS } from "./fleet-model.ts";

/** What of the fleet is shown and how; at the end what runs, what today cost and what a plan leaves. */
export function FleetBar(props: { fleet: Fleet }) {
  const options = () =>
    FILTERS.map((value) => {
      const count = props.fleet.counts()[value];
      const icon = ICONS[value];
      // Amber and red say that something waits: not where nothing does.
      return { value, label: words.filters[value], count, ...(icon && count > 0 ? { icon } : {}) };
    });
  return (
    <div class="fleet-filter">
      <div class="fleet-states">
        <Segmented
          label={words.filter}
          value={props.fleet.filter()}
          options={options()}
          onValue={props.fleet.setFilter}
        />
      </div>
      <SortMenu fleet={props.fleet} />
      <div class="fleet-end">
        <Totals fleet={props.fleet} />
        <span class="fleet-sizes">
          <Segmented
            label={words.size}
            value={props.fleet.size()}
            options={SIZES.map((value) => ({
              value,
              label: words.sizes[value],
              title: words.sizeNames[value],
            }))}
            onValue={props.fleet.setSize}
          />
        </span>
      </div>
    </div>
  );
}

function SortMenu(props: { fleet: Fleet }) {
  return (
    <Menu
      label={words.sort}
      items={SORTS.map((sort) => ({
        label: words.sorts[sort],
        checked: sort === props.fleet.order(),
        run: () => props.fleet.setOrder(sort),
      }))}
      trigger={(trigger) => (
        <Button {...trigger} variant="ghost" size={24} class="fleet-sort" title={words.sort}>
          {words.sorts[props.fleet.order()]}
          <Icon of={ChevronDownIcon} size={12} />
        </Button>
      )}
    />
  );
}

function glyphIcon(glyph: Glyph): IconComponent {
  return () => <StatusGlyph glyph={glyph} size={14} />;
}

const ICONS: Partial<Record<FleetFilter, IconComponent>> = {
  needs: glyphIcon("needs"),
  running: glyphIcon("running"),
  finished: glyphIcon("finished"),
  idle: glyphIcon("idle"),
};

function Totals(props: { fleet: Fleet }) {
  const app = useApp();
  const spent = createSpending(app, () => props.fleet.projectId());
  const used = createMemo(
    () => app.sessions.all.filter(({ process }) => process === "live" || process === "starting").length,
  );
  const limits = createMemo(() =>
    app.backends.list.flatMap((backend) => backend.limits.map((limit) => ({ backend, limit }))),
  );
  return (
    <div class="fleet-totals">
      <Show when={app.settings.settings()}>
        {(settings) => (
          <span title={words.slotsTitle(used(), settings().processLimit)}>
            {words.slots(used(), settings().processLimit)}
          </span>
        )}
      </Show>
      <Show when={spent()}>
        {(sum) => (
          <span title={words.todayTitle(sum().turns, sum().turnsWithoutCost)}>
            {(sum().turnsWithoutCost > 0 ? words.todayUnknown : words.today)(money(sum().costUsd ?? 0))}
          </span>
        )}
      </Show>
      <For each={limits()}>{({ backend, limit }) => <Limit backend={backend} limit={limit} />}</For>
    </div>
  );
}

/** A window of the provider's plan: how much of it is used, and when it begins anew. */
function Limit(props: { backend: BackendInfo; limit: PlanLimit }): JSX.Element {
  const percent = () =>
    props.limit.used === null ? null : Math.min(100, Math.round(100 * props.limit.used));
  const resets = () => (props.limit.resetsAt === null ? "" : moment(props.limit.resetsAt * 1000));
  return (
    <span class="fleet-limit" title={words.limitTitle(percent(), resets())}>
      {words.limit(props.backend.displayName, props.limit.name)}
      <Show
        when={!props.limit.isReached}
        fallback={<span class="text-danger">{words.limitReached(resets())}</span>}
      >
        <Show when={percent() !== null}>
          <Meter
            label={words.limit(props.backend.displayName, props.limit.name)}
            value={props.limit.used ?? 0}
            text={`${percent()} %`}
          />
          <span>{percent()} %</span>
        </Show>
      </Show>
    </span>
  );
}
