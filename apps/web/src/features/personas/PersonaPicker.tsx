import type { PersonaInfo } from "@switchyard/core/protocol";
import { createEffect, createMemo, createSignal, createUniqueId, on, onMount, Show, untrack } from "solid-js";
import type { PlacePersonas } from "../../state/personas.ts";
import { Dialog } from "../../ui/Dialog.tsx";
import { Field } from "../../ui/Field.tsx";
import { SearchIcon } from "../../ui/icons.ts";
import { Keyed } from "../../ui/Keyed.tsx";
import { personaWords } from "../../words/persona-words.ts";
import { findPersonas, groupPersonas, type PersonaGroup } from "./find-personas.ts";
import { GroupHeading } from "./GroupHeading.tsx";
import { PersonaOption } from "./PersonaOption.tsx";
import { SourceProblems } from "./SourceProblems.tsx";
import { isUsable } from "./usable.ts";
import "./picker.css";

const words = personaWords.picker;

/** Finds one of however many personas: arrows walk, letters search, Enter takes, Esc leaves all as it was. */
export function PersonaPicker(props: {
  personas: PlacePersonas;
  chosen: string | undefined;
  onChoose: (persona: PersonaInfo) => void;
  onClose: () => void;
}) {
  const id = createUniqueId();
  const [query, setQuery] = createSignal("");
  const [active, setActive] = createSignal(untrack(() => props.chosen));
  const [room, setRoom] = createSignal(ROWS);
  const all = () => props.personas.list();
  const isSearch = () => query().trim() !== "";
  const groups = createMemo((): readonly PersonaGroup[] =>
    isSearch() ? found(findPersonas(all(), query())) : groupPersonas(all()),
  );
  const order = createMemo(() => groups().flatMap(({ personas }) => personas));
  const places = createMemo(() => new Map(order().map((persona, at) => [persona.id as string, at])));
  const at = createMemo(() => places().get(active() ?? "") ?? 0);
  const activeId = () => order()[at()]?.id;
  const optionId = (persona: string) => `${id}-${persona}`;
  const activeOption = () => {
    const persona = activeId();
    return persona && optionId(persona);
  };
  let scroller!: HTMLDivElement;

  const beginAgain = () => {
    setActive(order()[0]?.id);
    setRoom(ROWS);
  };
  createEffect(on(query, beginAgain, { defer: true }));
  onMount(() => {
    // They are files, which may have changed since they were read.
    void props.personas.read();
    moveTo(at(), "center");
  });

  function moveTo(place: number, block: ScrollLogicalPosition = "nearest"): void {
    const to = Math.max(0, Math.min(place, order().length - 1));
    const persona = order()[to];
    if (persona === undefined) return;
    setRoom((before) => Math.max(before, to + ROWS / 2));
    setActive(persona.id);
    document.getElementById(optionId(persona.id))?.scrollIntoView?.({ block });
  }

  function choose(persona: PersonaInfo | undefined): void {
    if (persona === undefined || !isUsable(persona)) return;
    props.onChoose(persona);
    props.onClose();
  }

  function onKeyDown(event: KeyboardEvent): void {
    // Enter is of this dialog alone, with whatever is held beside it.
    if (event.key === "Enter") event.stopPropagation();
    const isOfList =
      event.target instanceof HTMLElement && event.target.matches("[role=combobox], [role=listbox]");
    if (!isOfList || event.isComposing || event.altKey) return;
    const step = STEPS[event.key];
    if (event.key === "Enter") choose(order()[at()]);
    else if (step === undefined || event.ctrlKey || event.metaKey) return;
    else moveTo(step(at(), order().length));
    event.preventDefault();
  }

  const grow = () => {
    if (scroller.scrollTop + scroller.clientHeight * 2 < scroller.scrollHeight) return;
    setRoom((before) => Math.min(before + ROWS, order().length + ROWS));
  };

  return (
    <div class="persona-picker" onKeyDown={onKeyDown}>
      <Dialog title={words.title} width={560} onClose={() => props.onClose()}>
        <div class="persona-picker-find">
          <Field
            label={words.search}
            hideLabel
            icon={SearchIcon}
            size={34}
            type="search"
            role="combobox"
            aria-expanded="true"
            aria-autocomplete="list"
            aria-controls={`${id}-list`}
            aria-activedescendant={activeOption()}
            data-autofocus={matchMedia("(max-width: 639px)").matches ? undefined : ""}
            placeholder={words.placeholder}
            value={query()}
            onValue={setQuery}
            end={
              <span class="small text-3 nowrap" role="status">
                {isSearch()
                  ? personaWords.countOf(order().length, all().length)
                  : personaWords.count(all().length)}
              </span>
            }
          />
        </div>
        <div ref={scroller} class="persona-picker-list" onScroll={grow}>
          <SourceProblems problems={isSearch() ? [] : props.personas.problems()} />
          <div
            role="listbox"
            id={`${id}-list`}
            tabindex="0"
            aria-label={words.label}
            aria-activedescendant={activeOption()}
          >
            <Keyed each={groups()} by={({ key }) => key}>
              {(group) => {
                const heading = createUniqueId();
                const from = () => places().get(group().personas[0]?.id ?? "") ?? 0;
                const shown = () => group().personas.slice(0, Math.max(0, room() - from()));
                return (
                  <Show when={shown().length > 0}>
                    <div
                      role="group"
                      aria-label={isSearch() ? words.label : undefined}
                      aria-labelledby={isSearch() ? undefined : heading}
                    >
                      <Show when={!isSearch()}>
                        <GroupHeading id={heading} group={group()} />
                      </Show>
                      <Keyed each={shown()} by={(persona) => persona.id}>
                        {(persona) => (
                          <PersonaOption
                            id={optionId(persona().id)}
                            persona={persona()}
                            isActive={persona().id === activeId()}
                            isChosen={persona().id === props.chosen}
                            showsSource={isSearch()}
                            place={{ at: places().get(persona().id) ?? 0, of: order().length }}
                            onChoose={() => choose(persona())}
                          />
                        )}
                      </Keyed>
                    </div>
                  </Show>
                );
              }}
            </Keyed>
          </div>
          <Show when={order().length === 0}>
            <div class="persona-picker-none">
              <p class="strong">{isSearch() ? words.none(query().trim()) : personaWords.settings.none}</p>
              <Show when={isSearch()}>
                <p class="small text-3">{words.noneText}</p>
              </Show>
            </div>
          </Show>
        </div>
      </Dialog>
    </div>
  );
}

/** What is found stands in one row, the best first. */
function found(personas: readonly PersonaInfo[]): readonly PersonaGroup[] {
  return [{ key: "found", layer: "project", source: "", packVersion: null, personas }];
}

/** So many rows are drawn at first, and so many more as they are walked to. */
const ROWS = 40;
const PAGE = 8;

const STEPS: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowDown: (at, count) => (at + 1) % Math.max(1, count),
  ArrowUp: (at, count) => (at + count - 1) % Math.max(1, count),
  PageDown: (at) => at + PAGE,
  PageUp: (at) => at - PAGE,
  Home: () => 0,
  End: (_, count) => count - 1,
};
