import { createMemo, createSignal, createUniqueId, For, onMount, Show } from "solid-js";
import { closeOutside } from "../../../ui/close-outside.ts";
import { type Anchor, placeLayer } from "../../../ui/place-layer.ts";
import { PlanIcon } from "../tree/PlanIcons.tsx";

export interface FilterOption {
  readonly key: string;
  readonly text: string;
  /** Exact text before it, in mono. */
  readonly code?: string;
  /** Makes it one that is on or off: `some` of what is changed has it. */
  readonly state?: "on" | "off" | "some";
  /** What `some` means, in words. */
  readonly stateWord?: string;
}

/** A list over the plan that is narrowed by writing: arrows walk, Enter takes, Esc and a press outside close. */
export function FilterLayer(props: {
  label: string;
  placeholder: string;
  anchor: Anchor;
  /** The options for a text; the first one is at hand. */
  find: (text: string) => readonly FilterOption[];
  /** Stands in the place of options, where there are none. */
  none: string;
  onChoose: (key: string) => void;
  onClose: (returnFocus: boolean) => void;
}) {
  const id = createUniqueId();
  const [text, setText] = createSignal("");
  const [at, setAt] = createSignal(0);
  const options = createMemo(() => props.find(text()));
  const active = () => Math.min(at(), options().length - 1);
  let layer!: HTMLDivElement;
  let input!: HTMLInputElement;
  closeOutside(
    () => [layer],
    () => props.onClose(false),
  );
  onMount(() =>
    queueMicrotask(() => {
      if (!layer.isConnected) return;
      placeLayer(layer, props.anchor, "start");
      input.focus();
    }),
  );
  const walk = (step: number) => {
    setAt((active() + step + options().length) % Math.max(1, options().length));
    document.getElementById(`${id}-${active()}`)?.scrollIntoView?.({ block: "nearest" });
  };
  const choose = (option: FilterOption | undefined) => {
    if (option === undefined) return;
    // The next label is looked for anew; what was found stays under the keys.
    if (option.state !== undefined) setText("");
    props.onChoose(option.key);
    setAt(
      Math.max(
        0,
        options().findIndex(({ key }) => key === option.key),
      ),
    );
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.isComposing) return;
    if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      return props.onClose(true);
    }
    if (event.key === "ArrowDown") walk(1);
    else if (event.key === "ArrowUp") walk(-1);
    else if (event.key === "Enter") choose(options()[active()]);
    else return;
    event.preventDefault();
  };
  return (
    <div ref={layer} class="plan-pick" onKeyDown={onKeyDown}>
      <input
        ref={input}
        type="text"
        role="combobox"
        autocomplete="off"
        spellcheck={false}
        aria-label={props.label}
        placeholder={props.placeholder}
        aria-expanded={options().length > 0}
        aria-controls={options().length > 0 ? `${id}-list` : undefined}
        aria-autocomplete="list"
        aria-activedescendant={options().length > 0 ? `${id}-${active()}` : undefined}
        value={text()}
        onInput={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
        }}
      />
      <Show when={options().length > 0} fallback={<p role="status">{props.none}</p>}>
        <div
          id={`${id}-list`}
          role="listbox"
          // A press in the list leaves the focus in the field.
          onPointerDown={(event) => event.preventDefault()}
          aria-label={props.label}
          aria-multiselectable={options()[0]?.state === undefined ? undefined : "true"}
        >
          <For each={options()}>
            {(option, index) => (
              <div
                id={`${id}-${index()}`}
                role="option"
                data-active={index() === active() ? "" : undefined}
                aria-selected={option.state === undefined ? index() === active() : option.state === "on"}
                onClick={() => choose(option)}
              >
                <Show when={option.state}>
                  {(state) => (
                    <span class="plan-pick-tick" data-state={state()}>
                      <Show when={state() === "on"}>
                        <PlanIcon of="check" size={14} />
                      </Show>
                    </span>
                  )}
                </Show>
                <Show when={option.code}>{(code) => <code>{code()}</code>}</Show>
                <span class="cut grow">{option.text}</span>
                <Show when={option.state === "some"}>
                  <span class="sr-only">{option.stateWord}</span>
                </Show>
              </div>
            )}
          </For>
        </div>
      </Show>
    </div>
  );
}
