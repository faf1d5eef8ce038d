import { createEffect, createMemo, createSignal, createUniqueId, For, type JSX, on, Show } from "solid-js";
import { Button } from "./Button.tsx";
import { describedBy, type Labelled, LabelledBox } from "./Field.tsx";
import { XIcon } from "./icons.ts";
import { placeLayer } from "./place-layer.ts";
import "./Combobox.css";

export interface ComboOption {
  readonly key: string;
  readonly text: string;
  /** Exact text before it, in mono. */
  readonly code?: string;
  readonly icon?: () => JSX.Element;
  /** Stands at the end of its line. */
  readonly end?: () => JSX.Element;
}

/** A field that finds one of many by words: arrows walk, Enter takes, Esc goes back to what was chosen. */
export function Combobox(
  props: Labelled & {
    placeholder: string;
    chosen: ComboOption | null;
    /** The options for a text; called for each letter. */
    find: (query: string) => readonly ComboOption[];
    onChoose: (key: string | null) => void;
    clearLabel: string;
    /** Stands in the place of options, where there are none. */
    none: string;
  },
) {
  const id = createUniqueId();
  const [query, setQuery] = createSignal<string | null>(null);
  const [at, setAt] = createSignal(0);
  let field!: HTMLSpanElement;
  let input!: HTMLInputElement;
  const options = createMemo(() => {
    const text = query();
    return text === null ? [] : props.find(text);
  });
  const isOpen = () => query() !== null;
  const close = () => setQuery(null);
  const choose = (key: string | null) => {
    close();
    props.onChoose(key);
    input.focus();
  };
  createEffect(on(options, () => setAt(0)));

  const onKeyDown = (event: KeyboardEvent) => {
    const key = event.ctrlKey || event.metaKey || event.altKey ? "" : event.key;
    if (key === "ArrowDown" || key === "ArrowUp") {
      event.preventDefault();
      if (!isOpen()) return void setQuery("");
      const step = key === "ArrowDown" ? 1 : -1;
      setAt((from) => (from + step + options().length) % Math.max(1, options().length));
      document.getElementById(`${id}-${at()}`)?.scrollIntoView?.({ block: "nearest" });
    }
    if (!isOpen()) return;
    const active = options()[at()];
    if (key === "Enter" && active !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      choose(active.key);
    }
    if (key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  };

  return (
    <LabelledBox {...props} id={id}>
      <span
        ref={field}
        data-ui="field"
        data-size="34"
        data-combo=""
        data-invalid={props.error ? "" : undefined}
      >
        <Show when={query() === null && props.chosen}>
          {(chosen) => (
            <>
              {chosen().icon?.()}
              <Show when={chosen().code}>
                <code>{chosen().code}</code>
              </Show>
            </>
          )}
        </Show>
        <input
          ref={input}
          id={id}
          type="text"
          role="combobox"
          autocomplete="off"
          spellcheck={false}
          placeholder={props.placeholder}
          value={query() ?? props.chosen?.text ?? ""}
          aria-expanded={options().length > 0}
          aria-controls={options().length > 0 ? `${id}-list` : undefined}
          aria-autocomplete="list"
          aria-activedescendant={options()[at()] === undefined ? undefined : `${id}-${at()}`}
          aria-invalid={props.error ? "true" : undefined}
          aria-describedby={describedBy(id, props)}
          onFocus={(event) => event.currentTarget.select()}
          onClick={() => setQuery((text) => text ?? "")}
          onInput={(event) => setQuery(event.currentTarget.value)}
          onBlur={close}
          onKeyDown={onKeyDown}
        />
        <Show when={props.chosen}>
          <Button
            size={24}
            variant="ghost"
            icon={XIcon}
            label={props.clearLabel}
            onClick={() => choose(null)}
          />
        </Show>
      </span>
      <Show when={isOpen()}>
        <ComboList
          id={id}
          label={props.label}
          options={options()}
          at={at()}
          none={props.none}
          field={field}
          onChoose={choose}
        />
      </Show>
    </LabelledBox>
  );
}

function ComboList(props: {
  id: string;
  label: string;
  options: readonly ComboOption[];
  at: number;
  none: string;
  field: HTMLElement;
  onChoose: (key: string) => void;
}) {
  const mount = (layer: HTMLElement) =>
    queueMicrotask(() => {
      if (!layer.isConnected) return;
      layer.style.setProperty("min-width", `${props.field.getBoundingClientRect().width}px`);
      placeLayer(layer, props.field, "start");
    });
  return (
    // A press in the list leaves the focus in the field.
    <div ref={mount} data-ui="combo-list" onPointerDown={(event) => event.preventDefault()}>
      <Show when={props.options.length > 0} fallback={<p role="status">{props.none}</p>}>
        <div id={`${props.id}-list`} role="listbox" aria-label={props.label}>
          <For each={props.options}>
            {(option, index) => (
              <div
                id={`${props.id}-${index()}`}
                role="option"
                aria-selected={index() === props.at}
                onClick={() => props.onChoose(option.key)}
              >
                {option.icon?.()}
                <span class="cut grow">{option.text}</span>
                <Show when={option.code}>
                  <code>{option.code}</code>
                </Show>
                {option.end?.()}
              </div>
            )}
          </For>
        </div>
      </Show>
    </div>
  );
}
