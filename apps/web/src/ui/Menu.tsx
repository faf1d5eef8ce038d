import { createMemo, createSignal, createUniqueId, For, type JSX, onMount, Show } from "solid-js";
import { closeOutside } from "./close-outside.ts";
import { KeyHint } from "./KeyHint.tsx";
import { Icon, type IconComponent } from "./Icon.tsx";
import { CheckIcon } from "./icons.ts";
import { moveFocus } from "./roving-focus.ts";
import { type Anchor, placeLayer } from "./place-layer.ts";
import "./Menu.css";

export interface MenuItem {
  readonly label: string;
  /** A second line: what it means, for how long. */
  readonly detail?: string;
  readonly icon?: IconComponent;
  readonly keys?: string;
  /** Makes it one of a choice. */
  readonly checked?: boolean;
  readonly disabled?: boolean;
  /** Why it is disabled. */
  readonly reason?: string;
  readonly danger?: boolean;
  /** Stands apart from the one before. */
  readonly isParted?: boolean;
  readonly run: () => void;
}

/** What a menu's button must carry; spread it on a `Button`. */
export interface MenuTriggerProps {
  ref: (element: HTMLButtonElement) => void;
  id: string;
  "aria-haspopup": "menu";
  "aria-expanded": boolean;
  "aria-controls": string | undefined;
  onClick: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

/**
 * A menu under (or, near the foot, over) its button: arrows, Home, End, a letter; Enter chooses, Esc and a
 * press outside close it, and focus goes back to the button.
 */
export function Menu(props: {
  label: string;
  items: readonly MenuItem[];
  /** @default "start" */
  align?: "start" | "end";
  trigger: (trigger: MenuTriggerProps) => JSX.Element;
}) {
  const [open, setOpen] = createSignal(false);
  const id = createUniqueId();
  let button: HTMLButtonElement | undefined;
  const close = (returnFocus: boolean) => {
    if (!open()) return;
    setOpen(false);
    if (returnFocus) button?.focus();
  };
  return (
    <>
      {props.trigger({
        ref: (element) => (button = element),
        id: `${id}-button`,
        "aria-haspopup": "menu",
        get "aria-expanded"() {
          return open();
        },
        get "aria-controls"() {
          return open() ? id : undefined;
        },
        onClick: () => (open() ? close(true) : setOpen(true)),
        onKeyDown: (event) => {
          if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
          event.preventDefault();
          setOpen(true);
        },
      })}
      <Show when={open() && button}>
        {(anchor) => (
          <MenuLayer
            id={id}
            label={props.label}
            items={props.items}
            anchor={anchor()}
            align={props.align ?? "start"}
            onClose={close}
          />
        )}
      </Show>
    </>
  );
}

/** The menu itself, open while it is mounted; `onClose` is told whether the focus goes back to what it belongs to. */
export function MenuLayer(props: {
  id?: string;
  label: string;
  items: readonly MenuItem[];
  anchor: Anchor;
  /** @default "start" */
  align?: "start" | "end";
  /** Has a key before the menu; what it prevents the default of is its own. */
  onKey?: (event: KeyboardEvent) => void;
  onClose: (returnFocus: boolean) => void;
}) {
  let layer!: HTMLDivElement;
  // Items are made anew whenever anything changes: one that looks the same stays, and keeps the focus.
  const items = createMemo<readonly MenuItem[]>(
    (before) => props.items.map((item, at) => before.slice(at, at + 1).find(looksAs(item)) ?? item),
    [],
  );
  closeOutside(
    () => [layer, props.anchor],
    () => props.onClose(false),
  );
  onMount(() =>
    queueMicrotask(() => {
      if (!layer.isConnected) return;
      placeLayer(layer, props.anchor, props.align ?? "start");
      const checked = layer.querySelector<HTMLElement>('[aria-checked="true"]');
      (checked ?? layer.querySelector<HTMLElement>('[role^="menuitem"]'))?.focus();
    }),
  );
  const onKeyDown = (event: KeyboardEvent & { currentTarget: HTMLElement }) => {
    event.stopPropagation();
    if (event.key === "Escape" || event.key === "Tab") {
      if (event.key === "Escape") event.preventDefault();
      return props.onClose(true);
    }
    props.onKey?.(event);
    if (!event.defaultPrevented) moveFocus(event, '[role^="menuitem"]');
  };
  const choose = (item: MenuItem) => {
    if (item.disabled) return;
    props.onClose(true);
    item.run();
  };
  return (
    <div ref={layer} id={props.id} role="menu" aria-label={props.label} data-ui="menu" onKeyDown={onKeyDown}>
      <For each={items()}>
        {(item) => (
          <button
            type="button"
            role={item.checked === undefined ? "menuitem" : "menuitemradio"}
            aria-checked={item.checked}
            aria-disabled={item.disabled ? "true" : undefined}
            data-danger={item.danger ? "" : undefined}
            data-parted={item.isParted ? "" : undefined}
            title={item.disabled ? item.reason : undefined}
            tabindex="-1"
            onClick={() => choose(item)}
          >
            <Show when={item.checked !== undefined}>
              <span data-part="tick">{item.checked ? <Icon of={CheckIcon} size={14} /> : undefined}</span>
            </Show>
            <Show when={item.icon}>{(icon) => <Icon of={icon()} size={14} />}</Show>
            <span class="grow">
              <span data-part="label">{item.label}</span>
              <Show when={item.detail}>
                <span data-part="detail">{item.detail}</span>
              </Show>
            </span>
            <Show when={item.keys}>{(keys) => <KeyHint keys={keys()} />}</Show>
          </button>
        )}
      </For>
    </div>
  );
}

function looksAs(item: MenuItem): (other: MenuItem) => boolean {
  return (other) => LOOKS.every((part) => item[part] === other[part]);
}

const LOOKS = [
  "label",
  "detail",
  "icon",
  "keys",
  "checked",
  "disabled",
  "reason",
  "danger",
  "isParted",
] as const;
