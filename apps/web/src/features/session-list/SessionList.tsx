import { useNavigate } from "@solidjs/router";
import { createEffect, createMemo, createSignal, Match, on, Show, Switch } from "solid-js";
import { Keyed } from "../../ui/Keyed.tsx";
import { ariaKeys, createShortcut } from "../../keys/keyboard.ts";
import { useApp } from "../../state/app.ts";
import { recall, remember } from "../../state/local.ts";
import { Button } from "../../ui/Button.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { Field } from "../../ui/Field.tsx";
import {
  ListFilterIcon,
  PanelLeftIcon,
  PlusIcon,
  RotateCwIcon,
  SearchIcon,
  TriangleAlertIcon,
} from "../../ui/icons.ts";
import { Icon } from "../../ui/Icon.tsx";
import { KeyHint } from "../../ui/KeyHint.tsx";
import { Note } from "../../ui/Note.tsx";
import { Menu } from "../../ui/Menu.tsx";
import { moveFocus } from "../../ui/roving-focus.ts";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { words } from "../../words/en.ts";
import { searchPath } from "../search/search-path.ts";
import { createSessionActionKeys } from "../session-menu/session-action-keys.ts";
import { useShell } from "../shell/shell-context.ts";
import { SignalPill } from "../signal/SignalPill.tsx";
import { ArchivedFold } from "./ArchivedFold.tsx";
import { groupSessions, type Grouping, GROUPINGS } from "./group-sessions.ts";
import { createListFacts } from "./list-facts.ts";
import { SessionRows } from "./SessionRows.tsx";
import "./SessionList.css";

/** All sessions, one link each: what needs the user above, then by project or what else is chosen. */
export function SessionList(props: { onNewSession: () => void; onHide: () => void }) {
  const app = useApp();
  const navigate = useNavigate();
  const shell = useShell();
  const [filter, setFilter] = createSignal("");
  let field: HTMLInputElement | undefined;
  let nav: HTMLElement | undefined;
  const facts = createListFacts(app);
  const [grouping, setGrouping] = createSignal(recallGrouping());
  const groups = createMemo(() =>
    groupSessions(app.sessions.list, facts, { filter: filter(), by: grouping() }),
  );
  const groupBy = (by: Grouping) => {
    setGrouping(by);
    remember(GROUPING_KEY, by);
  };
  const search = () => navigate(searchPath(filter().trim()));
  const move = (step: 1 | -1) => {
    const rows = [...(nav?.querySelectorAll<HTMLElement>("[data-session-row]") ?? [])];
    const focused = rows.findIndex((row) => row === document.activeElement);
    const open = rows.findIndex((row) => row.getAttribute("aria-current") === "page");
    const from = focused >= 0 ? focused : open;
    rows.at(Math.min(rows.length - 1, Math.max(0, from + step)))?.focus();
  };
  const [isWhole, setWhole] = createSignal(false);
  createEffect(on(app.sessions.isLoaded, (isLoaded) => isLoaded && requestAnimationFrame(showOpen)));
  /** A list that comes to be shown begins where the open session is. */
  function showOpen(): void {
    const row = nav?.querySelector('[data-session-row][aria-current="page"]')?.getBoundingClientRect();
    const view = nav?.getBoundingClientRect();
    if (nav === undefined || row === undefined || view === undefined || row.bottom <= view.bottom) return;
    nav.scrollTop += row.top - view.top - view.height / 2;
  }
  createShortcut("filter", () => field?.focus());
  createShortcut("listDown", () => move(1));
  createShortcut("listUp", () => move(-1));
  createSessionActionKeys();

  const onFilterKey = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown") {
      event.preventDefault();
      return nav?.querySelector<HTMLElement>("[data-session-row]")?.focus();
    }
    if (event.key === "Enter" && filter().trim() !== "") {
      event.preventDefault();
      return search();
    }
    if (event.key !== "Escape") return;
    event.preventDefault();
    if (filter() === "") field?.blur();
    setFilter("");
  };

  return (
    <section class="session-list" aria-label={words.list.label}>
      <div class="session-list-bar">
        <h2>{words.nav.sessions}</h2>
        <span class="text-3" title={words.list.count(app.sessions.list.length)}>
          {app.sessions.list.length > 0 ? app.sessions.list.length : ""}
        </span>
        <span class="grow" />
        <span class="session-list-signal">
          <SignalPill />
        </span>
        <span class="session-list-hide">
          <Button
            variant="ghost"
            icon={PanelLeftIcon}
            label={words.list.hide}
            aria-keyshortcuts={ariaKeys("toggleList")}
            onClick={() => props.onHide()}
          />
        </span>
        <Button
          variant="primary"
          icon={PlusIcon}
          aria-keyshortcuts={ariaKeys("newSession")}
          onClick={() => props.onNewSession()}
        >
          {words.list.newSession}
        </Button>
      </div>
      <div class="session-list-find">
        <Field
          ref={(element) => (field = element)}
          type="search"
          label={words.list.filter}
          hideLabel
          placeholder={words.list.filterPlaceholder}
          icon={SearchIcon}
          value={filter()}
          onValue={setFilter}
          onKeyDown={onFilterKey}
          end={<KeyHint keys="/" />}
        />
        <GroupMenu by={grouping()} onChoose={groupBy} />
        <span class="session-list-palette">
          <Button
            variant="ghost"
            icon={SearchIcon}
            label={words.nav.search}
            aria-keyshortcuts={ariaKeys("palette")}
            onClick={() => shell.openPalette()}
          />
        </span>
      </div>
      <Show when={filter().trim() !== "" && groups().length > 0}>
        <div class="session-list-search">
          <Button size={24} variant="ghost" icon={SearchIcon} keys="Enter" onClick={search}>
            {words.list.searchSaid}
          </Button>
        </div>
      </Show>
      <nav
        ref={(element) => (nav = element)}
        class="session-list-rows"
        aria-label={words.nav.sessions}
        onKeyDown={(event) => {
          if (event.key === "End") setWhole(true);
          if (event.key.startsWith("Arrow") || event.key === "Home" || event.key === "End") {
            moveFocus(event, "[data-session-row]");
          }
        }}
      >
        <Switch>
          <Match when={!app.sessions.isLoaded() && app.sessions.error()}>
            {(error) => (
              <div class="session-list-note">
                <Note
                  icon={<Icon of={TriangleAlertIcon} />}
                  title={words.list.failed}
                  actions={
                    <Button size={24} icon={RotateCwIcon} onClick={() => void app.sessions.reload()}>
                      {words.tryNow}
                    </Button>
                  }
                >
                  {error().message}
                </Note>
              </div>
            )}
          </Match>
          <Match when={!app.sessions.isLoaded()}>
            <div class="session-list-note">
              <Skeleton
                label={words.list.loading}
                lines={["long", "half", "full", "short", "long", "half"]}
              />
            </div>
          </Match>
          <Match when={groups().length === 0 && filter().trim() !== ""}>
            <EmptyState
              title={words.list.none}
              actions={
                <>
                  <Button variant="primary" onClick={search}>
                    {words.list.searchSaid}
                  </Button>
                  <Button onClick={() => setFilter("")}>{words.list.clearFilter}</Button>
                </>
              }
            >
              {words.list.noneText(filter().trim())}
            </EmptyState>
          </Match>
        </Switch>
        <Keyed each={groups()} by={(group) => group.key}>
          {(group) => (
            <section class="session-group" aria-label={group().label} data-kind={group().kind}>
              <h3 title={group().title}>
                <span class="cut grow">{group().label}</span>
                <span>{group().sessionIds.length}</span>
              </h3>
              <SessionRows sessionIds={group().sessionIds} isWhole={isWhole()} />
            </section>
          )}
        </Keyed>
        <Show when={app.sessions.hasOlder()}>
          <p class="session-list-more">
            <Button size={24} variant="ghost" onClick={() => void app.sessions.loadOlder()}>
              {words.list.older}
            </Button>
          </p>
        </Show>
        <ArchivedFold facts={facts} filter={filter()} />
      </nav>
    </section>
  );
}

function GroupMenu(props: { by: Grouping; onChoose: (by: Grouping) => void }) {
  return (
    <Menu
      label={words.list.groupBy}
      align="end"
      items={GROUPINGS.map((by) => ({
        label: words.list.groupings[by],
        checked: by === props.by,
        run: () => props.onChoose(by),
      }))}
      trigger={(trigger) => (
        <Button
          {...trigger}
          variant="ghost"
          icon={ListFilterIcon}
          label={words.list.groupBy}
          title={words.list.groupedBy(words.list.groupings[props.by])}
        />
      )}
    />
  );
}

const GROUPING_KEY = "list.grouping";

function recallGrouping(): Grouping {
  return GROUPINGS.find((by) => by === recall(GROUPING_KEY)) ?? "project";
}
