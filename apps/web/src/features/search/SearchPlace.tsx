import { useSearchParams } from "@solidjs/router";
import { createMemo, For, Match, onMount, Show, Switch } from "solid-js";
import { createShortcut } from "../../keys/keyboard.ts";
import { useApp } from "../../state/app.ts";
import { MOST_HITS } from "../../state/hits.ts";
import { createSearch } from "../../state/search.ts";
import { Button } from "../../ui/Button.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { Field } from "../../ui/Field.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { RotateCwIcon, SearchIcon, TriangleAlertIcon } from "../../ui/icons.ts";
import { Note } from "../../ui/Note.tsx";
import { moveFocus } from "../../ui/roving-focus.ts";
import { Spinner } from "../../ui/Spinner.tsx";
import { searchWords as words } from "../../words/search-words.ts";
import { SignalPill } from "../signal/SignalPill.tsx";
import { HitGroup } from "./HitGroup.tsx";
import "./SearchPlace.css";

const HIT = "[data-hit]";

/** Search in what was said and done, over all sessions; what is searched for is in the address. */
export default function SearchPlace() {
  const app = useApp();
  const [params, setParams] = useSearchParams<{ q?: string }>();
  const query = createMemo(() => (typeof params.q === "string" ? params.q : ""));
  const search = createSearch(app, query);
  let field!: HTMLInputElement;
  let results!: HTMLDivElement;
  const hits = () => [...results.querySelectorAll<HTMLElement>(HIT)];
  const count = () => search.groups().reduce((sum, group) => sum + group.hits.length, 0);

  const move = (step: 1 | -1) => {
    const all = hits();
    const at = all.findIndex((hit) => hit === document.activeElement);
    if (at === 0 && step === -1) return field.focus();
    all[Math.min(all.length - 1, at + step)]?.focus();
  };
  createShortcut("listDown", () => move(1));
  createShortcut("listUp", () => move(-1));
  const focusField = () => {
    field.focus();
    field.select();
  };
  createShortcut("search", focusField);
  createShortcut("filter", focusField);
  onMount(() => {
    if (!matchMedia("(hover: none), (max-width: 639px)").matches || query() === "") field.focus();
  });

  const onFieldKey = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "Enter") {
      event.preventDefault();
      return hits()[0]?.focus();
    }
    if (event.key !== "Escape") return;
    event.preventDefault();
    if (query() === "") return field.blur();
    setParams({ q: undefined }, { replace: true });
  };
  const onResultKey = (event: KeyboardEvent & { currentTarget: HTMLElement }) => {
    if (event.key === "ArrowUp" && hits()[0] === document.activeElement) {
      event.preventDefault();
      return field.focus();
    }
    if (["ArrowUp", "ArrowDown", "Home", "End"].includes(event.key)) moveFocus(event, HIT);
  };

  return (
    <div class="search">
      <header class="search-head">
        <h1>{words.title}</h1>
        <span class="grow" />
        <SignalPill />
      </header>
      <div class="search-field">
        <Field
          ref={(element) => (field = element)}
          type="search"
          size={34}
          label={words.field}
          hideLabel
          placeholder={words.placeholder}
          icon={SearchIcon}
          value={query()}
          onValue={(text) => setParams({ q: text === "" ? undefined : text }, { replace: true })}
          onKeyDown={onFieldKey}
        />
        <p class="search-told" role="status">
          <Show when={search.state() === "searching"}>
            <Spinner /> {words.searching}
          </Show>
          <Show when={search.state() === "done" && count() > 0}>
            {(count() < MOST_HITS ? words.found : words.foundBest)(count(), search.groups().length)}
          </Show>
          <Show when={search.state() === "done" && !search.isComplete()}>
            <span>{words.stillReading}</span>
          </Show>
        </p>
      </div>
      <div ref={results} class="search-results" onKeyDown={onResultKey}>
        <Switch>
          <Match when={search.state() === "idle"}>
            <EmptyState icon={SearchIcon} title={words.emptyTitle}>
              {words.emptyText}
            </EmptyState>
          </Match>
          <Match when={search.state() === "failed" && search.error()}>
            {(error) => (
              <div class="search-note">
                <Note
                  icon={<Icon of={TriangleAlertIcon} />}
                  title={words.failed}
                  role="alert"
                  actions={
                    <Button size={24} icon={RotateCwIcon} onClick={() => search.again()}>
                      {words.again}
                    </Button>
                  }
                >
                  {error().message}
                </Note>
              </div>
            )}
          </Match>
          <Match when={search.state() === "done" && count() === 0}>
            <EmptyState icon={SearchIcon} title={words.noneTitle(query().trim())}>
              {search.isComplete() ? words.noneText : words.noneYet}
            </EmptyState>
          </Match>
        </Switch>
        <Show when={search.state() !== "failed"}>
          <For each={search.groups()}>{(group) => <HitGroup group={group} />}</For>
        </Show>
      </div>
    </div>
  );
}
